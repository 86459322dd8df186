import { buildLakeFSBranchObject } from './buildLakeFSBranch';
import type { KindFixture } from './sparkApplicationFixtures';

const TURNED = '2026-11-20T10:02:48Z';
const HEAD = 'a1'.repeat(32);
const REVIEWED = 'b2'.repeat(32);
const MERGE = 'c3'.repeat(32);

type Said = [reason: string, message: string];

interface Told {
  ready: ['True' | 'False' | 'Unknown', ...Said];
  promoted?: ['True' | 'False' | 'Unknown', ...Said];
  expired?: Said;
  blocked?: boolean;
  /** What was known of the branch before. */
  known?: boolean;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  expected: KindFixture['expected'];
}

function fixture(name: string, told: Told): KindFixture {
  const { ready, promoted, expired, blocked, known = true } = told;
  const condition = (
    type: string,
    [status, reason, message]: [string, string, string],
  ) => ({
    ...{ type, status, reason, message },
    ...{ lastTransitionTime: TURNED, observedGeneration: 1 },
  });
  return {
    name,
    object: buildLakeFSBranchObject({
      name,
      spec: told.spec,
      metadata: told.metadata,
      status: {
        observedGeneration: 1,
        branch: name,
        ...(known && {
          ...{ commitId: HEAD, sourceCommitId: MERGE },
          ...{ ahead: 2, behind: 1, uncommitted: 0 },
        }),
        ...told.status,
        conditions: [
          condition(
            'Blocked',
            blocked
              ? ['True', ready[1], ready[2]]
              : ['False', 'NotBlocked', ''],
          ),
          condition(
            'Expired',
            expired
              ? ['True', ...expired]
              : ['False', 'NoDate', 'It has no date.'],
          ),
          ...(promoted ? [condition('Promoted', promoted)] : []),
          condition('Ready', ready),
        ],
      },
    }),
    expected: told.expected,
  };
}

const PAST: Said = ['Expired', 'Its date 2026-11-01 is past. It stays.'];
const READY: Told['ready'] = ['True', 'Ready', 'Branch is there.'];
const PROMOTE = { promote: { commit: REVIEWED } };

const codeOf = (reason: string) =>
  reason.replace(/([a-z])(?=[A-Z])/g, '$1-').toLowerCase();

/** `Ready` is not true: the controller's word, what it becomes, and what to do. */
function refused(
  reason: string,
  more: Partial<Told> & { state?: KindFixture['expected']['state'] } = {},
): KindFixture {
  const { state = 'failed', ...told } = more;
  const code = codeOf(reason);
  return fixture(`not-${code}`, {
    ready: ['False', reason, `${reason}: what is wrong and what to do.`],
    known: false,
    ...told,
    expected: {
      state,
      stateDetail: reason,
      reason: code,
      ...(state === 'failed' && { endedAt: TURNED }),
    },
  });
}

/** The merge that was asked for is not made. */
function unmerged(reason: string): KindFixture {
  const code = codeOf(reason);
  return fixture(`promote-${code}`, {
    ready: READY,
    promoted: ['False', reason, `${reason}: what is wrong and what to do.`],
    spec: PROMOTE,
    expected: {
      state: 'failed',
      stateDetail: reason,
      reason: `promote-${code}`,
      endedAt: TURNED,
    },
  });
}

