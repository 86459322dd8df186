import { systemClock } from '@lakefront/kube-index';
import { createLakeFSClient } from '@lakefront/lakefs-client';
import {
  createKubeServer,
  createLakeFSServer,
  seededRandom,
  systemClock as sandboxClock,
  type KubeObject,
} from '@lakefront/sandbox';
import { conditionOf } from '../object/conditions';
import type { LakeFSBranch } from '../object/LakeFSBranch';
import { Controller } from './Controller';
import { Metrics } from './Metrics';
import { serveHealth } from './serveHealth';

jest.setTimeout(60_000);

const BRANCHES = {
  group: 'lakefront.dev',
  version: 'v1alpha1',
  plural: 'lakefsbranches',
};
const CONFIG_MAPS = { group: '', version: 'v1', plural: 'configmaps' };
const EVENTS = { group: '', version: 'v1', plural: 'events' };
const LEASES = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
};
const NAMESPACES = { group: '', version: 'v1', plural: 'namespaces' };

const object = (
  apiVersion: string,
  kind: string,
  metadata: KubeObject['metadata'],
  rest: object = {},
): KubeObject => ({ apiVersion, kind, metadata, ...rest });

const branch = (name: string, spec: object = {}, namespace = 'dom-sales') =>
  object(
    'lakefront.dev/v1alpha1',
    'LakeFSBranch',
    { name, namespace },
    {
      spec: {
        ...{ server: 'lake', repository: 'sales-lake', source: 'main' },
        ...spec,
      },
    },
  );

