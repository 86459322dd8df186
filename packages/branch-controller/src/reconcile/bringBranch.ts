import { keptKey } from '@lakefront/lakefs-client';
import type { Snapshot } from '../lake/RepositoryView';
import { expiryOf } from '../object/expiry';
import { deleteExpired } from './deleteExpired';
import { establish } from './establish';
import { factsOfNew, hasMoved, knownSourceHead, observe } from './observe';
import { promoteAndTell } from './promoteAndTell';
import { liftOurProtection } from './liftOurProtection';
import type { Again, Facts, Result } from './Result';
import { yes } from './sayings';
import type { Subject } from './Subject';

export interface BringOptions {
  /** What was seen of the repository; what is done is noted in it. */
  snapshot: Snapshot;
  /** Ask again what shows in nobody's head. */
  refresh: boolean;
  /** Whether lakeFS may be asked now how a branch stands that moved. */
  mayObserve(): boolean;
}

/** Brings a branch to what its object asks for: it is there, observed, ended or promoted. */
export async function bringBranch(
  subject: Subject,
  { snapshot, refresh, mayObserve }: BringOptions,
): Promise<Result> {
  const { object, branch, clock, random } = subject;
  const expiry = expiryOf(object.spec.expiresAt, clock.now());
  const expired = expiry.state === 'expired';
  const established = await establish({ ...subject, snapshot, expired });
  if (established.kind === 'not') return established.result;

  const { head, made } = established;
  await endDeleteCutOff(subject, snapshot);
  if (made) await tellMade(subject, made, head);
  const seen = { head, sourceHead: knownSourceHead(object, snapshot) };
  let facts: Facts = {};
  let again: Again | undefined;
  if (made === 'created') {
    facts = factsOfNew(branch, head);
  } else if (hasMoved(object, seen) || refresh) {
    // All of it later, where there is much to do: never a part of it.
    if (made || refresh || mayObserve()) {
      facts = await observe(subject.lake, { object, branch, ...seen });
    } else {
      again = { kind: 'after', ms: 30_000 + Math.round(random() * 30_000) };
    }
  }
  const ended = await deleteExpired(subject);
  if (ended) return { ...ended, facts: { ...facts, ...ended.facts } };
  await forgetKept(subject, snapshot);
  const ready = yes('Ready', `Branch ${branch} is there.`);
  return promoteAndTell(subject, { head, snapshot }, { ready, facts, again });
}

/** What a delete left that was cut off; one that is due begins anew. */
async function endDeleteCutOff(
  { lake, branch, owner }: Subject,
  snapshot: Snapshot,
): Promise<void> {
  const { deleting = [] } = snapshot.entries.get(branch) ?? {};
  if (!deleting.includes(owner)) return;
  await liftOurProtection(lake, branch, owner);
  deleting.splice(deleting.indexOf(owner), 1);
}

/** Its object is there again, or asks for it for longer: it is no longer one that is only kept. */
async function forgetKept(
  { lake, branch, owner }: Subject,
  snapshot: Snapshot,
): Promise<void> {
  const entries = snapshot.entries.get(branch);
  if (entries?.kept?.owner !== owner) return;
  await lake.keys.drop([keptKey(branch)], lake.signal);
  delete entries.kept;
}

async function tellMade(
  { kube, object, branch, lake }: Subject,
  made: 'created' | 'adopted',
  head: string,
): Promise<void> {
  await kube.tell(object, {
    type: 'Normal',
    reason: made === 'created' ? 'Created' : 'Adopted',
    message: `Branch ${branch} of repository ${lake.repository} ${
      made === 'created' ? 'begins' : 'is taken over'
    } at ${head}.`,
  });
}