/** Every reason that the branch controller gives. @public */
export const lakefsBranchFixtures: KindFixture[] = [
  {
    name: 'new',
    object: buildLakeFSBranchObject({ name: 'new' }),
    expected: {
      state: 'pending',
      stateDetail: 'New',
      reason: 'not-looked-at',
    },
  },
  fixture('ready', {
    ready: READY,
    expected: { state: 'succeeded', stateDetail: 'Ready' },
  }),
  fixture('deleting', {
    ready: READY,
    metadata: { deletionTimestamp: TURNED },
    expected: {
      state: 'pending',
      stateDetail: 'Deleting',
      reason: 'deleting',
    },
  }),
  ...['InvalidBranch', 'NotAllowed', 'ClaimedByAnother', 'BranchExists'].map(
    reason => refused(reason, { blocked: true }),
  ),
  ...[
    'SourceNotFound',
    'NameTaken',
    'RepositoryReadOnly',
    'HookRefused',
    'Refused',
    'RepositoryNotFound',
  ].map(reason => refused(reason)),
  refused('BranchDeleted', { known: true }),
  refused('Contested', { state: 'pending' }),
  // It was never made, and is not made any more.
  refused('Expired', { expired: PAST }),
  fixture('expired-and-deleted', {
    ready: [
      'False',
      'Expired',
      'Branch expired and was deleted; its head is tag x.',
    ],
    expired: PAST,
    expected: {
      state: 'succeeded',
      stateDetail: 'Expired',
      reason: 'expired',
      endedAt: TURNED,
    },
  }),
  fixture('expired-and-there', {
    ready: READY,
    expired: PAST,
    expected: {
      state: 'succeeded',
      stateDetail: 'Expired',
      reason: 'expired',
      endedAt: TURNED,
    },
  }),
  fixture('expired-and-kept', {
    ready: ['True', 'Kept', 'Branch expired and is kept: it has work.'],
    expired: PAST,
    expected: { state: 'pending', stateDetail: 'Kept', reason: 'kept' },
  }),
  ...[
    'Unreachable',
    'NotLakeFS',
    'Failed',
    'Unauthorized',
    'Forbidden',
    'TooManyRequests',
    'ServerError',
    'Refused',
  ].map(reason =>
    fixture(`unknown-${reason.toLowerCase()}`, {
      ready: ['Unknown', reason, 'What is known of it is from before.'],
      expected: {
        state: 'unknown',
        stateDetail: reason,
        reason: codeOf(reason),
      },
    }),
  ),
  fixture('unreachable-from-the-start', {
    ready: ['Unknown', 'Unreachable', 'lakeFS does not answer.'],
    known: false,
    expected: {
      state: 'pending',
      stateDetail: 'Unreachable',
      reason: 'unreachable',
    },
  }),
  ...[
    'DestinationNotFound',
    'CommitNotOnBranch',
    'Conflict',
    'HookRefused',
    'DestinationDirty',
    'RepositoryReadOnly',
    'DestinationProtected',
    'Forbidden',
    'Refused',
  ].map(unmerged),
  fixture('promote-asked', {
    ready: READY,
    spec: PROMOTE,
    expected: {
      state: 'pending',
      stateDetail: 'Promoting',
      reason: 'promoting',
    },
  }),
  fixture('promote-asked-anew', {
    ready: READY,
    spec: PROMOTE,
    // What was refused was another commit.
    metadata: { generation: 2 },
    promoted: ['False', 'Conflict', 'Both changed a.'],
    expected: {
      state: 'pending',
      stateDetail: 'Promoting',
      reason: 'promoting',
    },
  }),
  fixture('promote-unknown', {
    ready: READY,
    spec: PROMOTE,
    promoted: ['Unknown', 'Merging', 'Nobody knows what became of the merge.'],
    expected: {
      state: 'pending',
      stateDetail: 'Merging',
      reason: 'promote-merging',
    },
  }),
  fixture('promoted', {
    ready: READY,
    spec: { promote: { commit: HEAD, into: 'main' } },
    status: { promotedCommitId: HEAD, promotionCommitId: MERGE },
    promoted: ['True', 'Merged', 'Commit was merged into main.'],
    expected: { state: 'succeeded', stateDetail: 'Promoted' },
  }),
  fixture('promoted-and-more-to-come', {
    ready: READY,
    spec: PROMOTE,
    status: { promotedCommitId: REVIEWED, promotionCommitId: MERGE },
    promoted: ['True', 'Merged', 'Commit was merged into main.'],
    expected: { state: 'succeeded', stateDetail: 'Ready' },
  }),
  fixture('promoted-nothing-to-merge', {
    ready: READY,
    spec: { promote: { commit: HEAD } },
    status: { promotedCommitId: HEAD },
    promoted: ['True', 'NothingToMerge', 'All of it is on main already.'],
    expected: { state: 'succeeded', stateDetail: 'Promoted' },
  }),
];
