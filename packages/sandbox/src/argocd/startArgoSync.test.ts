import {
  APP_PROJECTS,
  APPLICATIONS,
  SPARK_APPLICATIONS,
} from '../knownResources';
import { testJob } from '../testUtils/createTestCluster';
import { EAST_SALES, startTestArgo } from '../testUtils/startTestArgo';
import { toYaml } from '../testUtils/startTestGit';
import type { KubeObject } from '../types';
import { REFRESH, type AppProject } from './argoObjects';

const DAILY = `${EAST_SALES}/spark-application/daily.yaml`;
const NIGHTLY = `${EAST_SALES}/spark-application/nightly.yaml`;
const EXTRA = `${EAST_SALES}/extra.yaml`;

const roleBinding: KubeObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'grab', namespace: 'dom-sales' },
  roleRef: {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name: 'cluster-admin',
  },
  subjects: [{ kind: 'User', name: 'mia' }],
};

// Real Git runs beneath; a loaded machine takes its time.
jest.setTimeout(60_000);

let world: Awaited<ReturnType<typeof startTestArgo>>;

const status = () => world.application().status;
const operation = () => status()?.operationState;
const synced = (revision: string) => () =>
  status()?.sync?.status === 'Synced' && status()?.sync?.revision === revision;
const refused = (revision: string) => () =>
  operation()?.syncResult?.revision === revision &&
  operation()?.syncResult?.resources?.some(
    resource => resource.status === 'SyncFailed',
  ) === true;

async function start(...options: Parameters<typeof startTestArgo>) {
  world = await startTestArgo(...options);
  await world.until(synced(await world.head()));
  return world;
}

afterEach(() => world.stop());

