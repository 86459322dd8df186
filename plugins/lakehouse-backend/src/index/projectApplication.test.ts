import type { WireObject } from '@lakefront/kube-index';
import { projectApplication } from './projectApplication';
import { toDomainSync } from './rows';

const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);
const source = {
  repoURL: 'https://git.example.com/lakehouse/gitops.git',
  path: 'clusters/east/domains/sales',
};
const AT = '2026-11-20T10:00:00Z';

interface Parts {
  spec?: object;
  status?: object;
  annotations?: Record<string, string>;
}

function project({ spec, status, annotations }: Parts) {
  const projection = projectApplication(
    {
      metadata: { name: 'sales-workloads', namespace: 'argocd', annotations },
      spec: {
        source,
        destination: { server: 'https://kubernetes.default.svc' },
        syncPolicy: { automated: { prune: true } },
        ...spec,
      },
      status,
    } as WireObject,
    { kubernetesCluster: 'east' },
  );
  const { row } = projection;
  return { ...projection, sync: toDomainSync(row, row.directories[0]) };
}

const compared = (status: string, revision = NEW) => ({
  status,
  revision,
  comparedTo: { source },
});
const history = [{ revision: OLD, source, deployedAt: AT }];
const refusal = {
  kind: 'RoleBinding',
  namespace: 'dom-sales',
  name: 'grab',
  status: 'SyncFailed',
  message:
    'resource rbac.authorization.k8s.io:RoleBinding is not permitted in project sales-workloads',
};
const operation = (phase: string, message: string, ...resources: object[]) => ({
  operationState: {
    phase,
    message,
    finishedAt: AT,
    syncResult: { revision: NEW, resources },
  },
});

