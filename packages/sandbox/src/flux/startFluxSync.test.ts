import {
  GIT_REPOSITORIES,
  KUSTOMIZATIONS,
  SPARK_APPLICATIONS,
} from '../knownResources';
import { testJob } from '../testUtils/createTestCluster';
import { SALES_ROOT, startTestFlux } from '../testUtils/startTestFlux';
import { toYaml } from '../testUtils/startTestGit';
import type { KubeObject } from '../types';
import type { GitRepository } from './fluxObjects';

const DAILY = `${SALES_ROOT}/spark-application/daily.yaml`;
const NIGHTLY = `${SALES_ROOT}/spark-application/nightly.yaml`;
const EXTRA = `${SALES_ROOT}/extra.yaml`;

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

let world: Awaited<ReturnType<typeof startTestFlux>>;

async function start(files?: Record<string, string>) {
  world = await startTestFlux(files);
  await world.until(() => world.ready()?.status === 'True');
  return world;
}

const applied = (revision: string) => () =>
  world.sync().status?.lastAppliedRevision === revision;
const attempted = (revision: string) => () =>
  world.sync().status?.lastAttemptedRevision === revision &&
  world.ready()?.status === 'False';

afterEach(() => world.stop());

describe('startFluxSync', () => {
  it('applies what is merged within seconds, reports it, and prunes what is removed', async () => {
    await start();
    const conditions: string[] = [];
    const stopWatch = world.admin.watch(KUSTOMIZATIONS, ({ object }) => {
      const { status } = object as ReturnType<typeof world.sync>;
      conditions.push(
        ...(status?.conditions ?? []).map(c => `${c.type}=${c.reason}`),
      );
    });
    const revision = await world.push({ [DAILY]: toYaml(testJob('daily')) });
    await world.until(applied(revision), 4);
    stopWatch();
    expect(conditions).toContain('Reconciling=Progressing');
    expect(world.app('daily')!.metadata.labels).toMatchObject({
      'kustomize.toolkit.fluxcd.io/name': 'sales-workloads',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    });
    const source = world.admin.get(
      GIT_REPOSITORIES,
      'flux-system',
      'lakehouse-gitops',
    ) as GitRepository;
    expect(source.status).toMatchObject({
      artifact: { revision },
      observedGeneration: 1,
      conditions: [{ type: 'ArtifactInStorage' }, { type: 'Ready' }],
    });
    expect(world.sync().status).toMatchObject({
      lastAttemptedRevision: revision,
      observedGeneration: 1,
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'ReconciliationSucceeded',
          message: `Applied revision: ${revision}`,
        },
      ],
      inventory: {
        entries: [
          { id: 'dom-sales_lakefront-marker__ConfigMap', v: 'v1' },
          {
            id: 'dom-sales_daily_sparkoperator.k8s.io_SparkApplication',
            v: 'v1beta2',
          },
        ],
      },
    });

    const removal = await world.push({ [DAILY]: null });
    await world.until(applied(removal));
    expect(world.app('daily')).toBeUndefined();
    expect(world.sync().status!.inventory!.entries).toHaveLength(1);
    expect(world.warnings).toEqual([]);
  });

  it('lets one refused object stop everything, deletes too, until it is gone', async () => {
    await start({ [NIGHTLY]: toYaml(testJob('nightly')) });
    const bad = await world.push({
      [DAILY]: toYaml(testJob('daily')),
      [EXTRA]: toYaml(roleBinding),
      [NIGHTLY]: null,
    });
    await world.until(attempted(bad));
    expect(world.ready()).toMatchObject({
      reason: 'ReconciliationFailed',
      message:
        'RoleBinding/dom-sales/grab dry-run failed (Forbidden): rolebindings.rbac.authorization.k8s.io "grab" is forbidden: User "system:serviceaccount:flux-system:sync-sales" cannot patch resource "rolebindings" in API group "rbac.authorization.k8s.io" in the namespace "dom-sales"',
    });
    expect(world.app('daily')).toBeUndefined();
    expect(world.app('nightly')).toBeDefined();
    expect(world.sync().status!.lastAppliedRevision).not.toBe(bad);

    const good = await world.push({ [EXTRA]: null });
    await world.until(applied(good));
    expect(world.app('daily')).toBeDefined();
    expect(world.app('nightly')).toBeUndefined();
  });

  it.each([
    [
      'a foreign namespace',
      toYaml({
        ...testJob('daily'),
        metadata: { name: 'daily', namespace: 'dom-risk' },
      }),
      /^SparkApplication\/dom-risk\/daily dry-run failed \(Forbidden\): .*cannot patch resource "sparkapplications"/,
    ],
    [
      'what the webhook refuses',
      toYaml(testJob('daily', { sparkConf: { 'spark.master': 'local' } })),
      /^SparkApplication\/dom-sales\/daily dry-run failed \(\w+\): .*spark.master/,
    ],
    [
      'an unknown kind',
      toYaml({ ...testJob('daily'), kind: 'SparkThing' }),
      /no matches for kind "SparkThing"/,
    ],
    [
      'no namespace',
      toYaml({ ...testJob('daily'), metadata: { name: 'daily' } }),
      /namespace not specified/,
    ],
  ])('refuses %s', async (_, text, message) => {
    await start();
    const bad = await world.push({ [DAILY]: text });
    await world.until(attempted(bad));
    expect(world.ready()).toMatchObject({ reason: 'ReconciliationFailed' });
    expect(world.ready()!.message).toMatch(message);
  });

  it('says what it cannot read: broken YAML, a directory that is gone', async () => {
    await start({ [NIGHTLY]: toYaml(testJob('nightly')) });
    const broken = await world.push({ [DAILY]: 'a: [1\nb: }' });
    await world.until(attempted(broken));
    expect(world.ready()!.reason).toBe('BuildFailed');
    expect(world.ready()!.message).toContain('daily.yaml');

    const gone = await world.push({
      [DAILY]: null,
      [NIGHTLY]: null,
      [`${SALES_ROOT}/marker.yaml`]: null,
      'README.md': 'nothing\n',
    });
    await world.until(attempted(gone));
    expect(world.ready()).toMatchObject({ reason: 'ArtifactFailed' });
    expect(world.ready()!.message).toContain('kustomization path not found');
    expect(world.app('nightly')).toBeDefined();
  });

  it('reads only what a kustomization.yaml lists', async () => {
    await start({
      [DAILY]: toYaml(testJob('daily')),
      [NIGHTLY]: toYaml(testJob('nightly')),
      [`${SALES_ROOT}/kustomization.yaml`]: toYaml({
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        resources: ['marker.yaml', 'spark-application/daily.yaml'],
      } as unknown as KubeObject),
    });
    expect(world.app('daily')).toBeDefined();
    expect(world.app('nightly')).toBeUndefined();
  });

  it('takes away a field that is gone from Git, and heals what was changed by hand', async () => {
    await start({
      [DAILY]: toYaml(testJob('daily', { sparkConf: { a: '1', b: '2' } })),
    });
    world.admin.patch(
      SPARK_APPLICATIONS,
      'dom-sales',
      'daily',
      { spec: { sparkVersion: '3.0.0' } },
      { type: 'merge' },
    );
    const revision = await world.push({
      [DAILY]: toYaml(testJob('daily', { sparkConf: { a: '1' } })),
    });
    await world.until(applied(revision));
    expect(world.app('daily')!.spec).toMatchObject({
      sparkConf: { a: '1' },
      sparkVersion: '4.0.1',
    });
    expect(world.app('daily')!.spec.sparkConf).not.toHaveProperty('b');
  });

  it('changes nothing where everything is as in Git, on request or after the interval', async () => {
    await start({ [DAILY]: toYaml(testJob('daily')) });
    const before = world.app('daily')!.metadata.resourceVersion;
    world.admin.patch(
      KUSTOMIZATIONS,
      'flux-system',
      'sales-workloads',
      {
        metadata: {
          annotations: { 'reconcile.fluxcd.io/requestedAt': 'now-1' },
        },
      },
      { type: 'merge' },
    );
    await world.until(
      () => world.sync().status?.lastHandledReconcileAt === 'now-1',
    );
    await world.until(
      () => world.sync().status!.history![0].totalReconciliations > 2,
      700,
    );
    expect(world.app('daily')!.metadata.resourceVersion).toBe(before);
  });

  it('spares what says that it is not to be pruned, and waits for what it depends on', async () => {
    const kept = testJob('nightly');
    kept.metadata.annotations = {
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    };
    await start({ [NIGHTLY]: toYaml(kept) });
    const { metadata, spec } = world.sync();
    world.admin.create(KUSTOMIZATIONS, {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'after', namespace: metadata.namespace },
      spec: { ...spec, dependsOn: [{ name: 'sales-workloads' }] },
    });
    await world.until(() => world.ready('after')?.status === 'True');
    world.admin.patch(
      KUSTOMIZATIONS,
      'flux-system',
      'after',
      { spec: { dependsOn: [{ name: 'nobody' }] } },
      { type: 'merge' },
    );
    await world.until(
      () => world.ready('after')?.reason === 'DependencyNotReady',
    );
    const revision = await world.push({ [NIGHTLY]: null });
    await world.until(applied(revision));
    expect(world.app('nightly')).toBeDefined();
  });

  it('begins anew with a sync that was deleted while it was about to begin', async () => {
    await start({ [DAILY]: toYaml(testJob('daily')) });
    const { metadata, spec } = world.sync();
    const again = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'again', namespace: metadata.namespace },
      spec,
    };
    world.admin.create(KUSTOMIZATIONS, again);
    await world.until(() => world.ready('again')?.status === 'Unknown');
    world.admin.delete(KUSTOMIZATIONS, 'flux-system', 'again');
    await world.clock.advanceAsync(100);
    world.admin.create(KUSTOMIZATIONS, again);
    await world.until(() => world.ready('again')?.status === 'True');
    expect(world.app('daily')).toBeDefined();
  });
});