describe('startArgoSync', () => {
  it('syncs what is merged within seconds, reports it, and prunes what is removed', async () => {
    await start();
    const phases = new Set<string>();
    const stopWatch = world.admin.watch(APPLICATIONS, ({ object }) => {
      const now = object as ReturnType<typeof world.application>;
      phases.add(now.status?.operationState?.phase ?? '');
    });
    const revision = await world.push({ [DAILY]: toYaml(testJob('daily')) });
    await world.until(synced(revision), 6);
    stopWatch();
    expect(phases).toContain('Running');

    expect(world.app('daily')!.metadata.annotations).toMatchObject({
      'argocd.argoproj.io/tracking-id':
        'sales-workloads:sparkoperator.k8s.io/SparkApplication:dom-sales/daily',
    });
    expect(status()).toMatchObject({
      health: { status: 'Progressing' },
      resourceHealthSource: 'appTree',
      operationState: {
        operation: {
          sync: { revision, prune: true },
          initiatedBy: { automated: true },
        },
        phase: 'Succeeded',
        message: 'successfully synced (all tasks run)',
        syncResult: {
          revision,
          resources: [
            { kind: 'ConfigMap', status: 'Synced' },
            {
              kind: 'SparkApplication',
              name: 'daily',
              status: 'Synced',
              message:
                'sparkapplication.sparkoperator.k8s.io/daily serverside-applied',
            },
          ],
        },
      },
      history: [{ id: 0 }, { id: 1, revision }],
    });
    // Not persisted since Argo CD 3.0.
    for (const resource of status()!.resources!) {
      expect(resource).not.toHaveProperty('health');
    }

    const removal = await world.push({ [DAILY]: null });
    await world.until(synced(removal));
    expect(world.app('daily')).toBeUndefined();
    expect(operation()!.syncResult!.resources).toContainEqual(
      expect.objectContaining({ name: 'daily', status: 'Pruned' }),
    );
    expect(world.warnings).toEqual([]);
  });

  it('follows a commit that changes nothing of its directory without a sync', async () => {
    await start();
    const before = operation();
    const revision = await world.push({ 'README.md': 'words\n' });
    await world.until(synced(revision));
    expect(operation()).toEqual(before);
  });

  it('lets one object that the project does not permit stop everything, deletes too, until it is gone', async () => {
    await start({ [NIGHTLY]: toYaml(testJob('nightly')) });
    const good = status()!.sync!.revision;
    const bad = await world.push({
      [DAILY]: toYaml(testJob('daily')),
      [EXTRA]: toYaml(roleBinding),
      [NIGHTLY]: null,
    });
    await world.until(refused(bad));
    expect(operation()).toMatchObject({
      phase: 'Running',
      retryCount: 1,
      message: expect.stringMatching(
        /^one or more synchronization tasks are not valid\. Retrying attempt #1 at \d+:\d\d[AP]M\.$/,
      ),
      syncResult: {
        resources: [
          {
            kind: 'RoleBinding',
            name: 'grab',
            status: 'SyncFailed',
            message:
              'resource rbac.authorization.k8s.io:RoleBinding is not permitted in project sales-workloads',
          },
        ],
      },
    });
    expect(status()!.sync).toMatchObject({
      status: 'OutOfSync',
      revision: bad,
    });
    expect(status()!.history!.at(-1)!.revision).toBe(good);
    expect(world.app('daily')).toBeUndefined();
    expect(world.app('nightly')).toBeDefined();

    // Mended while it still tries: the next try takes the newest commit.
    const mended = await world.push({ [EXTRA]: null });
    await world.until(synced(mended), 40);
    expect(world.app('daily')).toBeDefined();
    expect(world.app('nightly')).toBeUndefined();
  });

  it('gives up after its retries, says so, and takes the next commit', async () => {
    await start();
    const bad = await world.push({ [EXTRA]: toYaml(roleBinding) });
    await world.until(() => operation()?.phase === 'Failed', 400);
    expect(operation()).toMatchObject({
      retryCount: 5,
      message:
        'one or more synchronization tasks are not valid (retried 5 times).',
    });
    await world.until(() => Boolean(status()!.conditions));
    expect(status()!.conditions).toMatchObject([
      {
        type: 'SyncError',
        message: `Failed last sync attempt to [${bad}]: one or more synchronization tasks are not valid (retried 5 times).`,
      },
    ]);
    const mended = await world.push({ [EXTRA]: null });
    await world.until(synced(mended));
    expect(status()!.conditions).toBeUndefined();
  });

  it.each([
    [
      'a foreign namespace',
      toYaml({
        ...testJob('daily'),
        metadata: { name: 'daily', namespace: 'dom-risk' },
      }),
      'one or more synchronization tasks are not valid',
      "namespace dom-risk is not permitted in project 'sales-workloads'",
    ],
    [
      'an unknown kind of a group that is served',
      toYaml({ ...testJob('daily'), kind: 'SparkThing' }),
      'one or more synchronization tasks are not valid',
      'SparkThing.sparkoperator.k8s.io "" not found',
    ],
    [
      'a kind of a group that is not served',
      toYaml({ ...testJob('daily'), apiVersion: 'example.com/v1' }),
      'one or more synchronization tasks are not valid',
      'The Kubernetes API could not find example.com/SparkApplication for requested resource dom-sales/daily. Make sure the "SparkApplication" CRD is installed on the destination cluster.',
    ],
  ])('refuses %s', async (_, text, message, detail) => {
    await start({ [NIGHTLY]: toYaml(testJob('nightly')) });
    const bad = await world.push({ [DAILY]: text, [NIGHTLY]: null });
    await world.until(refused(bad));
    expect(operation()!.message).toContain(message);
    const [result] = operation()!.syncResult!.resources!;
    expect(result).toMatchObject({ name: 'daily', status: 'SyncFailed' });
    expect(result.message).toContain(detail);
    expect(world.app('nightly')).toBeDefined();
  });

  it('applies and prunes beside what the API server refuses, and has failed all the same', async () => {
    await start({ [NIGHTLY]: toYaml(testJob('nightly')) });
    const good = status()!.sync!.revision;
    const refusedJob = testJob('daily', {
      sparkConf: { 'spark.master': 'local' },
    });
    const bad = await world.push({
      [DAILY]: toYaml(refusedJob),
      [EXTRA]: toYaml(testJob('weekly')),
      [NIGHTLY]: null,
    });
    await world.until(refused(bad));
    expect(operation()!.message).toMatch(
      /^one or more objects failed to apply, reason: .*spark\.master/,
    );
    expect(operation()!.syncResult!.resources).toMatchObject([
      { name: 'nightly', status: 'Pruned', hookPhase: 'Succeeded' },
      { name: 'lakefront-marker', status: 'Synced', hookPhase: 'Running' },
      { name: 'daily', status: 'SyncFailed', hookPhase: 'Failed' },
      { name: 'weekly', status: 'Synced', hookPhase: 'Running' },
    ]);
    expect(world.app('daily')).toBeUndefined();
    expect(world.app('weekly')).toBeDefined();
    expect(world.app('nightly')).toBeUndefined();
    // What was not applied whole is no entry of its history.
    expect(status()!.history!.at(-1)!.revision).toBe(good);
  });

  it('warns of an object that two files name, and takes one of them', async () => {
    await start();
    const revision = await world.push({
      [DAILY]: toYaml(testJob('daily')),
      [EXTRA]: toYaml(testJob('daily')),
    });
    await world.until(synced(revision));
    expect(status()!.conditions).toMatchObject([
      {
        type: 'RepeatedResourceWarning',
        message:
          'Resource sparkoperator.k8s.io/SparkApplication/dom-sales/daily appeared 2 times among application resources.',
      },
    ]);
    expect(world.app('daily')).toBeDefined();
  });

  it('puts what names no namespace into that of its destination', async () => {
    await start({
      [DAILY]: toYaml({ ...testJob('daily'), metadata: { name: 'daily' } }),
    });
    expect(world.app('daily')).toBeDefined();
  });

  it('says what it cannot read: broken YAML, a directory that is gone', async () => {
    await start({ [NIGHTLY]: toYaml(testJob('nightly')) });
    const message = () => status()!.conditions?.[0]?.message ?? '';
    await world.push({
      [DAILY]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: [1\nb: }',
    });
    await world.until(() => message().includes('daily.yaml'));
    expect(status()!.sync!.status).toBe('Unknown');
    expect(status()!.conditions).toMatchObject([{ type: 'ComparisonError' }]);
    await world.push({
      [DAILY]: null,
      [NIGHTLY]: null,
      [`${EAST_SALES}/marker.yaml`]: null,
      'README.md': 'nothing\n',
    });
    await world.until(() =>
      message().endsWith(`${EAST_SALES}: app path does not exist`),
    );
    expect(world.app('nightly')).toBeDefined();
  });

  it('does not prune everything, unless it is told that empty is meant', async () => {
    const nothing = {
      [`${EAST_SALES}/marker.yaml`]: null,
      [NIGHTLY]: '# nothing is left\n',
    };
    await start({ [NIGHTLY]: toYaml(testJob('nightly')) });
    const empty = await world.push(nothing);
    await world.until(() => Boolean(status()!.conditions));
    expect(status()!.conditions).toMatchObject([
      {
        type: 'SyncError',
        message: `Skipping sync attempt to [${empty}]: auto-sync will wipe out all resources`,
      },
    ]);
    expect(world.app('nightly')).toBeDefined();
    await world.stop();

    await start(
      { [NIGHTLY]: toYaml(testJob('nightly')) },
      { edit: app => (app.spec.syncPolicy!.automated!.allowEmpty = true) },
    );
    await world.until(synced(await world.push(nothing)));
    expect(world.app('nightly')).toBeUndefined();
  });

  it('spares what is not to be pruned, and stays OutOfSync for it', async () => {
    const kept = testJob('nightly');
    kept.metadata.annotations = {
      'argocd.argoproj.io/sync-options': 'Prune=false',
    };
    await start({ [NIGHTLY]: toYaml(kept) });
    const revision = await world.push({ [NIGHTLY]: null });
    await world.until(() => operation()?.syncResult?.revision === revision);
    expect(operation()).toMatchObject({ phase: 'Succeeded' });
    await world.until(() => status()!.sync!.revision === revision);
    expect(status()!.sync!.status).toBe('OutOfSync');
    expect(status()!.resources).toContainEqual(
      expect.objectContaining({ name: 'nightly', requiresPruning: true }),
    );
    expect(status()!.history!.at(-1)!.revision).toBe(revision);
    expect(world.app('nightly')).toBeDefined();
  });

  it('leaves alone what was changed by hand, and compares when it is asked to', async () => {
    await start({ [DAILY]: toYaml(testJob('daily')) });
    world.admin.patch(
      SPARK_APPLICATIONS,
      'dom-sales',
      'daily',
      { spec: { sparkVersion: '3.0.0' } },
      { type: 'merge' },
    );
    world.admin.patch(
      APPLICATIONS,
      'argocd',
      'sales-workloads',
      { metadata: { annotations: { [REFRESH]: 'normal' } } },
      { type: 'merge' },
    );
    await world.until(() => status()!.sync!.status === 'OutOfSync', 5);
    expect(world.application().metadata.annotations).not.toHaveProperty(
      REFRESH,
    );
    await world.clock.advanceAsync(10_000);
    expect(world.app('daily')!.spec.sparkVersion).toBe('3.0.0');
  });

  it('waits for a project that permits it', async () => {
    world = await startTestArgo(
      { [DAILY]: toYaml(testJob('daily')) },
      { edit: app => (app.spec.project = 'tomorrow') },
    );
    await world.until(() => Boolean(status()?.conditions));
    expect(status()!.conditions).toMatchObject([
      {
        type: 'InvalidSpecError',
        message:
          'Application referencing project tomorrow which does not exist',
      },
    ]);
    const { spec } = world.admin.get(
      APP_PROJECTS,
      'argocd',
      'sales-workloads',
    ) as AppProject;
    world.admin.create(APP_PROJECTS, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'tomorrow', namespace: 'argocd' },
      spec: { ...spec, destinations: [] },
    });
    await world.until(() =>
      /do not match any of the allowed destinations in project 'tomorrow'/.test(
        status()!.conditions?.[0]?.message ?? '',
      ),
    );
    world.admin.patch(
      APP_PROJECTS,
      'argocd',
      'tomorrow',
      { spec },
      { type: 'merge' },
    );
    await world.until(() => world.app('daily') !== undefined);
  });
});