describe('projectApplication', () => {
  it('is found by its directory on the cluster that it applies to', () => {
    expect(project({})).toMatchObject({
      keys: { path: ['east:clusters/east/domains/sales'] },
      sync: {
        kubernetesCluster: 'east',
        engine: 'argocd',
        name: 'sales-workloads',
        state: 'unknown',
      },
    });
    expect(project({ spec: { destination: { name: 'north' } } })).toMatchObject(
      {
        keys: { path: ['north:clusters/east/domains/sales'] },
        sync: { kubernetesCluster: 'north' },
      },
    );
  });

  it.each<[string, object, string | undefined, string]>([
    [
      'what it was compared with, where nothing differs',
      { sync: compared('Synced'), history },
      NEW,
      'synced',
    ],
    [
      'the last whole sync, while it differs',
      { sync: compared('OutOfSync'), history },
      OLD,
      'syncing',
    ],
    [
      'the last whole sync, where Git cannot be read',
      { sync: { status: 'Unknown' }, history },
      OLD,
      'unknown',
    ],
    [
      'nothing, while its first sync is under way',
      { sync: compared('OutOfSync'), ...operation('Running', 'waiting') },
      undefined,
      'syncing',
    ],
    [
      'the same commit, where what is kept from prune still differs',
      {
        sync: compared('OutOfSync'),
        history: [{ revision: NEW, source, deployedAt: AT }],
        ...operation('Succeeded', 'successfully synced (all tasks run)'),
      },
      NEW,
      'synced',
    ],
    [
      'nothing of another directory, that it followed before',
      {
        sync: { ...compared('Synced'), comparedTo: { source: { path: 'x' } } },
        history: [{ revision: OLD, source: { path: 'x' } }],
      },
      undefined,
      'synced',
    ],
    [
      'what it was compared with, after a failed sync that another commit mended',
      {
        sync: compared('Synced'),
        history,
        ...operation('Failed', 'not valid', refusal),
      },
      NEW,
      'synced',
    ],
  ])('its revision is %s', (_, status, revision, state) => {
    expect(project({ status }).sync).toMatchObject({ revision, state });
  });

  it('says the same, whatever health is written beside the objects', () => {
    const resources = [
      { kind: 'SparkApplication', name: 'daily', status: 'Synced' },
    ];
    const status = { sync: compared('Synced'), history, resources };
    const told = resources.map(resource => ({
      ...resource,
      health: { status: 'Degraded' },
    }));
    expect(
      project({
        status: { ...status, resources: told, health: { status: 'Degraded' } },
      }),
    ).toEqual(project({ status }));
  });

  describe('after a sync that failed over some objects only', () => {
    const applied = { kind: 'SparkApplication', name: 'b', status: 'Synced' };
    const partlyOf = (operationState: object) =>
      project({
        status: { sync: compared('OutOfSync'), history, operationState },
      }).row.directories[0];
    const failed = (...resources: object[]) => ({
      phase: 'Failed',
      finishedAt: AT,
      message: 'one or more objects failed to apply, reason: no',
      syncResult: { revision: NEW, source, resources },
    });

    it('its commit is applied but for those', () => {
      expect(partlyOf(failed(applied, refusal))).toEqual({
        path: source.path,
        revision: OLD,
        partly: { revision: NEW, refused: ['RoleBinding/dom-sales/grab'] },
      });
    });

    it('so it is while the next try is waited for', () => {
      expect(
        partlyOf({ ...failed(applied, refusal), phase: 'Running' }).partly,
      ).toEqual({ revision: NEW, refused: ['RoleBinding/dom-sales/grab'] });
    });

    it.each<[string, object]>([
      ['nothing was applied', failed(refusal)],
      ['nothing says what was', failed()],
      [
        'the try goes on',
        { ...failed(applied), phase: 'Running', finishedAt: undefined },
      ],
      ['all went well', { ...failed(applied), phase: 'Succeeded' }],
      [
        'somebody had chosen some objects',
        { ...failed(applied), operation: { sync: { resources: [{}] } } },
      ],
    ])('nothing is said of it where %s', (_, operationState) => {
      expect(partlyOf(operationState)).not.toHaveProperty('partly');
    });
  });

  it('follows each of several sources', () => {
    const second = { ...source, path: 'clusters/east/domains-after/sales' };
    const sources = [{ repoURL: 'https://charts.example.com' }, source, second];
    const { row, keys } = project({
      spec: { source: undefined, sources },
      status: {
        sync: {
          status: 'Synced',
          revisions: ['1.2.3', NEW, OLD],
          comparedTo: { sources },
        },
      },
    });
    expect(row.directories).toEqual([
      { path: source.path, revision: NEW },
      { path: second.path, revision: OLD },
    ]);
    expect(keys.path).toHaveLength(2);
  });

  it.each<[string, Parts, RegExp]>([
    [
      'an object that the project does not permit, while it is tried again',
      {
        status: {
          sync: compared('OutOfSync'),
          ...operation(
            'Running',
            'one or more synchronization tasks are not valid. Retrying attempt #1 at 3:04PM.',
            { kind: 'SparkApplication', status: 'Synced' },
            refusal,
          ),
        },
      },
      /^RoleBinding\/dom-sales\/grab: resource rbac\.authorization\.k8s\.io:RoleBinding is not permitted in project sales-workloads \(one or more synchronization tasks are not valid\. Retrying attempt #1 at 3:04PM\.\)$/,
    ],
    [
      'what the API server refuses, once',
      {
        status: {
          sync: compared('OutOfSync'),
          conditions: [
            {
              type: 'SyncError',
              message: `Failed last sync attempt to [${NEW}]: one or more objects failed to apply (dry run), reason: spark.master is not allowed (retried 5 times).`,
            },
          ],
          ...operation(
            'Failed',
            'one or more objects failed to apply (dry run), reason: spark.master is not allowed (retried 5 times).',
            { ...refusal, message: 'spark.master is not allowed' },
          ),
        },
      },
      /^RoleBinding\/dom-sales\/grab: spark\.master is not allowed \(one or more objects failed to apply \(dry run\) \(retried 5 times\)\.\)$/,
    ],
    [
      'many objects, the first of them',
      {
        status: {
          sync: compared('OutOfSync'),
          ...operation('Failed', 'no', ...Array(7).fill(refusal)),
        },
      },
      /; and 4 more \(no\)$/,
    ],
    [
      'a sync that ended in an error of its own',
      {
        status: {
          sync: compared('OutOfSync'),
          ...operation('Error', 'the server is gone'),
        },
      },
      /^the server is gone$/,
    ],
    [
      'Git that cannot be read',
      {
        status: {
          sync: { status: 'Unknown' },
          conditions: [
            {
              type: 'ComparisonError',
              message:
                'Failed to load target state: clusters/east/domains/sales: app path does not exist',
            },
          ],
        },
      },
      /app path does not exist$/,
    ],
    [
      'a prune of everything',
      {
        status: {
          sync: compared('OutOfSync'),
          ...operation('Succeeded', 'successfully synced (all tasks run)'),
          conditions: [
            {
              type: 'SyncError',
              message: `Skipping sync attempt to [${NEW}]: auto-sync will wipe out all resources`,
            },
          ],
        },
      },
      /^Skipping sync attempt to \[b+\]: auto-sync will wipe out all resources$/,
    ],
    [
      'a sync that nobody starts',
      { spec: { syncPolicy: {} }, status: { sync: compared('OutOfSync') } },
      /^Automated sync is off/,
    ],
    [
      'a sync that is switched off',
      {
        spec: { syncPolicy: { automated: { enabled: false } } },
        status: { sync: compared('OutOfSync') },
      },
      /^Automated sync is off/,
    ],
    [
      'what it is told to skip',
      {
        annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' },
        status: { sync: compared('Synced') },
      },
      /skip-reconcile/,
    ],
  ])('is blocked by %s', (_, parts, message) => {
    const { sync } = project(parts);
    expect(sync.state).toBe('blocked');
    expect(sync.message).toMatch(message);
  });

  it('is not blocked by a warning', () => {
    const conditions = [{ type: 'SharedResourceWarning', message: 'shared' }];
    const status = { sync: compared('Synced'), conditions };
    expect(project({ status }).sync.state).toBe('synced');
  });
});
