import { generate } from 'selfsigned';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { ManualClock } from './__testUtils__/ManualClock';
import { PodRow, pods } from './__testUtils__/pods';
import { waitUntil } from './__testUtils__/waitUntil';
import { createKubeIndex } from './createKubeIndex';
import { parsePosition } from './position';
import {
  ChangeEvent,
  ConnectionCredentials,
  KubeIndex,
  KubeIndexOptions,
} from './types';

describe('createKubeIndex', () => {
  const running: Array<{ stop(): Promise<void> }> = [];
  const servers: FakeApiServer[] = [];
  let clock: ManualClock;
  let server: FakeApiServer;

  beforeEach(async () => {
    clock = new ManualClock();
    server = await FakeApiServer.start();
    servers.push(server);
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map(index => index.stop()));
    await waitUntil(() => clock.sleeping().length === 0, 'no timer to be left');
    await waitUntil(
      () => servers.every(each => each.openSockets === 0),
      'every socket to be closed',
    );
    await Promise.all(servers.splice(0).map(each => each.close()));
  });

  function start(
    options: Partial<KubeIndexOptions> & {
      credentials?: () => Promise<ConnectionCredentials>;
    } = {},
  ) {
    const { credentials = async () => ({ server: server.url }), ...rest } =
      options;
    const index = createKubeIndex({
      connections: [{ name: 'west', credentials }],
      resources: [pods],
      clock,
      random: () => 0.5,
      pageSize: 2,
      ...rest,
    });
    running.push(index);
    index.start();
    return index;
  }

  const names = (index: KubeIndex) =>
    index
      .resource<PodRow>('pods')
      .list()
      .entries.map(({ name }) => name);
  const west = (index: KubeIndex) => index.freshness()[0];
  const isLive = (index: KubeIndex) => () =>
    west(index).state === 'live' && server.openWatches > 0;

  it('lists in pages, then watches with bookmarks', async () => {
    ['a', 'b', 'c', 'd', 'e'].forEach(name => server.put(name));
    const index = start();
    const view = index.resource<PodRow>('pods');
    expect(west(index)).toMatchObject({ state: 'syncing', everSynced: false });
    expect(await index.settled(1_000)).toBe(true);
    expect(names(index)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(view.position()).toEqual({ west: server.version });
    expect(server.count('list')).toBe(3);

    await waitUntil(isLive(index));
    const [watch] = server.requests.filter(({ kind }) => kind === 'watch');
    expect(Object.fromEntries(watch.query)).toEqual({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: server.version,
      timeoutSeconds: '450',
    });
    server.put('a', { phase: 'Failed' });
    server.remove('b');
    server.put('f');
    server.bookmark();
    expect(await view.waitFor({ west: server.version }, 1_000)).toBe(true);
    expect(names(index)).toEqual(['a', 'c', 'd', 'e', 'f']);
    expect(view.get('west', 'dom-sales', 'a')?.row.phase).toBe('Failed');
    expect(view.facet('phase')).toEqual({ Failed: 1, Running: 4 });
    expect(view.facet('scope', { where: { phase: ['Failed'] } })).toEqual({
      'west/dom-sales': 1,
    });
    expect(west(index)).toMatchObject({ count: 5, relists: 0, failures: 0 });
  });

  it('reads what comes in pieces that cut lines and characters', async () => {
    server.chunkSize = 3;
    const index = start();
    await waitUntil(isLive(index));
    server.put('größe-日本', { phase: 'Läuft 🚀' });
    await waitUntil(() => names(index).length === 1);
    expect(
      index.resource<PodRow>('pods').get('west', 'dom-sales', 'größe-日本')?.row
        .phase,
    ).toBe('Läuft 🚀');
  });

  it('goes on from where it was when the connection is cut, without a list', async () => {
    const index = start();
    await waitUntil(isLive(index));
    server.cutConnections();
    await waitUntil(() => west(index).state === 'stale');
    server.put('a');
    clock.advance(1_000);
    await waitUntil(() => names(index).length === 1);
    expect(west(index)).toMatchObject({ state: 'live', failures: 1 });
    expect(server.count('list')).toBe(1);
  });

  it('opens the next watch when one ends in good order', async () => {
    const index = start();
    await waitUntil(isLive(index));
    clock.advance(60_000);
    server.endWatches();
    await waitUntil(() => server.count('watch') === 2);
    await waitUntil(isLive(index));
    expect(west(index).failures).toBe(0);
  });

  it.each([
    ['as an answer', () => server.cutConnections()],
    [
      'as an event',
      () =>
        server.say({
          type: 'ERROR',
          object: { code: 410, message: 'too old' },
        }),
    ],
  ])('lists again after 410 %s', async (_, lose) => {
    ['a', 'b', 'c'].forEach(name => server.put(name));
    const index = start();
    await waitUntil(isLive(index));
    const events: string[] = [];
    index
      .resource<PodRow>('pods')
      .subscribe(({ type, key }) =>
        events.push(key ? `${type} ${key.split('/')[2]}` : type),
      );
    lose();
    await waitUntil(() => server.openWatches === 0);
    server.remove('b');
    server.put('d');
    server.forgetHistory();
    await waitUntil(() => {
      if (west(index).state === 'stale') {
        clock.advance(1_000);
      }
      return names(index).join() === 'a,c,d';
    });
    await waitUntil(isLive(index));
    expect(west(index).relists).toBeGreaterThan(0);
    expect(events).toEqual(
      expect.arrayContaining(['added d', 'removed b', 'synced']),
    );
    expect(events).not.toContain('removed a');
  });

  it('starts a list again when its pages expire in the middle', async () => {
    ['a', 'b', 'c', 'd', 'e'].forEach(name => server.put(name));
    server.intercept = ({ query }) => {
      if (query.get('continue') && server.count('list') === 2) {
        server.forgetHistory();
        server.remove('a');
      }
      return undefined;
    };
    const index = start();
    expect(await index.settled(1_000)).toBe(true);
    expect(names(index)).toEqual(['b', 'c', 'd', 'e']);
    expect(server.count('list')).toBe(4);
    expect(west(index).failures).toBe(0);
  });

  it('asks for credentials again after 401, at once', async () => {
    let token = 'old';
    const index = start({
      credentials: async () => {
        const credentials = { server: server.url, token };
        token = 'new';
        return credentials;
      },
    });
    server.intercept = ({ authorization }) =>
      authorization === 'Bearer new' ? undefined : { status: 401 };
    expect(await index.settled(1_000)).toBe(true);
    expect(west(index).failures).toBe(0);
  });

  it.each([
    [
      403,
      'forbidden',
      { message: 'pods is forbidden' },
      '403: pods is forbidden',
    ],
    [404, 'absent', '404 page not found', '404: 404 page not found'],
    [500, 'unreachable', '<html>', '500: <html>'],
  ] as const)(
    'says of %d that it is %s, settles, and tries again',
    async (status, state, body, message) => {
      server.put('a');
      server.intercept = () => ({ status, body });
      const index = start();
      expect(await index.settled(1_000)).toBe(true);
      expect(west(index)).toMatchObject({ state, message, everSynced: false });
      server.intercept = () => undefined;
      await waitUntil(() => clock.sleeping().length > 0);
      clock.advance(30_000);
      await waitUntil(isLive(index));
      expect(names(index)).toEqual(['a']);
      expect(west(index).message).toBeUndefined();
    },
  );

  it('remembers the last error after it is over, and says how far it reaches', async () => {
    server.intercept = () => ({ status: 500, body: 'out of order' });
    const index = start();
    await waitUntil(() => west(index).failures === 1);
    const at = clock.now();
    server.intercept = () => undefined;
    await waitUntil(() => clock.sleeping().length > 0);
    clock.advance(30_000);
    await waitUntil(isLive(index));
    expect(west(index)).toMatchObject({
      lastError: { at, message: '500: out of order' },
      reach: 'cluster',
    });
    expect(west(index).message).toBeUndefined();
  });

  it('is measured by whoever wants to, and survives how they do it', async () => {
    const seen: string[] = [];
    const warnings: string[] = [];
    ['a', 'b', 'c'].forEach(name => server.put(name));
    let refuses = true;
    server.intercept = () => (refuses ? { status: 500 } : undefined);
    const index = start({
      logger: {
        debug: () => {},
        info: () => {},
        warn: message => warnings.push(message),
      },
      metrics: {
        requested: ({ request }) => seen.push(request),
        listed: ({ objects, ms }) => seen.push(`listed ${objects} in ${ms}`),
        relisted: ({ kubernetesCluster, resource }) =>
          seen.push(`relisted ${resource} of ${kubernetesCluster}`),
        failed: ({ reason }) => {
          seen.push(reason);
          throw new Error('a bad counter');
        },
        event: ({ type }) => seen.push(type),
      },
    });
    await waitUntil(() => west(index).failures === 1);
    refuses = false;
    await waitUntil(() => clock.sleeping().length > 0);
    clock.advance(30_000);
    await waitUntil(isLive(index));
    server.put('d');
    server.bookmark();
    server.say({ type: 'ERROR', object: { code: 410, message: 'too old' } });
    await waitUntil(() => west(index).relists === 1 && isLive(index)());
    expect(seen).toEqual([
      'stream',
      'unreachable',
      'stream',
      'list',
      'list',
      'listed 3 in 0',
      'watch',
      'ADDED',
      'BOOKMARK',
      'relisted pods of west',
      'list',
      'list',
      'listed 4 in 0',
      'watch',
    ]);
    expect(warnings).toContain('A measurement of the index failed');
  });

  it('leaves a server alone for as long as it asks', async () => {
    server.intercept = () => ({
      status: 429,
      headers: { 'retry-after': '20' },
    });
    start();
    await waitUntil(() => clock.sleeping().includes(20_000));
    server.intercept = () => undefined;
    expect(server.requests).toHaveLength(1);
    clock.advance(20_000);
    await waitUntil(() => server.openWatches === 1);
  });

  it('takes a silent watch, and a list that never answers, for dead', async () => {
    let hangs = true;
    server.intercept = ({ kind }) =>
      kind === 'list' && hangs ? 'hang' : undefined;
    const index = start({ silentWatchMs: 60_000 });
    await waitUntil(() => server.count('list') === 1);
    hangs = false;
    clock.advance(60_000);
    await waitUntil(() => west(index).state === 'unreachable');
    clock.advance(1_000);
    await waitUntil(isLive(index));

    clock.advance(40_000);
    server.bookmark();
    await waitUntil(
      () =>
        parsePosition(index.resource('pods').position().west)?.through ===
        BigInt(server.version),
    );
    clock.advance(40_000);
    expect(west(index).state).toBe('live');
    clock.advance(20_000);
    await waitUntil(() => west(index).state === 'stale');
    expect(west(index).message).toBe('Nothing heard for 60 s');
    // Gives the loop its next pause, so that nothing is cut off half way.
    clock.advance(2_000);
    await waitUntil(() => server.count('watch') === 2);
  });

  it.each(['{"type":', '[]', '{"type":"NEW","object":{}}', '{"object":1}'])(
    'trusts nothing after %s and lists again',
    async line => {
      const index = start();
      await waitUntil(isLive(index));
      server.put('a');
      await waitUntil(() => names(index).length === 1);
      server.sayRaw(`${line}\n`);
      await waitUntil(() => west(index).failures === 1);
      clock.advance(1_000);
      await waitUntil(() => west(index).relists === 1 && isLive(index)());
      expect(names(index)).toEqual(['a']);
    },
  );

  it('drops an object whose projection fails, with a warning, and no other', async () => {
    const warnings: string[] = [];
    server.put('a');
    server.put('bad');
    server.put('c');
    const index = start({
      logger: {
        debug: () => {},
        info: () => {},
        warn: message => warnings.push(message),
      },
      resources: [
        {
          ...pods,
          project: (object, context) => {
            if (object.metadata.name === 'bad') {
              throw new Error('no such field');
            }
            return pods.project(object, context);
          },
        },
      ],
    });
    await waitUntil(isLive(index));
    expect(names(index)).toEqual(['a', 'c']);
    expect(warnings).toEqual([
      'Dropped pods dom-sales/bad of west: its projection failed',
    ]);
  });

  it('drops a row that is no longer projected to anything', async () => {
    server.put('a');
    const index = start({
      resources: [
        {
          ...pods,
          project: (object, context) => {
            const projection = pods.project(object, context);
            return projection?.row.phase === 'Succeeded'
              ? undefined
              : projection;
          },
        },
      ],
    });
    await waitUntil(isLive(index));
    const position = index.resource('pods').position();
    server.put('a', { phase: 'Succeeded' });
    await waitUntil(() => names(index).length === 0);
    expect(index.resource('pods').changesSince(position)).toEqual({
      kind: 'changes',
      touched: ['west/dom-sales/a'],
    });
  });

  it('survives its subscribers', async () => {
    const index = start();
    const view = index.resource<PodRow>('pods');
    const seen: ChangeEvent<PodRow>[] = [];
    view.subscribe(() => {
      throw new Error('a bad subscriber');
    });
    const unsubscribe = view.subscribe(event => seen.push(event));
    await waitUntil(isLive(index));
    server.put('a');
    server.put('a', { phase: 'Failed' });
    await waitUntil(() => seen.some(({ type }) => type === 'changed'));
    expect(seen.map(({ type }) => type)).toEqual([
      'synced',
      'freshness',
      'added',
      'changed',
    ]);
    expect(seen[3]).toMatchObject({
      kubernetesCluster: 'west',
      resource: 'pods',
      key: 'west/dom-sales/a',
      row: { phase: 'Failed' },
      previous: { phase: 'Running' },
    });
    unsubscribe();
    server.remove('a');
    await waitUntil(() => names(index).length === 0);
    expect(seen).toHaveLength(4);
  });

  it('shows one Kubernetes cluster while another is down', async () => {
    const east = await FakeApiServer.start();
    servers.push(east);
    server.put('a');
    east.put('b');
    east.intercept = () => ({ status: 503 });
    const index = start({
      connections: [
        { name: 'west', credentials: async () => ({ server: server.url }) },
        { name: 'east', credentials: async () => ({ server: east.url }) },
        {
          name: 'north',
          credentials: async () => {
            throw new Error('no credentials');
          },
        },
      ],
    });
    const view = index.resource<PodRow>('pods');
    expect(await index.settled(1_000)).toBe(true);
    expect(names(index)).toEqual(['a']);
    expect(
      index
        .freshness()
        .map(({ kubernetesCluster, state }) => [kubernetesCluster, state]),
    ).toEqual([
      ['west', 'live'],
      ['east', 'unreachable'],
      ['north', 'unreachable'],
    ]);
    const before = view.position();
    expect(Object.keys(before)).toEqual(['west']);
    expect(await view.waitFor({ south: '1' }, 1_000)).toBe(false);

    east.intercept = () => undefined;
    await waitUntil(() => {
      clock.advance(1_000);
      return names(index).join() === 'b,a';
    });
    // Rows of a Kubernetes cluster that the asker has never heard of are news.
    expect(view.changesSince(before).kind).toBe('unknown');
    expect(view.changesSince(before, ['west'])).toEqual({
      kind: 'changes',
      touched: [],
    });
    expect(view.changesSince({ ...view.position(), west: '999999' }).kind).toBe(
      'behind',
    );
  });

  it('stops in the middle of anything and starts again', async () => {
    server.intercept = () => 'hang';
    const index = start();
    const waiting = index.resource('pods').waitFor({ west: '1' }, 60_000);
    await waitUntil(() => server.requests.length === 1);
    await index.stop();
    expect(await waiting).toBe(false);
    expect(clock.sleeping()).toEqual([]);
    server.intercept = () => undefined;
    server.put('a');
    index.start();
    await waitUntil(() => names(index).length === 1);
  });

  it('trusts the certificate authority it is given, and no other', async () => {
    const certificate = await generate(
      [{ name: 'commonName', value: 'fake' }],
      {
        extensions: [
          {
            name: 'subjectAltName',
            altNames: [{ type: 7, ip: '127.0.0.1' }],
          },
        ],
      },
    );
    const secure = await FakeApiServer.start({
      key: certificate.private,
      cert: certificate.cert,
    });
    servers.push(secure);
    secure.put('a');
    const caData = Buffer.from(certificate.cert).toString('base64');
    const connect = (name: string, more: Partial<ConnectionCredentials>) => ({
      name,
      credentials: async () => ({ server: secure.url, token: 't', ...more }),
    });
    const index = start({
      connections: [
        connect('base64', { caData }),
        connect('pem', { caData: certificate.cert }),
        connect('careless', { skipTLSVerify: true }),
        connect('stranger', {}),
      ],
    });
    expect(await index.settled(1_000)).toBe(true);
    await waitUntil(() => secure.openWatches === 3);
    expect(index.freshness().map(({ state, count }) => [state, count])).toEqual(
      [
        ['live', 1],
        ['live', 1],
        ['live', 1],
        ['unreachable', 0],
      ],
    );
    expect(index.freshness()[3].message).toContain('certificate');
    expect(secure.requests[0].authorization).toBe('Bearer t');
  });

  it('refuses names that could not be told apart', () => {
    const connection = {
      name: 'west',
      credentials: async () => ({ server: server.url }),
    };
    expect(() =>
      createKubeIndex({ connections: [connection, connection], resources: [] }),
    ).toThrow('Two are called');
    expect(() =>
      createKubeIndex({
        connections: [{ ...connection, name: 'a/b' }],
        resources: [],
      }),
    ).toThrow('cannot be the name');
    expect(() =>
      createKubeIndex({ connections: [], resources: [pods, pods] }),
    ).toThrow('Two are called');
    expect(() =>
      createKubeIndex({ connections: [], resources: [] }).resource('pods'),
    ).toThrow("no resource 'pods'");
  });
});
