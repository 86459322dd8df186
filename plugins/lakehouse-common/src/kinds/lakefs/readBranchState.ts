import { maskText } from '../../credentialText';
import type { BranchStanding, Reason, WorkloadState } from '../../types';
import {
  type BranchCondition,
  type LakeFSBranch,
  shortCommit,
} from './LakeFSBranch';
import { readHookRefusal } from './readHookRefusal';

/** How a declared branch is, in the small set of states and in the controller's own word. */
export interface BranchState {
  state: WorkloadState;
  stateDetail: string;
  reason?: Reason;
  /** The condition that says it. */
  condition?: BranchCondition;
}

/** Nobody has to do anything about these but wait. */
const PASSING = ['Contested'];
/** A reason is a sentence; what a hook printed is beside it. */
const LONGEST_SENTENCE = 300;

/**
 * What the conditions say, the most important of it. A branch that is there as
 * asked for has `succeeded`: it does not run, and nothing waits for it.
 */
export function readBranchState(branch: LakeFSBranch): BranchState {
  const { metadata, status } = branch;
  if (metadata.deletionTimestamp) {
    return {
      state: 'pending',
      stateDetail: 'Deleting',
      reason: {
        code: 'deleting',
        message: 'The object goes; what becomes of the branch is under way.',
      },
    };
  }
  const ready = conditionOf(branch, 'Ready');
  if (!ready) {
    return {
      state: 'pending',
      stateDetail: 'New',
      reason: {
        code: 'not-looked-at',
        message: 'The branch controller has not looked at it yet.',
      },
    };
  }
  if (ready.status === 'True') {
    return promotionState(branch) ?? establishedState(branch, ready);
  }
  const said = saidBy(ready);
  if (ready.status !== 'False') {
    // What was known of a branch may hold still; of one never made there is nothing.
    return { ...said, state: status.commitId ? 'unknown' : 'pending' };
  }
  if (ready.reason === 'Expired' && status.commitId) {
    return { ...said, state: 'succeeded' };
  }
  return {
    ...said,
    state: PASSING.includes(ready.reason) ? 'pending' : 'failed',
  };
}

function establishedState(
  branch: LakeFSBranch,
  ready: BranchCondition,
): BranchState {
  if (ready.reason === 'Kept') {
    return { ...saidBy(ready), state: 'pending' };
  }
  const expired = conditionOf(branch, 'Expired');
  if (expired?.status === 'True') {
    return { ...saidBy(expired), stateDetail: 'Expired', state: 'succeeded' };
  }
  const { promote } = branch.spec;
  const isAllMerged =
    promote?.commit !== undefined && promote.commit === branch.status.commitId;
  return {
    state: 'succeeded',
    stateDetail: isAllMerged ? 'Promoted' : ready.reason,
    condition: ready,
  };
}

/** Undefined where no promotion is asked for, or it is done. */
function promotionState(branch: LakeFSBranch): BranchState | undefined {
  const { promote } = branch.spec;
  if (!promote?.commit || isPromoted(branch)) {
    return undefined;
  }
  const promoted = conditionOf(branch, 'Promoted');
  if (
    !promoted ||
    promoted.status === 'True' ||
    isOfEarlier(branch, promoted)
  ) {
    return {
      state: 'pending',
      stateDetail: 'Promoting',
      reason: {
        code: 'promoting',
        message: `Commit ${shortCommit(promote.commit)} is about to be merged.`,
      },
      condition: promoted,
    };
  }
  const said = saidBy(promoted, 'spec.promote.commit');
  return {
    ...said,
    state: promoted.status === 'False' ? 'failed' : 'pending',
    reason: said.reason && {
      ...said.reason,
      code: `promote-${said.reason.code}`,
    },
  };
}

/** Why the merge that is asked for was not made when it was tried; undefined where it was not refused. */
export function promotionRefusal(
  branch: LakeFSBranch,
): NonNullable<BranchStanding['promotion']>['refused'] {
  const promoted = conditionOf(branch, 'Promoted');
  if (promoted?.status !== 'False' || isOfEarlier(branch, promoted)) {
    return undefined;
  }
  const { message, hookRun } = tellOf(promoted);
  return {
    code: kebab(promoted.reason),
    message,
    ...(hookRun && { hookRun }),
  };
}

/** Whether the condition is about what the object asked for before. */
function isOfEarlier(
  { metadata }: LakeFSBranch,
  { observedGeneration }: BranchCondition,
): boolean {
  return (
    observedGeneration !== undefined &&
    observedGeneration !== metadata.generation
  );
}

/** Whether the merge that is asked for was made, or nothing was left to merge. */
export function isPromoted(branch: LakeFSBranch): boolean {
  return (
    conditionOf(branch, 'Promoted')?.status === 'True' &&
    branch.spec.promote?.commit !== undefined &&
    branch.status.promotedCommitId === branch.spec.promote.commit
  );
}

export function conditionOf(
  { status }: LakeFSBranch,
  type: string,
): BranchCondition | undefined {
  return status.conditions.find(condition => condition.type === type);
}

function saidBy(
  condition: BranchCondition,
  editPath?: string,
): Omit<BranchState, 'state'> {
  const { message, detail } = tellOf(condition);
  return {
    stateDetail: condition.reason,
    reason: {
      code: kebab(condition.reason),
      message,
      ...(detail && { detail }),
      ...(editPath && { editPath }),
    },
    condition,
  };
}

/** What a condition says in one sentence, and in full where that is more. */
function tellOf(condition: BranchCondition): {
  message: string;
  detail?: string;
  hookRun?: string;
} {
  const all = maskText(condition.message.trim());
  const hook = readHookRefusal(all);
  const [first] = all.split('\n');
  const sentence = hook?.sentence ?? first;
  if (sentence === all && sentence.length <= LONGEST_SENTENCE) {
    return { message: all };
  }
  const isWhole =
    sentence.length <= LONGEST_SENTENCE && (hook || /[.!?]$/.test(sentence));
  return {
    message: isWhole ? sentence : `${sentence.slice(0, LONGEST_SENTENCE)} …`,
    detail: all,
    hookRun: hook?.runId,
  };
}

/** `ClaimedByAnother` as `claimed-by-another`. */
function kebab(word: string): string {
  return word.replace(/([a-z])(?=[A-Z])/g, '$1-').toLocaleLowerCase('en-US');
}
