import { claimKey, isLakeFSStatus } from '@lakefront/lakefs-client';
import { judgeClaim } from '../claims/judgeClaim';
import type { Lake } from '../lake/Lake';
import type { Snapshot } from '../lake/RepositoryView';
import { conditionOf } from '../object/conditions';
import type { LakeFSBranch } from '../object/LakeFSBranch';
import type { Result } from './Result';
import { blocked, no, SLOW_MS } from './sayings';

export interface Wanted {
  object: LakeFSBranch;
  branch: string;
  owner: string;
  lake: Lake;
  snapshot: Snapshot;
  /** Its date is past: nothing is made. */
  expired: boolean;
  random: () => number;
}

/** The branch is there and the object's own; or what stands in the way. */
export type Established =
  | { kind: 'there'; head: string; made?: 'created' | 'adopted' }
  | { kind: 'not'; result: Result };

const not = (result: Result): Established => ({ kind: 'not', result });

/** Sees to it that the branch is there and claimed, without taking it from anybody. */
export async function establish(wanted: Wanted): Promise<Established> {
  const { object, branch, owner, snapshot } = wanted;
  const head = snapshot.branches.get(branch);
  const known = object.status?.commitId !== undefined;
  const verdict = judgeClaim({
    owner,
    entries: snapshot.entries.get(branch),
    exists: head !== undefined,
    established: known,
    // A branch that lost its entry was ours before, too.
    adopt: object.spec.adopt === 'IfUnowned' || known,
  });
  switch (verdict.kind) {
    case 'others':
      return not(claimedByAnother(wanted, verdict.owner));
    case 'unowned':
      return not(branchExists(wanted));
    case 'contested':
      return not(contested(wanted));
    case 'mine':
      if (head !== undefined) return { kind: 'there', head };
      if (known) return confirmGone(wanted);
      if (wanted.expired) return not(tooLate(wanted));
      return create(wanted, { fresh: false });
    default:
      break;
  }
  if (head === undefined && known) return confirmGone(wanted);
  if (head === undefined && wanted.expired) return not(tooLate(wanted));
  return claim(wanted, head);
}

async function claim(
  wanted: Wanted,
  head: string | undefined,
): Promise<Established> {
  const { branch, owner, lake } = wanted;
  const result = await lake.claims.bid(branch, owner, lake.signal);
  if (result.kind === 'others') {
    return not(claimedByAnother(wanted, result.owner));
  }
  if (result.kind === 'contested') return not(contested(wanted));
  lake.view.noteOwner(branch, owner);
  return head === undefined
    ? create(wanted, { fresh: true })
    : { kind: 'there', head, made: 'adopted' };
}

/** `fresh`: it was not there a moment ago, so that what is there now is not ours. */
async function create(
  wanted: Wanted,
  { fresh }: { fresh: boolean },
): Promise<Established> {
  const { object, branch, owner, lake } = wanted;
  const { client, repository, signal, view } = lake;
  const { source } = object.spec;
  try {
    const { commitId } = await client.branches.create(
      repository,
      { name: branch, source },
      { signal },
    );
    view.note(branch, commitId);
    return { kind: 'there', head: commitId, made: 'created' };
  } catch (error) {
    if (isLakeFSStatus(error, 'already-exists')) {
      const { commitId } = await client.branches.get(repository, branch, {
        signal,
      });
      view.note(branch, commitId);
      if (!fresh) return { kind: 'there', head: commitId };
      if (object.spec.adopt === 'IfUnowned') {
        return { kind: 'there', head: commitId, made: 'adopted' };
      }
      await lake.keys.drop([claimKey(branch, owner)], signal);
      view.noteOwner(branch, undefined);
      return not(branchExists(wanted));
    }
    const said = whyNotCreated(error, wanted);
    if (!said) throw error;
    return not({
      ready: said,
      facts: {},
      again: { kind: 'after', ms: SLOW_MS },
    });
  }
}

function whyNotCreated(error: unknown, { object, branch }: Wanted) {
  const { source, repository } = object.spec;
  if (isLakeFSStatus(error, 'not-found')) {
    return no(
      'SourceNotFound',
      `Repository ${repository} has no branch, tag or commit ${source} to begin at. Make it, or declare another object with another source.`,
    );
  }
  if (isLakeFSStatus(error, 'conflict')) {
    return no(
      'NameTaken',
      `A tag of repository ${repository} is called ${branch}, so no branch can be. Declare another object with another branch.`,
    );
  }
  if (isLakeFSStatus(error, 'read-only-repository')) {
    return no(
      'RepositoryReadOnly',
      `Repository ${repository} is read-only: nothing can be made in it.`,
    );
  }
  if (isLakeFSStatus(error, 'hook-refused')) {
    return no(
      'HookRefused',
      `A hook of repository ${repository} refused the branch: ${error.said}`,
    );
  }
  if (isLakeFSStatus(error, 'bad-request')) {
    return no('Refused', `lakeFS refused the branch: ${error.said}`);
  }
  return undefined;
}

/** A list may miss what was made while it was under way: asked again before anything is said. */
async function confirmGone(wanted: Wanted): Promise<Established> {
  const { branch, lake, object, expired } = wanted;
  const { client, repository, signal, view } = lake;
  try {
    const { commitId } = await client.branches.get(repository, branch, {
      signal,
    });
    view.note(branch, commitId);
    return { kind: 'there', head: commitId };
  } catch (error) {
    if (!isLakeFSStatus(error, 'not-found')) throw error;
  }
  // No branch is also what a repository that is gone has.
  await client.repositories.get(repository, { signal });
  if (expired) return not(tooLate(wanted));
  return not({
    ready: no(
      'BranchDeleted',
      `Somebody deleted branch ${branch} of repository ${repository} in lakeFS; its last known head was ${object.status?.commitId}. It is not made again by itself: to have it again, remove this object and declare it anew.`,
    ),
    facts: {},
  });
}

function tooLate({ branch, object }: Wanted): Result {
  const before = conditionOf(object.status?.conditions, 'Ready');
  const { generation } = object.metadata;
  if (
    before?.reason === 'Expired' &&
    before.observedGeneration === generation
  ) {
    // What was said when it was deleted names the tag that holds its head.
    return { ready: no('Expired', before.message), facts: {} };
  }
  return {
    ready: no(
      'Expired',
      `Branch ${branch} is not there, and is not made after ${object.spec.expiresAt}. Set expiresAt to a later date, or remove this object.`,
    ),
    facts: {},
  };
}

function claimedByAnother(
  { owner, branch, object }: Wanted,
  other: string,
): Result {
  // Who it is elsewhere is not everybody's business.
  const place = owner.slice(0, owner.lastIndexOf('/') + 1);
  const who = other.startsWith(place)
    ? `LakeFSBranch ${other.slice(place.length)} of this namespace`
    : 'another object';
  return blocked(
    'ClaimedByAnother',
    `Branch ${branch} of repository ${object.spec.repository} belongs to ${who}. Choose another name for the branch.`,
  );
}

function branchExists({ branch, object }: Wanted): Result {
  return blocked(
    'BranchExists',
    `Branch ${branch} of repository ${object.spec.repository} is there already, and no object's. Choose another name, or set adopt to IfUnowned to take it over as it is.`,
  );
}

/** Whoever comes first after a random pause has it. */
function contested({ branch, random }: Wanted): Result {
  return {
    ready: no(
      'Contested',
      `Another object asks for branch ${branch} at the same moment; it is tried again.`,
    ),
    facts: {},
    again: { kind: 'after', ms: 500 + Math.round(random() * 4_000) },
  };
}
