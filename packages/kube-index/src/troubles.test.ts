import { atRate } from './__testUtils__/atRate';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { ManualClock } from './__testUtils__/ManualClock';
import { PodRow, pods } from './__testUtils__/pods';
import { waitUntil } from './__testUtils__/waitUntil';
import { createKubeIndex } from './createKubeIndex';
import { KubeIndex, KubeIndexOptions, ResourceDefinition } from './types';

const namespaces: ResourceDefinition<string> = {
  id: 'namespaces',
  group: '',
  version: 'v1',
  plural: 'namespaces',
  project: ({ metadata }) => ({ row: metadata.name, keys: {} }),
};

describe('an index in trouble', () => {
  let clock: ManualClock;
  let server: FakeApiServer;
  let index: KubeIndex;

  beforeEach(async () => {
    clock = new ManualClock();
    server = await FakeApiServer.start();
    server.streams = true;
  });

  afterEach(async () => {
    await index.stop();
    await waitUntil(() => clock.sleeping().length === 0, 'no timer to be left');
    await waitUntil(() => server.openSockets === 0, 'sockets to be closed');
    await server.close();
  });

  function start(options: Partial<KubeIndexOptions> = {}) {
    index = createKubeIndex({
      connections: [
        { name: 'west', credentials: async () => ({ server: server.url }) },
      ],
      resources: [pods],
      clock,
      random: () => 0.5,
      ...options,
    });
    index.start();
  }

  const view = () => index.resource<PodRow>('pods');
  const names = () =>
    view()
      .list()
      .entries.map(({ name }) => name);
  const of = (resource: string, kubernetesCluster = 'west') =>
    index
      .freshness()
      .find(
        each =>
          each.resource === resource &&
          each.kubernetesCluster === kubernetesCluster,
      )!;

  it.each([
    ['forwards', 7_200_000],
    ['backwards', -7_200_000],
  ])(
    'goes on when the clock is put %s, and still finds a silent watch',
    async (_, ms) => {
      server.put('a');
      start();
      await waitUntil(() => server.openWatches === 1 && names().length === 1);
      clock.jump(ms);
      server.put('b');
      await waitUntil(() => names().length === 2);

      // Nothing is heard from now on, by a clock that goes on from there.
      server.intercept = () => ({ status: 503 });
      await waitUntil(() => {
        clock.advance(10_000);
        return of('pods').state !== 'live';
      });
      expect(of('pods').message).toContain('Nothing heard for 90 s');
      server.intercept = () => undefined;
      await waitUntil(() => {
        if (of('pods').state !== 'live') {
          clock.advance(10_000);
        }
        return of('pods').state === 'live';
      });
      expect(names()).toEqual(['a', 'b']);
      server.put('c');
      await waitUntil(() => names().length === 3);
    },
  );

  it('waits for an API server that takes 30 s to answer, and shows the other', async () => {
    const slow = await FakeApiServer.start();
    slow.streams = true;
    slow.put('late');
    slow.intercept = () => ({ afterMs: 30_000, clock });
    server.put('a');
    start({
      connections: [
        { name: 'west', credentials: async () => ({ server: server.url }) },
        { name: 'slow', credentials: async () => ({ server: slow.url }) },
      ],
    });
    await waitUntil(() => of('pods').state === 'live');
    await waitUntil(() => slow.requests.length === 1);
    expect(names()).toEqual(['a']);
    expect(of('pods', 'slow')).toMatchObject({
      state: 'syncing',
      everSynced: false,
    });
    clock.advance(30_000);
    await waitUntil(() => of('pods', 'slow').state === 'live');
    expect(of('pods', 'slow').failures).toBe(0);
    expect(names()).toEqual(['late', 'a']);
    await index.stop();
    await waitUntil(() => slow.openSockets === 0);
    await slow.close();
  });

  it.each([true, false])(
    'takes an object of 1.5 MB in a list and in a watch (streamed: %p)',
    async streams => {
      server.streams = streams;
      server.put('big', { padding: 1_500_000 });
      start();
      await waitUntil(() => server.openWatches === 1 && names().length === 1);
      server.put('bigger', { padding: 1_500_000, phase: 'Failed' });
      await waitUntil(() => names().length === 2);
      expect(view().facet('phase')).toEqual({ Running: 1, Failed: 1 });
      expect(of('pods').failures).toBe(0);
    },
  );

  it('keeps up with 10,000 events a second for ten seconds', async () => {
    start();
    await waitUntil(() => server.openWatches === 1);
    const before = view().position();
    let loading = true;
    const load = atRate({ perSecond: 10_000, seconds: 10 }, count => {
      server.put(`p${count % 1_000}`, { phase: `phase-${count}` });
    }).finally(() => {
      loading = false;
    });
    // What happened up to now, while more goes on happening.
    const catchUp = async () => {
      const now = server.version;
      expect(await view().waitFor({ west: now }, 5_000)).toBe(true);
      await waitUntil(() => !loading || server.version !== now);
    };
    let caughtUp = 0;
    for (; loading; caughtUp++) await catchUp();
    await load;
    expect(caughtUp).toBeGreaterThan(10);
    expect(await view().waitFor({ west: server.version }, 5_000)).toBe(true);
    expect(view().facet('phase')).toEqual(
      Object.fromEntries(
        Array.from({ length: 1_000 }, (_, n) => [`phase-${99_000 + n}`, 1]),
      ),
    );
    // More than the log holds: said, not guessed.
    expect(view().changesSince(before).kind).toBe('unknown');
    expect(of('pods')).toMatchObject({ state: 'live', failures: 0 });
  }, 60_000);

  it('picks up a resource when its CRD appears, and drops it when it goes', async () => {
    let exists = false;
    server.put('a');
    server.intercept = ({ path }) =>
      exists || path !== '/api/v1/pods'
        ? undefined
        : { status: 404, body: '404 page not found' };
    start({ resources: [pods, namespaces] });
    await waitUntil(() => of('pods').state === 'absent');
    expect(await index.settled(1_000)).toBe(true);
    expect(of('pods').everSynced).toBe(false);

    exists = true;
    await waitUntil(() => {
      clock.advance(10_000);
      server.bookmark();
      return of('pods').state === 'live';
    });
    expect(names()).toEqual(['a']);

    exists = false;
    server.endWatches();
    await waitUntil(() => {
      clock.advance(10_000);
      server.bookmark();
      return names().length === 0;
    });
    expect(of('pods').state).toBe('absent');
    expect(of('namespaces').state).toBe('live');
  });

  it('leaves the other resources alone when one is forbidden', async () => {
    server.put('a');
    server.putNamespace('sales');
    server.intercept = ({ path }) =>
      path === '/api/v1/pods'
        ? { status: 403, body: { message: 'pods is forbidden' } }
        : undefined;
    start({ resources: [pods, namespaces] });
    await waitUntil(() => of('pods').state === 'forbidden');
    await waitUntil(() => of('namespaces').state === 'live');
    server.putNamespace('risk');
    await waitUntil(() => index.resource('namespaces').count() === 2);
    expect(of('pods')).toMatchObject({
      message: '403: pods is forbidden',
      count: 0,
      everSynced: false,
    });
    expect(of('namespaces').failures).toBe(0);
  });

  it('asks for credentials again when they expire under an open watch', async () => {
    let valid = 1;
    let asked = 0;
    server.intercept = ({ authorization }) =>
      authorization === `Bearer ${valid}` ? undefined : { status: 401 };
    start({
      connections: [
        {
          name: 'west',
          credentials: async () => {
            asked += 1;
            return { server: server.url, token: String(valid) };
          },
        },
      ],
    });
    await waitUntil(() => server.openWatches === 1);
    valid = 2;
    server.bookmark();
    server.say({
      type: 'ERROR',
      object: { code: 401, message: 'the token has expired' },
    });
    await waitUntil(() => asked === 2 && server.openWatches === 1);
    server.put('a');
    await waitUntil(() => names().length === 1);
    expect(of('pods').failures).toBe(0);
  });

  it('says what is wrong with credentials, and goes on when they come', async () => {
    let broken = true;
    server.put('a');
    start({
      connections: [
        {
          name: 'west',
          credentials: async () => {
            if (broken) {
              throw new Error('the token file is not there');
            }
            return { server: server.url };
          },
        },
      ],
    });
    await waitUntil(() => of('pods').state === 'unreachable');
    expect(of('pods').message).toBe('the token file is not there');
    broken = false;
    await waitUntil(() => {
      if (names().length === 0) {
        clock.advance(1_000);
      }
      return names().length === 1;
    });
  });
});
