import {
  type BranchStanding,
  isRecord,
  type KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Restored } from '../../changes/KindSteps';
import { nameError } from '../../changes/nameError';
import { isPast } from './declaredBranch';
import type { BranchTraces, KeptHead } from './readTraces';
import { keptUntilText, timeText } from './keptUntilText';

export interface RestoreOptions {
  declared: BranchStanding;
  traces: BranchTraces;
  /** The object as the API server has it, where it is not gone yet. */
  live?: KubernetesObject;
  /** Of the object. */
  namespace: string;
  /** Epoch ms. */
  now: number;
  /** Epoch ms by which its removal was seen to be done. */
  goneBy?: number;
}

/** A source is no longer than this, by the definition of `LakeFSBranch`. */
const LONGEST_SOURCE = 253;

/**
 * A removed `LakeFSBranch` as it has to be declared so that its branch is
 * there as it was: taken over where it was kept, begun at the tag of its head
 * where it was deleted. Pure.
 */
export function restoreBranch(
  removed: KubernetesObject,
  options: RestoreOptions,
): Restored {
  const { declared, traces, namespace } = options;
  const mine = `/${namespace}/${removed.metadata.name}`;
  if (traces.claims.some(owner => !owner.endsWith(mine))) {
    return refused(
      `${nameOf(
        declared,
      )} is another object's by now: restore it under another name, in a request of its own`,
    );
  }
  return traces.head
    ? takenOver(removed, options)
    : begunAtTag(removed, options);
}

function takenOver(
  removed: KubernetesObject,
  { declared, now }: RestoreOptions,
): Restored {
  const note = `${nameOf(
    declared,
  )} is still there: it is taken over as it is, with what came onto it since.`;
  return dated(withSpec(removed, { adopt: 'IfUnowned' }), declared, {
    now,
    notes: [note],
  });
}

function begunAtTag(
  removed: KubernetesObject,
  { declared, traces, live, now, goneBy = now }: RestoreOptions,
): Restored {
  const head = newestBefore(traces.kept, goneBy);
  if (!head) {
    return refused(
      `${nameOf(
        declared,
      )} is gone, and no tag of the branch controller holds its head: it was deleted in lakeFS itself, or its tag was. Ask for a new branch; where somebody knows a commit of it, one that begins there`,
    );
  }
  if (head.until !== undefined && head.until <= now) {
    return refused(tooLate(declared, head));
  }
  const source = head.tag.length > LONGEST_SOURCE ? head.commitId : head.tag;
  const liveSource = isRecord(live?.spec) && live.spec.source;
  if (live && liveSource !== source) {
    return refused(
      `${removed.metadata.name} is not gone from ${live.metadata.namespace} yet, and where a branch begins can't be changed in one that is there; wait until the removal is live`,
    );
  }
  const { promote } = removed.spec as { promote?: unknown };
  const restored = withSpec(removed, {
    source,
    // It went to the source where nothing was said; a tag takes no merges.
    ...(isRecord(promote) &&
      promote.into === undefined && {
        promote: { ...promote, into: declared.source },
      }),
  });
  const note = `${nameOf(
    declared,
  )} is created again at commit ${head.commitId.slice(0, 12)} of ${timeText(
    head.committedAt,
  )}, which tag ${head.tag} holds${keptUntilText(head.until)}.`;
  return dated(restored, declared, { now, notes: [note] });
}

/** The head of the last deletion: of those that were deleted later nobody asks. */
function newestBefore(
  kept: readonly KeptHead[],
  time: number,
): KeptHead | undefined {
  return kept
    .filter(({ committedAt }) => committedAt <= time)
    .sort((a, b) => b.committedAt - a.committedAt || (a.tag < b.tag ? -1 : 1))
    .at(0);
}

/** Nothing is made for an object whose date is past. */
function dated(
  object: KubernetesObject,
  declared: BranchStanding,
  { now, notes }: { now: number; notes: string[] },
): Restored {
  if (!isPast(declared, now)) {
    return { object, notes, problems: [] };
  }
  const { expiresAt } = object.spec as { expiresAt: string };
  const note = `Its date, ${expiresAt}, is past: it comes back without one. Give it a new one when it is there.`;
  return {
    object: withSpec(object, { expiresAt: undefined }),
    notes: [...notes, note],
    problems: [],
  };
}

/** Why a deleted branch is not restored any more. */
export function tooLate(
  declared: Pick<BranchStanding, 'server' | 'repository' | 'branch'>,
  { until = 0 }: KeptHead,
): string {
  return `${nameOf(declared)} could be restored until ${timeText(
    until,
  )}: since then the repository's rules of garbage collection may have taken its data. Ask for a new branch instead`;
}

export function nameOf({
  server,
  repository,
  branch,
}: Pick<BranchStanding, 'server' | 'repository' | 'branch'>): string {
  return `Branch ${branch} of ${server}/${repository}`;
}

/** With other values in its spec; undefined takes one out. */
function withSpec(
  object: KubernetesObject,
  values: Record<string, unknown>,
): KubernetesObject {
  const spec = { ...(object.spec as Record<string, unknown>), ...values };
  return {
    ...object,
    spec: Object.fromEntries(
      Object.entries(spec).filter(([, value]) => value !== undefined),
    ),
  };
}

function refused(message: string): Restored {
  return { notes: [], problems: [nameError(message, 'undo')] };
}
