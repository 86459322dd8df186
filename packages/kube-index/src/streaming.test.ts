import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { ManualClock } from './__testUtils__/ManualClock';
import { pod, PodRow, pods } from './__testUtils__/pods';
import { waitUntil } from './__testUtils__/waitUntil';
import { createKubeIndex } from './createKubeIndex';
import { KubeIndex } from './types';

describe('a streamed list', () => {
  let clock: ManualClock;
  let server: FakeApiServer;
  let index: KubeIndex;

  beforeEach(async () => {
    clock = new ManualClock();
    server = await FakeApiServer.start();
    server.streams = true;
    index = createKubeIndex({
      connections: [
        { name: 'west', credentials: async () => ({ server: server.url }) },
      ],
      resources: [pods],
      clock,
      random: () => 0.5,
      pageSize: 2,
    });
  });

  afterEach(async () => {
    await index.stop();
    await waitUntil(() => clock.sleeping().length === 0, 'no timer to be left');
    await waitUntil(() => server.openSockets === 0, 'sockets to be closed');
    await server.close();
  });

  const names = () =>
    index
      .resource<PodRow>('pods')
      .list()
      .entries.map(({ name }) => name);
  const west = () => index.freshness()[0];
  const isLive = () => west().state === 'live' && server.openWatches > 0;
  const kinds = () => server.requests.map(({ kind }) => kind);

  /** Lets whatever waits for its next attempt make it. */
  const recover = () =>
    waitUntil(() => {
      if (!isLive() && clock.sleeping().some(ms => ms < 90_000)) {
        clock.advance(1_000);
      }
      return isLive();
    });

  it('goes on as the watch: one request for both', async () => {
    ['a', 'b', 'c', 'd', 'e'].forEach(name => server.put(name));
    index.start();
    expect(await index.settled(1_000)).toBe(true);
    await waitUntil(isLive);
    expect(names()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(index.resource('pods').position()).toEqual({ west: server.version });
    expect(Object.fromEntries(server.requests[0].query)).toEqual({
      watch: 'true',
      allowWatchBookmarks: 'true',
      sendInitialEvents: 'true',
      resourceVersionMatch: 'NotOlderThan',
      timeoutSeconds: '450',
    });
    server.remove('b');
    server.put('f');
    await waitUntil(() => names().join() === 'a,c,d,e,f');
    server.endWatches();
    await waitUntil(() => server.count('watch') === 1);
    expect(kinds()).toEqual(['stream', 'watch']);
    await waitUntil(isLive);
  });

  it('counts for nothing gone until its end has come', async () => {
    ['a', 'b', 'c'].forEach(name => server.put(name));
    index.start();
    await waitUntil(isLive);
    const before = index.resource('pods').position();

    server.cutConnections();
    server.remove('b');
    server.put('d');
    server.put('e');
    server.forgetHistory();
    server.holdsStreams = true;
    await waitUntil(() => {
      if (server.count('stream') === 1) {
        clock.advance(1_000);
      }
      return names().includes('d');
    });
    expect(names()).toEqual(['a', 'b', 'c', 'd', 'e']);
    // The same, with rows that are ahead of it.
    expect(index.resource('pods').position().west).toMatch(
      new RegExp(`^${before.west}\\+`),
    );

    // Things go on happening meanwhile.
    server.remove('a');
    await waitUntil(() => !names().includes('a'));
    server.put('a');
    server.remove('c');
    server.say(server.endOfStream());
    await waitUntil(isLive);
    expect(names()).toEqual(['a', 'd', 'e']);
    expect(index.resource('pods').changesSince(before)).toEqual({
      kind: 'changes',
      touched: expect.arrayContaining(
        ['a', 'b', 'c', 'd', 'e'].map(name => `west/dom-sales/${name}`),
      ),
    });
  });

  it('is a list in pages where the server refuses, and is not asked for again', async () => {
    server.streams = false;
    ['a', 'b', 'c'].forEach(name => server.put(name));
    index.start();
    await waitUntil(isLive);
    server.say({ type: 'ERROR', object: { code: 410, message: 'too old' } });
    await waitUntil(() => west().relists === 1 && isLive());
    expect(kinds()).toEqual([
      'stream',
      'list',
      'list',
      'watch',
      'list',
      'list',
      'watch',
    ]);
    expect(west().failures).toBe(0);

    // A newer server an hour later.
    server.streams = true;
    clock.advance(3_600_000);
    await waitUntil(() => west().state === 'stale');
    await recover();
    server.bookmark();
    server.say({ type: 'ERROR', object: { code: 410, message: 'too old' } });
    await waitUntil(() => west().relists === 2 && isLive());
    expect(server.count('stream')).toBe(2);
    expect(names()).toEqual(['a', 'b', 'c']);
  });

  it('is a list in pages where the server takes it for an ordinary watch', async () => {
    server.holdsStreams = true;
    server.put('a');
    index.start();
    await waitUntil(() => server.openWatches === 1);
    server.bookmark();
    await waitUntil(() => kinds().join() === 'stream,list,watch' && isLive());
    expect(names()).toEqual(['a']);
  });

  it('takes an API server that never answers for one that is not there', async () => {
    server.intercept = () => 'hang';
    index.start();
    await waitUntil(() => server.requests.length === 1);
    clock.advance(90_000);
    await waitUntil(() => west().state === 'unreachable');
    server.intercept = () => undefined;
    await recover();
    expect(kinds()).toEqual(['stream', 'stream']);
  });

  it.each([
    ['closes', () => server.endWatches(), 'closed before it was complete'],
    ['cuts', () => server.cutConnections(), 'aborted'],
    [
      'says that it is too old',
      () => server.say({ type: 'ERROR', object: { code: 410, message: 'x' } }),
      '',
    ],
    ['says nothing more', () => clock.advance(2_000), ''],
  ])(
    'is begun again, in pages, when the server %s in the middle',
    async (_, breakOff, message) => {
      server.holdsStreams = true;
      ['a', 'b', 'c'].forEach(name => server.put(name));
      index.start();
      await waitUntil(() => names().length === 2);
      breakOff();
      await waitUntil(() => server.openWatches === 0);
      server.remove('a');
      await recover();
      await waitUntil(() => names().join() === 'b,c');
      expect(west().lastError?.message ?? '').toContain(message);
      expect(kinds().slice(0, 2)).toEqual(['stream', 'list']);
    },
  );

  it('never holds the whole of a big list', async () => {
    const sizes: number[] = [];
    let applied = 0;
    for (let i = 0; i < 1_000; i++) {
      server.put(`p${i}`);
    }
    index.resource('pods').subscribe(({ type }) => {
      applied += type === 'added' ? 1 : 0;
      sizes.push(applied);
    });
    index.start();
    await waitUntil(isLive);
    expect(applied).toBe(1_000);
    expect(server.count('list')).toBe(0);
    // Rows are there long before the end, though none is proof of anything yet.
    expect(sizes[1]).toBeLessThan(5);
  });

  it('drops what has no name', async () => {
    server.holdsStreams = true;
    index.start();
    await waitUntil(() => server.openWatches === 1);
    server.say({ type: 'ADDED', object: {} });
    server.say({ type: 'ADDED', object: pod('a', { version: 1 }) });
    server.say(server.endOfStream());
    await waitUntil(isLive);
    expect(names()).toEqual(['a']);
  });
});
