import type { GitHostPullRequest } from '@lakefront/backstage-plugin-lakehouse-node';
import { nameInChange, type ChangeRow } from './ChangeRow';
import type { Evidence } from './Evidence';
import { nextPhase, OPERATOR_PATIENCE_MS, STUCK_AFTER_MS } from './nextPhase';
import { changeRow, NOW } from './__testUtils__/changeRow';

const pullRequest = (
  over: Partial<GitHostPullRequest> = {},
): GitHostPullRequest => ({
  number: 7,
  url: 'https://git.example.com/lakehouse/gitops/pulls/7',
  state: 'open',
  title: 'Add Spark job daily-orders to sales',
  headBranch: 'lakefront/abc',
  headSha: 'head',
  baseBranch: 'main',
  createdAt: '2026-01-05T08:00:00.000Z',
  ...over,
});

const merged = pullRequest({
  state: 'merged',
  mergeCommitSha: 'merge',
  mergedAt: '2026-01-05T09:00:00.000Z',
  mergedBy: 'ben',
});

const sync = {
  kubernetesCluster: 'west',
  engine: 'flux',
  name: 'sales',
  state: 'syncing' as const,
};

describe('nextPhase', () => {
  it.each<[string, Partial<ChangeRow>, Evidence, object]>([
    ['nothing was asked', { phase: 'open', number: 7 }, {}, {}],
    [
      'open stays open',
      { phase: 'open', number: 7 },
      { pullRequest: pullRequest(), approvals: [] },
      { headSha: 'head', blocked: undefined },
    ],
    [
      'an approval is kept with its time',
      { phase: 'open', number: 7 },
      { pullRequest: pullRequest(), approvals: ['ben'] },
      { approvedAt: NOW },
    ],
    [
      'an approval of an older head is gone',
      { phase: 'open', number: 7, approvedAt: 1 },
      { pullRequest: pullRequest({ headSha: 'newer' }), approvals: [] },
      { approvedAt: undefined, headSha: 'newer' },
    ],
    [
      'a conflict blocks, and the requester can mend it',
      { phase: 'open', number: 7 },
      { pullRequest: pullRequest({ mergeable: false }), approvals: [] },
      {
        blocked: {
          reason: expect.stringContaining("can't be merged into main"),
          who: 'user:default/mia',
        },
      },
    ],
    [
      'what stands on the base as it is is not blocked, whatever the host says yet',
      { phase: 'open', number: 7 },
      {
        pullRequest: pullRequest({ mergeable: false }),
        approvals: [],
        renewal: { stands: true },
      },
      { blocked: undefined },
    ],
    [
      'merged',
      { phase: 'open', number: 7 },
      { pullRequest: merged, approvals: ['ben'] },
      {
        phase: 'merged',
        mergeSha: 'merge',
        mergedAt: Date.parse('2026-01-05T09:00:00.000Z'),
        details: expect.objectContaining({ mergedBy: 'ben' }),
      },
    ],
    [
      'merged without a commit that is known waits',
      { phase: 'open', number: 7 },
      {
        pullRequest: pullRequest({ state: 'merged' }),
        approvals: [],
      },
      { blocked: undefined },
    ],
    [
      'closed without a merge',
      { phase: 'open', number: 7 },
      {
        pullRequest: pullRequest({
          state: 'closed',
          closedAt: '2026-01-05T09:00:00.000Z',
        }),
      },
      { phase: 'closed', message: 'Closed without a merge.' },
    ],
    [
      'gone from the host',
      { phase: 'open', number: 7 },
      { pullRequest: null },
      { phase: 'closed', message: 'The pull request is no longer there.' },
    ],
    [
      'the engine has not come by yet',
      { phase: 'merged', mergedAt: NOW - 60_000 },
      { sync, syncContainsMerge: false },
      { blocked: undefined },
    ],
    [
      'the engine applied it, even if it is blocked by a later change now',
      { phase: 'merged', mergedAt: NOW - 60_000 },
      {
        sync: { ...sync, state: 'blocked', revision: 'main@sha1:abc' },
        syncContainsMerge: true,
      },
      { phase: 'synced', syncedAt: NOW },
    ],
    [
      'the engine refuses',
      { phase: 'merged', mergedAt: NOW - 60_000 },
      {
        sync: {
          ...sync,
          state: 'blocked',
          message: 'RoleBinding is forbidden',
        },
        syncContainsMerge: false,
        unblocker: 'user:default/ben',
      },
      {
        blocked: {
          reason:
            "Flux on west can't apply the domain's files: RoleBinding is forbidden",
          who: 'user:default/ben',
        },
      },
    ],
    [
      'the engine tries again what it refused: it is as stuck as before',
      {
        phase: 'merged',
        mergedAt: NOW - 60_000,
        blocked: { reason: 'It is forbidden' },
        details: { ...changeRow().details, refused: true },
      },
      { sync, syncContainsMerge: false },
      { details: expect.objectContaining({ refused: true }) },
    ],
    [
      'the Git host could not be asked, and the engine is at work',
      {
        phase: 'merged',
        mergedAt: NOW - 60_000,
        blocked: { reason: 'Gitea did not answer' },
      },
      { sync, syncContainsMerge: false },
      { blocked: undefined },
    ],
    [
      'the engine refuses a file of another change',
      { phase: 'merged', mergedAt: NOW },
      {
        sync: { ...sync, state: 'blocked', message: 'It is forbidden' },
        culprit: {
          path: 'clusters/west/bad.yaml',
          change: { id: 'other', title: 'Add bad', requestedBy: 'user:x' },
        },
      },
      {
        blocked: {
          reason:
            'Flux on west can\'t apply the domain\'s files because of clusters/west/bad.yaml (change "Add bad"): It is forbidden',
        },
      },
    ],
    [
      'the engine refuses a file of its own',
      { phase: 'merged', mergedAt: NOW },
      {
        sync: { ...sync, state: 'blocked' },
        culprit: {
          path: 'clusters/west/bad.yaml',
          change: { id: changeRow().id, title: 'Add', requestedBy: 'user:x' },
        },
      },
      {
        blocked: {
          reason:
            "Flux on west can't apply the domain's files because of this change's clusters/west/bad.yaml",
        },
      },
    ],
    [
      'the engine takes too long',
      { phase: 'merged', mergedAt: NOW - STUCK_AFTER_MS },
      { sync, syncContainsMerge: false },
      {
        blocked: {
          reason: expect.stringContaining('for more than 10 minutes'),
          who: 'group:default/platform-engineers',
        },
      },
    ],
    [
      'nothing applies the directory',
      { phase: 'merged', mergedAt: NOW - STUCK_AFTER_MS },
      { sync: null, syncContainsMerge: false },
      {
        blocked: {
          reason: expect.stringContaining('nothing on west applies'),
          who: 'group:default/platform-engineers',
        },
      },
    ],
    [
      'the cluster is down',
      { phase: 'merged', mergedAt: NOW - 1 },
      {
        sync,
        syncContainsMerge: false,
        clusterProblem: "Kubernetes cluster west can't be reached",
      },
      {
        blocked: {
          reason: "Kubernetes cluster west can't be reached",
          who: 'group:default/platform-engineers',
        },
      },
    ],
    [
      'a later commit took its place before it was applied',
      { phase: 'merged', mergedAt: NOW - 1 },
      { sync, syncContainsMerge: false, supersededBy: 'change xyz' },
      { phase: 'closed', message: 'Superseded by change xyz.' },
    ],
    [
      'all objects are as asked',
      { phase: 'synced', syncedAt: NOW - 1 },
      { objects: [{ kind: 'k', name: 'a', live: true }] },
      { phase: 'live', liveAt: NOW },
    ],
    [
      'one object is missing',
      { phase: 'synced', syncedAt: NOW - 1 },
      {
        objects: [
          { kind: 'k', name: 'a', live: true },
          { kind: 'k', name: 'b', live: false },
        ],
      },
      { blocked: undefined },
    ],
    [
      'one object is missing for long',
      { phase: 'synced', syncedAt: NOW - STUCK_AFTER_MS },
      {
        objects: [
          { kind: 'k', name: 'b', live: false, waitsFor: 'is not there' },
        ],
      },
      {
        blocked: {
          reason: 'Applied for more than 10 minutes, but k b is not there',
          who: 'user:default/mia',
        },
      },
    ],
    [
      'the operator has not acted on an edit yet',
      { phase: 'synced', syncedAt: NOW - OPERATOR_PATIENCE_MS + 1 },
      { objects: [{ kind: 'k', name: 'a', live: false, ignored: true }] },
      { blocked: undefined },
    ],
    [
      'the operator has not acted on an edit within a minute',
      { phase: 'synced', syncedAt: NOW - OPERATOR_PATIENCE_MS },
      { objects: [{ kind: 'k', name: 'a', live: false, ignored: true }] },
      {
        blocked: {
          reason: expect.stringContaining('has not acted on k a'),
          who: 'group:default/platform-engineers',
        },
      },
    ],
    [
      'live wins over superseded',
      { phase: 'synced', syncedAt: NOW - 1 },
      {
        objects: [{ kind: 'k', name: 'a', live: true }],
        supersededBy: 'commit 1234567',
      },
      { phase: 'live' },
    ],
    ['what is over stays over', { phase: 'live' }, {}, {}],
  ])('%s', (_title, row, evidence, expected) => {
    const patch = nextPhase(changeRow(row), evidence, NOW, {
      platformOwner: 'group:default/platform-engineers',
    });

    expect(patch).toMatchObject(expected);
    expect(patch.phase).toBe((expected as Partial<ChangeRow>).phase);
  });

  it('does not blink while the engine tries again', () => {
    const refused = changeRow({
      phase: 'merged',
      mergedAt: NOW - 60_000,
      blocked: { reason: 'It is forbidden' },
      details: { ...changeRow().details, refused: true },
    });
    const look = (state: 'syncing' | 'synced') =>
      nextPhase(
        refused,
        { sync: { ...sync, state }, syncContainsMerge: false },
        NOW,
      );

    expect(look('syncing')).not.toHaveProperty('blocked');
    expect(look('synced')).toMatchObject({ blocked: undefined });
    expect(look('synced').details?.refused).toBeUndefined();
  });

  it('keeps what a reviewer changed before the merge', () => {
    const row = changeRow({ phase: 'open', number: 7 });
    const object = { ...row.files[0].object!, spec: { edited: true } };

    const patch = nextPhase(
      row,
      {
        pullRequest: merged,
        approvals: [],
        merged: { [nameInChange(row.files[0])]: object },
      },
      NOW,
    );

    expect(patch.files?.[0].merged).toEqual(object);
  });
});
