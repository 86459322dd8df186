import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startArgoSync } from '../argocd';
import type { Application } from '../argocd/argoObjects';
import { ManualClock } from '../clock';
import { startFluxSync } from '../flux';
import type { Kustomization } from '../flux/fluxObjects';
import { createGitServer } from '../git';
import { createKubeServer } from '../kube';
import {
  APPLICATIONS,
  EVENTS,
  KUSTOMIZATIONS,
  PODS,
  SPARK_APPLICATIONS,
  SPARK_CONNECTS,
} from '../knownResources';
import { seededRandom } from '../random';
import {
  gitTokens,
  kubernetesTokens,
  lakeUsers,
  sampleUsers,
} from '../sampleUsers';
import { startSparkOperator } from '../spark';
import { podStatus } from '../spark/containerStatus';
import type { SparkApplication } from '../spark/SparkApplication';
import { testJob } from '../testUtils/createTestCluster';
import type { KubeObject } from '../types';
import { toSparkConnect } from '../connect/SparkConnect';
import { buildJob } from './buildJob';
import { buildCompute } from './compute/buildCompute';
import { domainSettings } from './domainSettings';
import { EAST, WEST, type SeedCluster } from './SeedCluster';
import { SEED_DOMAINS } from './SeedDomain';
import { GITOPS_REPOSITORY, seedCluster, seedRepository } from './seedSandbox';
import { SEED_JOBS } from './jobs';

// Minutes of a busy cluster are simulated; a loaded machine takes its time.
jest.setTimeout(60_000);

const stops: Array<() => Promise<void> | void> = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function seeded(seed = 1, cluster: SeedCluster = WEST) {
  const clock = new ManualClock(Date.parse('2026-03-02T08:00:00Z'));
  const random = seededRandom(seed);
  const warnings: string[] = [];
  const logger = {
    info: () => {},
    warn: (message: string) => void warnings.push(message),
  };
  const kube = await createKubeServer({
    clock,
    random,
    logger,
    tokens: kubernetesTokens(),
  });
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'sandbox-seed-'));
  stops.push(() => fs.rm(dataDir, { recursive: true, force: true }));
  const git = createGitServer({
    clock,
    random,
    logger,
    dataDir,
    users: sampleUsers,
    tokens: gitTokens(),
    admins: ['admin'],
  });
  stops.push(() => git.close());
  const gitUrl = 'http://localhost:7071';
  const options = { kube, git, clock, random, cluster };
  await seedRepository({ git, gitUrl, clusters: [cluster] });
  await seedCluster({ ...options, gitUrl });
  const admin = kube.as({ name: 'admin', groups: ['system:masters'] });
  return {
    ...options,
    admin,
    logger,
    warnings,
    apps: () => admin.list(SPARK_APPLICATIONS) as SparkApplication[],
    syncs: () => admin.list(KUSTOMIZATIONS) as Kustomization[],
  };
}

const stateOf = (app: SparkApplication) => app.status!.applicationState!.state;

