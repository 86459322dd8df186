import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { ManualClock } from './__testUtils__/ManualClock';
import { PodRow, pods } from './__testUtils__/pods';
import { waitUntil } from './__testUtils__/waitUntil';
import { createKubeIndex } from './createKubeIndex';
import { parsePosition } from './position';
import { KubeIndex, Position, ResourceDefinition } from './types';

const namespaces: ResourceDefinition<{ name: string }> = {
  id: 'namespaces',
  group: '',
  version: 'v1',
  plural: 'namespaces',
  project: ({ metadata }) => ({ row: { name: metadata.name }, keys: {} }),
};

describe('where the whole Kubernetes cluster is forbidden', () => {
  let clock: ManualClock;
  let server: FakeApiServer;
  let index: KubeIndex;
  /** Paths that are refused. */
  let forbidden: Set<string>;
  /** Names that come from a function, where there are any. */
  let listed: string[];

  beforeEach(async () => {
    clock = new ManualClock();
    server = await FakeApiServer.start();
    forbidden = new Set(['/api/v1/pods']);
    listed = [];
    server.intercept = ({ path }) =>
      forbidden.has(path)
        ? { status: 403, body: { message: `${path} is forbidden` } }
        : undefined;
    ['sales', 'risk'].forEach(name => server.putNamespace(name));
    server.put('a', { namespace: 'sales' });
    server.put('b', { namespace: 'risk' });
    server.put('c', { namespace: 'elsewhere' });
  });

  afterEach(async () => {
    await index.stop();
    await waitUntil(() => clock.sleeping().length === 0, 'no timer to be left');
    await waitUntil(() => server.openSockets === 0, 'sockets to be closed');
    await server.close();
  });

  function start(namespacesFrom: ResourceDefinition['namespacesFrom']) {
    index = createKubeIndex({
      connections: [
        { name: 'west', credentials: async () => ({ server: server.url }) },
      ],
      resources: [{ ...pods, namespacesFrom }, namespaces],
      clock,
      random: () => 0.5,
    });
    index.start();
  }

  const view = () => index.resource<PodRow>('pods');
  const names = () =>
    view()
      .list()
      .entries.map(({ namespace, name }) => `${namespace}/${name}`)
      .join();
  const west = () => index.freshness()[0];
  const positionOf = ({ west: at = '' }: Position) => parsePosition(at);
  const through = () => `${positionOf(view().position())?.through}`;
  const path = (namespace: string) => `/api/v1/namespaces/${namespace}/pods`;
  const asked = (wanted: string) =>
    server.requests.filter(request => request.path === wanted).length;
  /** Until every namespace has heard of everything. */
  const caughtUp = async () => {
    await waitUntil(() => server.openWatches === 3, 'every watch to be open');
    server.bookmark();
    await waitUntil(() => through() === server.version);
  };

  it('follows the namespaces that another resource names', async () => {
    start('namespaces');
    await waitUntil(() => names() === 'risk/b,sales/a');
    await waitUntil(() => west().state === 'live');
    expect(west()).toMatchObject({
      reach: 'namespaces',
      everSynced: true,
      count: 2,
      forbiddenNamespaces: [],
      lastError: { message: '403: /api/v1/pods is forbidden' },
    });
    expect(west().message).toBeUndefined();
    server.put('d', { namespace: 'risk' });
    server.remove('a', 'sales');
    await waitUntil(() => names() === 'risk/b,risk/d');
  });

  it('follows namespaces that come, and drops the rows of those that go', async () => {
    start('namespaces');
    await waitUntil(() => names() === 'risk/b,sales/a');
    const removed: string[] = [];
    view().subscribe(({ type, key }) => {
      if (type === 'removed') {
        removed.push(key ?? '');
      }
    });
    server.putNamespace('elsewhere');
    await waitUntil(() => names() === 'elsewhere/c,risk/b,sales/a');
    server.removeNamespace('sales');
    await waitUntil(() => names() === 'elsewhere/c,risk/b');
    expect(removed).toEqual(['west/sales/a']);
    const before = asked(path('sales'));
    server.putNamespace('sales');
    server.put('e', { namespace: 'sales' });
    await waitUntil(() => names() === 'elsewhere/c,risk/b,sales/e');
    expect(asked(path('sales'))).toBeGreaterThan(before);
    expect(asked(path('risk'))).toBe(3); // a refused stream, a list, a watch
  });

  it('says which namespaces may not be read, and leaves the others alone', async () => {
    forbidden.add(path('risk'));
    start('namespaces');
    await waitUntil(() => names() === 'sales/a' && west().state === 'live');
    expect(west()).toMatchObject({
      forbiddenNamespaces: ['risk'],
      message: `403: ${path('risk')} is forbidden`,
    });
    const before = view().position();
    forbidden.delete(path('risk'));
    clock.advance(30_000);
    await waitUntil(() => names() === 'risk/b,sales/a');
    expect(west().forbiddenNamespaces).toEqual([]);
    // To who did not know that namespace, all of it is news.
    expect(view().changesSince(before).kind).toBe('unknown');

    forbidden.add('/api/v1/namespaces/sales/pods').add(path('risk'));
    server.cutConnections();
    await waitUntil(() => {
      clock.advance(1_000);
      return west().state === 'forbidden';
    });
    expect(west().forbiddenNamespaces).toEqual(['risk', 'sales']);
    // Nothing proves that they are gone.
    expect(names()).toBe('risk/b,sales/a');
  });

  it('is as well known as the worst of its parts', async () => {
    start('namespaces');
    await caughtUp();
    let broken = true;
    const { intercept } = server;
    server.intercept = request =>
      broken && request.path === path('risk')
        ? { status: 503 }
        : intercept(request);
    server.cutConnections();
    await waitUntil(() => west().state === 'stale');
    server.put('d', { namespace: 'sales' });
    await waitUntil(() => {
      clock.advance(1_000);
      return names() === 'risk/b,sales/a,sales/d';
    });
    await waitUntil(() => west().message === '503: {}');
    expect(west().state).not.toBe('live');
    broken = false;
    await waitUntil(() => {
      clock.advance(1_000);
      return west().state === 'live';
    });
  });

  it('never tells too little of what changed, though no two namespaces are in step', async () => {
    start('namespaces');
    await waitUntil(() => west().state === 'live' && west().count === 2);
    await caughtUp();
    const before = view().position();
    server.put('d', { namespace: 'risk' });
    await waitUntil(() => names().includes('risk/d'));
    // One of them has heard nothing since: all together have come no further.
    expect(positionOf(view().position())?.through).toEqual(
      positionOf(before)?.through,
    );
    expect(view().changesSince(before)).toEqual({
      kind: 'changes',
      touched: ['west/risk/d'],
    });
    server.put('e', { namespace: 'sales' });
    await waitUntil(() => names().includes('sales/e'));
    const later = view().position();
    expect(later).not.toEqual(before);
    expect(view().changesSince(before)).toEqual({
      kind: 'changes',
      touched: ['west/sales/e', 'west/risk/d'],
    });
    expect(view().changesSince(later)).toEqual({
      kind: 'changes',
      touched: ['west/sales/e'],
    });
    const scope = positionOf(later)?.scope;
    const ahead = { west: `${Number(server.version) + 100}@${scope}` };
    expect(view().changesSince(ahead).kind).toBe('behind');
    const waiting = view().waitFor({ west: `${server.version}@${scope}` }, 500);
    server.bookmark();
    expect(await waiting).toBe(true);
  });

  it('goes back to the whole when that is allowed, and loses nothing on the way', async () => {
    start('namespaces');
    await waitUntil(() => west().state === 'live' && west().count === 2);
    let least = Infinity;
    view().subscribe(() => {
      least = Math.min(least, view().count());
    });
    const before = view().position();
    forbidden.delete('/api/v1/pods');
    await waitUntil(() => {
      clock.advance(10_000);
      server.bookmark(); // or the watches would be taken for dead
      return west().reach === 'cluster';
    });
    await waitUntil(() => west().state === 'live');
    expect(names()).toBe('elsewhere/c,risk/b,sales/a');
    expect(least).toBe(2);
    expect(view().changesSince(before).kind).toBe('unknown');
    await waitUntil(() => server.openWatches === 2, 'one watch per resource');

    // And back again.
    forbidden.add('/api/v1/pods');
    server.cutConnections();
    await waitUntil(() => {
      clock.advance(1_000);
      return west().reach === 'namespaces' && west().state === 'live';
    });
    expect(names()).toBe('risk/b,sales/a');
    expect(least).toBe(2);
  });

  it('asks a function again and again', async () => {
    listed = ['risk'];
    start(kubernetesCluster => {
      if (listed.length === 0) {
        throw new Error('no names yet');
      }
      return kubernetesCluster === 'west' ? listed : [];
    });
    await waitUntil(() => names() === 'risk/b');
    listed = ['risk', 'risk', 'elsewhere'];
    await waitUntil(() => {
      clock.advance(10_000);
      server.bookmark();
      return names() === 'elsewhere/c,risk/b';
    });
    listed = [];
    clock.advance(60_000);
    await caughtUp();
    expect(names()).toBe('elsewhere/c,risk/b');
  });

  it('stays forbidden while there are no names, and looks again', async () => {
    ['sales', 'risk'].forEach(name => server.removeNamespace(name));
    start('namespaces');
    await waitUntil(() => west().state === 'forbidden');
    expect(await index.settled(1_000)).toBe(true);
    forbidden.clear();
    await waitUntil(() => {
      clock.advance(10_000);
      server.bookmark();
      return west().state === 'live';
    });
    expect(west()).toMatchObject({ reach: 'cluster', count: 1 });
  });

  it('begins with the whole again after a stop', async () => {
    start('namespaces');
    await waitUntil(() => west().state === 'live' && west().count === 2);
    await index.stop();
    forbidden.clear();
    index.start();
    await waitUntil(() => names() === 'elsewhere/c,risk/b,sales/a');
    expect(west().reach).toBe('cluster');
  });

  it('refuses to take namespaces from what is not there', () => {
    expect(() => start('nonsense')).toThrow("no resource 'nonsense'");
    start('namespaces');
  });
});