describe('the controller, over the network', () => {
  const kube = createKubeServer({
    clock: sandboxClock,
    random: seededRandom(1),
    tokens: { admin: { name: 'admin', groups: ['system:masters'] } },
  });
  const admin = kube.as({ name: 'admin', groups: ['system:masters'] });
  const lakefs = createLakeFSServer({
    clock: sandboxClock,
    random: seededRandom(2),
    users: [{ name: 'admin', accessKeyId: 'key', secretAccessKey: 'secret' }],
  });
  const asked: string[] = [];
  let kubeUrl: string;
  let lakefsUrl: string;
  const running: Controller[] = [];

  const start = (identity: string, metrics = new Metrics()) => {
    const controller = new Controller({
      clusterName: 'west',
      ...{ identity, metrics, settingsNamespace: 'lakefront-system' },
      lease: { namespace: 'lakefront-system', name: 'controller' },
      connection: {
        name: 'west',
        credentials: async () => ({
          server: kubeUrl,
          caData: kube.caCertificate,
          token: 'admin',
        }),
      },
      clients: new Map([
        [
          'lake',
          createLakeFSClient({
            endpoint: lakefsUrl,
            credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
          }),
        ],
      ]),
      lookEveryMs: 300,
    });
    controller.start();
    running.push(controller);
    return controller;
  };

  const until = async <T>(what: () => T | undefined | false): Promise<T> => {
    const { signal } = new AbortController();
    for (let i = 0; i < 600; i++) {
      const found = what();
      if (found !== undefined && found !== false) return found;
      await systemClock.sleep(50, signal);
    }
    throw new Error(`not within 30 s: ${what}`);
  };
  const get = (name: string, namespace = 'dom-sales') =>
    admin.get(BRANCHES, namespace, name) as unknown as LakeFSBranch | undefined;
  const reason = (
    name: string,
    type: 'Ready' | 'Blocked' = 'Ready',
    namespace?: string,
  ) => conditionOf(get(name, namespace)?.status?.conditions, type)?.reason;
  const settings = (domain: string, repositories: string[]) =>
    object(
      'v1',
      'ConfigMap',
      { name: domain, namespace: 'lakefront-system' },
      {
        data: { 'settings.yaml': JSON.stringify({ lakefs: { repositories } }) },
      },
    );

  beforeAll(async () => {
    for (const name of ['lakefront-system', 'dom-sales', 'dom-risk', 'other']) {
      const domain = /^dom-(.*)/.exec(name)?.[1];
      kube.seed(
        object('v1', 'Namespace', {
          name,
          ...(domain && { labels: { 'lakefront.dev/domain': domain } }),
        }),
      );
    }
    kube.seed(settings('sales', ['lake/sales-*']));
    kube.seed(settings('risk', ['lake/risk-*']));
    for (const id of ['sales-lake', 'risk-lake']) {
      lakefs.host.createRepository({
        ...{ id, defaultBranch: 'main', readOnly: false },
        storageNamespace: `mem://${id}`,
      });
    }
    lakefs.faults.set(({ method, path }) => {
      asked.push(`${method} ${path}`);
      return undefined;
    });
    ({ url: kubeUrl } = await kube.listen(0));
    ({ url: lakefsUrl } = await lakefs.listen(0));
  });
  afterEach(async () => {
    for (const controller of running.splice(0)) await controller.stop();
  });
  afterAll(async () => {
    await kube.close();
    await lakefs.close();
  });

  it('makes what is applied, tells of it, and lets it go', async () => {
    start('one');
    admin.create(BRANCHES, branch('fix', { deletionPolicy: 'Delete' }));
    await until(() => reason('fix') === 'Ready');
    const repository = lakefs.host.repository('sales-lake');
    expect(get('fix')?.status).toMatchObject({
      observedGeneration: 1,
      commitId: repository.branches.get('fix')?.commitId,
    });
    expect(get('fix')?.metadata.finalizers).toEqual(['lakefront.dev/branch']);
    const told = admin.list(EVENTS, { namespace: 'dom-sales' });
    expect(told).toEqual([
      expect.objectContaining({ reason: 'Created', type: 'Normal' }),
    ]);
    admin.delete(BRANCHES, 'dom-sales', 'fix');
    await until(() => get('fix') === undefined);
    expect(repository.branches.has('fix')).toBe(false);
    expect([...repository.tags.keys()]).toHaveLength(1);
  });

  it('obeys the settings of the domain, and their change', async () => {
    start('one');
    admin.create(BRANCHES, branch('mine', { repository: 'risk-lake' }));
    admin.create(
      BRANCHES,
      branch('theirs', { repository: 'risk-lake' }, 'dom-risk'),
    );
    admin.create(BRANCHES, branch('nobodys', {}, 'other'));
    await until(() => reason('theirs', 'Ready', 'dom-risk') === 'Ready');
    await until(() => reason('mine', 'Blocked') === 'NotAllowed');
    await until(() => reason('nobodys', 'Blocked', 'other') === 'NotAllowed');
    expect([...lakefs.host.repository('risk-lake').branches.keys()]).toEqual([
      'main',
      'theirs',
    ]);

    admin.update(
      CONFIG_MAPS,
      settings('sales', ['lake/sales-*', 'lake/risk-lake']),
    );
    await until(() => reason('mine') === 'Ready');

    // A second namespace of the domain: nobody knows which is it.
    const label = { labels: { 'lakefront.dev/domain': 'sales' } };
    const other = admin.get(NAMESPACES, undefined, 'other')!;
    admin.update(NAMESPACES, {
      ...other,
      metadata: { ...other.metadata, ...label },
    });
    await until(() => reason('mine', 'Blocked') === 'NotAllowed');
    admin.update(NAMESPACES, {
      ...admin.get(NAMESPACES, undefined, 'other')!,
      metadata: { ...other.metadata, resourceVersion: undefined, labels: {} },
    });
    await until(() => reason('mine') === 'Ready');
  });

  it('sees what moved in lakeFS, and asks little where nothing does', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `many-${index}`);
    names.forEach(name => admin.create(BRANCHES, branch(name)));
    const metrics = new Metrics();
    start('one', metrics);
    await until(() => names.every(name => reason(name) === 'Ready'));
    const client = createLakeFSClient({
      endpoint: lakefsUrl,
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    });
    await client.objects.write('sales-lake', 'many-7', 'a', Buffer.from('a'));
    await client.branches.commit('sales-lake', 'many-7', { message: 'a' });
    await until(() => get('many-7')?.status?.ahead === 1);
    // A look is a page of branches and the metadata of a repository, and ten branches that take their turn.
    const looks = () =>
      asked.filter(call => call.endsWith('sales-lake/branches')).length;
    const begin = looks();
    asked.length = 0;
    await until(() => looks() >= 3 || begin < 0);
    const perBranch = asked.filter(call => call.includes('/branches/many-'));
    expect(perBranch.every(call => call.endsWith('/diff'))).toBe(true);
    expect(perBranch.length).toBeLessThanOrEqual(10 * (looks() + 1));
    expect(asked.filter(call => !call.startsWith('GET'))).toEqual([]);
    expect(await metrics.registry.metrics()).toContain(
      'lakefront_branch_leader 1',
    );
  });

  it('is led by one, and by the next when that one goes', async () => {
    const first = start('first');
    const holder = () =>
      (
        admin.get(LEASES, 'lakefront-system', 'controller') as unknown as {
          spec?: { holderIdentity?: string };
        }
      )?.spec?.holderIdentity;
    await until(() => holder() === 'first');
    start('second');
    admin.create(BRANCHES, branch('by-first'));
    await until(() => reason('by-first') === 'Ready');
    expect(holder()).toBe('first');
    await first.stop();
    await until(() => holder() === 'second');
    admin.create(BRANCHES, branch('by-second'));
    await until(() => reason('by-second') === 'Ready');
  });

  it('says on every object that lakeFS is down, and takes it up again', async () => {
    start('one');
    admin.create(BRANCHES, branch('down'));
    await until(() => reason('down') === 'Ready');
    lakefs.faults.set(() => ({ status: 503 }));
    await until(() => reason('down') === 'ServerError');
    expect(get('down')?.status?.commitId).toBeDefined();
    lakefs.faults.set(undefined);
    await until(() => reason('down') === 'Ready');
  });

  it('tells of its health', async () => {
    const metrics = new Metrics();
    let healthy = true;
    const served = await serveHealth({
      ...{ port: 0, metrics, isHealthy: () => healthy },
    });
    const ask = (path: string) =>
      fetch(`http://localhost:${served.port}${path}`);
    expect((await ask('/healthz')).status).toBe(200);
    healthy = false;
    expect((await ask('/healthz')).status).toBe(503);
    expect(await (await ask('/metrics')).text()).toContain(
      'lakefront_branch_queue_depth',
    );
    expect((await ask('/')).status).toBe(404);
    await served.close();
  });
});