describe('seedSandbox', () => {
  it('has jobs in every situation, over the last week', async () => {
    const { apps, admin } = await seeded();
    const states = new Map<string, number>();
    for (const app of apps()) {
      states.set(stateOf(app), (states.get(stateOf(app)) ?? 0) + 1);
    }
    expect(apps().length).toBeGreaterThanOrEqual(30);
    expect(Object.fromEntries(states)).toMatchObject({
      COMPLETED: expect.any(Number),
      FAILED: expect.any(Number),
      RUNNING: expect.any(Number),
      SUBMITTED: expect.any(Number),
      SUBMISSION_FAILED: expect.any(Number),
      SUSPENDED: expect.any(Number),
    });
    expect(admin.list(EVENTS).length).toBeGreaterThan(10);
    expect(admin.list(PODS).length).toBeGreaterThan(30);
  });

  it('holds on the cluster what Git holds, and starting the sync and the operator changes nothing of it', async () => {
    const world = await seeded();
    const { admin, clock, kube, git, logger, random } = world;
    for (const job of SEED_JOBS) {
      const wanted = buildJob(job);
      const { namespace, name } = wanted.metadata;
      const live = admin.get(SPARK_APPLICATIONS, namespace, name)!;
      expect(live.spec).toEqual(wanted.spec);
      expect(live.metadata.annotations).toEqual(wanted.metadata.annotations);
      expect(live.metadata.labels).toMatchObject({
        'kustomize.toolkit.fluxcd.io/name': `${job.domain}-workloads`,
      });
    }
    const generations = () =>
      Object.fromEntries(
        world
          .apps()
          .map(app => [
            `${app.metadata.namespace}/${app.metadata.name}`,
            [
              app.metadata.generation,
              JSON.stringify(app.metadata.managedFields),
            ],
          ]),
      );
    const settled = () =>
      Object.fromEntries(
        world
          .apps()
          .filter(app => /COMPLETED|FAILED$|SUSPENDED/.test(stateOf(app)))
          .filter(app => stateOf(app) !== 'SUBMISSION_FAILED')
          .map(app => [app.metadata.uid, app.status!.submissionID]),
      );
    const before = { generations: generations(), settled: settled() };
    const running = world
      .apps()
      .filter(app => stateOf(app) === 'RUNNING')
      .map(app => app.status!.submissionID);

    const operator = startSparkOperator({ kube, clock, random, logger });
    stops.push(() => operator.stop());
    const flux = startFluxSync({
      kube,
      git,
      repositoryName: GITOPS_REPOSITORY,
      clock,
      logger,
    });
    stops.push(() => flux.stop());
    for (const { metadata } of world.syncs()) {
      const { namespace, name } = metadata;
      const annotations = { 'reconcile.fluxcd.io/requestedAt': 'test' };
      admin.patch(
        KUSTOMIZATIONS,
        namespace,
        name,
        { metadata: { annotations } },
        { type: 'merge' },
      );
    }
    // Asked all at once, the second of a domain looks again half a minute later.
    const handled = () =>
      world
        .syncs()
        .every(
          ({ status }) =>
            status?.lastHandledReconcileAt === 'test' &&
            (status.conditions as Array<{ type: string; status: string }>).some(
              one => one.type === 'Ready' && one.status === 'True',
            ),
        );
    for (let i = 0; i < 60 && !handled(); i++) {
      await clock.advanceAsync(500);
      await flux.idle();
    }
    await clock.advanceAsync(20_000);
    expect(handled()).toBe(true);
    for (const { status } of world.syncs()) {
      expect(status!.conditions).toMatchObject([
        { type: 'Ready', status: 'True' },
      ]);
    }
    expect(generations()).toEqual(before.generations);
    expect(settled()).toEqual(before.settled);
    expect(
      world
        .apps()
        .filter(app => stateOf(app) === 'RUNNING')
        .map(app => app.status!.submissionID),
    ).toEqual(running);
    expect(world.warnings).toEqual([]);
  });

  it('holds on east what Git holds, and starting Argo CD changes nothing of it', async () => {
    const world = await seeded(1, EAST);
    const { admin, clock, kube, git, logger, random } = world;
    for (const job of EAST.jobs) {
      const { spec, metadata } = buildJob(job);
      const { namespace, name } = metadata;
      const live = admin.get(SPARK_APPLICATIONS, namespace, name)!;
      expect(live.spec).toEqual(spec);
    }
    const states = new Set(world.apps().map(stateOf));
    for (const state of ['RUNNING', 'COMPLETED', 'FAILED', 'SUSPENDED']) {
      expect(states).toContain(state);
    }
    const generations = () =>
      world.apps().map(({ metadata }) => [metadata.name, metadata.generation]);
    const syncs = () => admin.list(APPLICATIONS) as Application[];
    const before = { generations: generations(), syncs: syncs() };
    expect(before.syncs.map(({ metadata }) => metadata.name)).toEqual([
      'lakefront-platform',
      'platform-workloads',
      'platform-workloads-after',
      'sales-workloads',
      'sales-workloads-after',
    ]);

    const operator = startSparkOperator({ kube, clock, random, logger });
    stops.push(() => operator.stop());
    const argo = startArgoSync({
      ...{ kube, git, clock, logger },
      repositoryName: GITOPS_REPOSITORY,
    });
    stops.push(() => argo.stop());
    const refreshed = () =>
      syncs().every(
        ({ status }, index) =>
          status?.reconciledAt !== before.syncs[index].status?.reconciledAt,
      );
    for (let i = 0; i < 600 && !refreshed(); i++) {
      await clock.advanceAsync(1000);
      await argo.idle();
    }
    expect(refreshed()).toBe(true);
    for (const [index, { status }] of syncs().entries()) {
      expect(status!.sync!.status).toBe('Synced');
      expect(status!.conditions).toBeUndefined();
      expect(status!.operationState).toEqual(
        before.syncs[index].status!.operationState,
      );
    }
    expect(generations()).toEqual(before.generations);
    // One waits for more than its domain will ever have.
    const waits = world
      .apps()
      .find(({ metadata }) => metadata.name === 'eu-price-history')!;
    expect(stateOf(waits)).toBe('SUBMISSION_FAILED');
    expect(world.warnings).toEqual([]);
  });

  it.each([
    {
      cluster: WEST,
      expected: {
        'campaign-sql': undefined,
        'risk-adhoc': 'NotReady',
        'risk-notebooks': 'Ready',
        'risk-reports': 'Ready',
        'sales-sql': 'Ready',
      },
    },
    { cluster: EAST, expected: { 'eu-sql': 'Ready' } },
  ])(
    'has compute clusters in every situation on $cluster.name, which starting the operator leaves be',
    async ({ cluster, expected }) => {
      const { admin, clock, kube, logger, random, warnings } = await seeded(
        1,
        cluster,
      );
      const all = () => admin.list(SPARK_CONNECTS).map(toSparkConnect);
      const states = Object.fromEntries(
        all().map(({ metadata, status }) => [metadata.name, status?.state]),
      );
      expect(states).toEqual(expected);
      for (const compute of cluster.compute) {
        const wanted = buildCompute(compute);
        const { namespace, name } = wanted.metadata;
        const live = admin.get(SPARK_CONNECTS, namespace, name)!;
        expect(live.spec).toEqual(wanted.spec);
      }
      const servers = () =>
        admin
          .list(PODS, { labelSelector: 'spark-role=connect-server' })
          .map(({ metadata }) => metadata.uid);
      const before = { all: all(), servers: servers() };
      const operator = startSparkOperator({ kube, clock, random, logger });
      stops.push(() => operator.stop());
      await clock.advanceAsync(120_000);
      expect(servers()).toEqual(before.servers);
      // The one with the old size, too: an edit reaches no server that is there.
      expect(all()).toEqual(before.all);
      expect(warnings).toEqual([]);
    },
  );

  it('leaves room for small jobs in sales, none in marketing, and keeps its rows alive', async () => {
    const world = await seeded();
    const { admin, clock, kube, logger, random } = world;
    const operator = startSparkOperator({ kube, clock, random, logger });
    stops.push(() => operator.stop());
    const create = (name: string, namespace: string, instances: number) =>
      admin.create(SPARK_APPLICATIONS, {
        ...testJob(name, {
          arguments: ['--sandbox-seconds=60'],
          executor: { cores: 1, memory: '1g', instances },
        }),
        metadata: { name, namespace },
      } as KubeObject);
    const podsOf = (name: string) =>
      admin
        .list(PODS, {
          labelSelector: `sparkoperator.k8s.io/app-name=${name}`,
        })
        .filter(pod => podStatus(pod).phase === 'Running').length;
    const app = (name: string) =>
      world.apps().find(({ metadata }) => metadata.name === name)!;

    create('one', 'dom-sales', 2);
    create('two', 'dom-sales', 2);
    create('three', 'dom-marketing', 1);
    await clock.advanceAsync(40_000);
    expect(podsOf('one')).toBe(3);
    expect(podsOf('two')).toBe(3);
    expect(stateOf(app('three'))).toBe('FAILED');
    expect(app('three').status!.applicationState!.errorMessage).toMatch(
      /exceeded quota: domain-quota/,
    );
    await clock.advanceAsync(60_000);
    create('wide', 'dom-sales', 12);
    await clock.advanceAsync(30_000);
    expect(podsOf('wide')).toBeLessThan(13);

    expect(podsOf('backfill-2024')).toBe(2);
    expect(stateOf(app('campaign-attribution'))).toBe('SUBMISSION_FAILED');
    expect(
      app('campaign-attribution').status!.submissionAttempts,
    ).toBeGreaterThan(6);
    // Comes and goes, and comes again.
    const first = app('table-maintenance').status!.submissionID;
    await clock.advanceAsync(300_000);
    expect(app('table-maintenance').status!.submissionID).not.toBe(first);
    expect(world.warnings).toEqual([]);
  });

  it('is the same for the same seed', async () => {
    const all = async (seed: number) => {
      const { admin, apps } = await seeded(seed);
      return JSON.stringify([apps(), admin.list(PODS), admin.list(EVENTS)]);
    };
    const first = await all(3);
    expect(await all(3)).toBe(first);
    expect(await all(4)).not.toBe(first);
  });

  it('gives the jobs of each domain a key of lakeFS of its own', async () => {
    const { admin } = await seeded();
    const secrets = { group: '', version: 'v1', plural: 'secrets' };
    const keys = SEED_DOMAINS.map(({ name }) => {
      const settings = domainSettings(name);
      expect(settings.secrets).toContainEqual({
        name: `${name}-lakefs`,
        keys: ['access-key', 'secret-key'],
      });
      const { data } = admin.get(secrets, `dom-${name}`, `${name}-lakefs`) as {
        data?: Record<string, string>;
      };
      return Object.values(data ?? {}).map(text =>
        Buffer.from(text, 'base64').toString(),
      );
    });
    expect(new Set(keys.flat()).size).toBe(2 * SEED_DOMAINS.length);
    for (const [accessKeyId, secretAccessKey] of keys) {
      expect(lakeUsers()).toContainEqual(
        expect.objectContaining({ accessKeyId, secretAccessKey }),
      );
    }
  });

  it('lets the portal read what it shows and nothing more', async () => {
    const { kube } = await seeded();
    const portal = kube.as(kubernetesTokens()['sandbox-portal']);
    expect(portal.list(SPARK_APPLICATIONS).length).toBeGreaterThan(20);
    expect(portal.list(KUSTOMIZATIONS).length).toBe(9);
    const configMaps = { group: '', version: 'v1', plural: 'configmaps' };
    const names = portal
      .list(configMaps, { namespace: 'lakefront-system' })
      .map(({ metadata }) => metadata.name);
    expect(names).toEqual(['marketing', 'platform', 'risk', 'sales']);
    expect(() => portal.list(configMaps)).toThrow(/forbidden/);
    const secrets = { group: '', version: 'v1', plural: 'secrets' };
    expect(() => portal.get(secrets, 'dom-sales', 'sales-s3')).toThrow(
      /forbidden/,
    );
    expect(() =>
      portal.delete(SPARK_APPLICATIONS, 'dom-sales', 'daily-orders'),
    ).toThrow(/forbidden/);

    const mia = kube.as(kubernetesTokens()['sandbox-mia']);
    expect(
      mia.list(SPARK_APPLICATIONS, { namespace: 'dom-sales' }).length,
    ).toBe(12);
    expect(() =>
      mia.list(SPARK_APPLICATIONS, { namespace: 'dom-risk' }),
    ).toThrow(/forbidden/);
  });
});
