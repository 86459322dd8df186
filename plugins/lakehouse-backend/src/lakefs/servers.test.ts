import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { closeServer, listen } from '../__testUtils__/listening';
import { FakeClock } from './__testUtils__/FakeClock';
import {
  CANARY,
  startTestLake,
  type TestLake,
} from './__testUtils__/startTestLake';
import { askLakeFS } from './askLakeFS';
import { LakeFSBooks } from './LakeFSBooks';
import { LakeFSServer } from './LakeFSServer';
import { readLakeFSConfig } from './readLakeFSConfig';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';

jest.setTimeout(60_000);

const SALES = { server: 'lake', repository: 'sales-lake' };
const INTERVAL = 30_000;

function open(endpoint: string, credentials: JsonObject = CANARY) {
  const clock = new FakeClock();
  const servers = [{ name: 'lake', endpoint, credentials }];
  const [config] = readLakeFSConfig(
    new ConfigReader({ lakehouse: { lakefs: { servers } } }),
  );
  const server = new LakeFSServer({ config, clock });
  return {
    clock,
    server,
    books: new LakeFSBooks([server], { of: () => new Map() }),
  };
}

describe('on a lakeFS', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await startTestLake(['sales-lake']);
  });
  afterEach(() => lake.stop());

  it('tells the last book while it is away for an hour, and asks seldom', async () => {
    const { clock, books, server } = open(lake.url);
    await books.find(SALES);
    const { readAt } = await books.look(SALES);
    lake.watch(() => ({ status: 503, body: { message: 'away' } }));
    lake.asked.length = 0;
    for (let looks = 0; looks < 12; looks++) {
      clock.advance(5 * 60_000);
      const [{ listed }, known] = [
        await books.find(SALES),
        await books.look(SALES),
      ];
      expect(listed.failure?.state).toBe('unreachable');
      expect(known).toMatchObject({
        readAt,
        value: { branches: [{ id: 'main' }] },
        failure: { state: 'unreachable' },
      });
    }
    // Each time one list of repositories and a book of three, each tried twice.
    expect(lake.asked.length).toBeLessThanOrEqual(12 * 8);
    expect(server.requests.lastHour()).toBeLessThanOrEqual(12 * 8);
    lake.watch();
    clock.advance(60_000);
    expect((await books.look(SALES)).failure).toBeUndefined();
  });

  it('says that its key is refused, until the files hold the new one', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'lakefs-key-'));
    const file = (name: string) => path.join(directory, name);
    try {
      await writeFile(file('id'), `${CANARY.accessKeyId}\n`);
      await writeFile(file('secret'), 'the one before the rotation');
      const { clock, server } = open(lake.url, {
        accessKeyIdFile: file('id'),
        secretAccessKeyFile: file('secret'),
      });
      const refused = await server.repositories.look();
      expect(refused.value).toBeUndefined();
      expect(refused.failure).toMatchObject({
        state: 'refused',
        message: expect.stringContaining("refuses the portal's key"),
      });
      await writeFile(file('secret'), CANARY.secretAccessKey);
      clock.advance(INTERVAL);
      const known = await server.repositories.look();
      expect(known.failure).toBeUndefined();
      expect([...known.value!.keys()]).toEqual(['sales-lake']);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('says that a repository is gone, where it was deleted meanwhile', async () => {
    const { clock, books } = open(lake.url);
    await books.find(SALES);
    await books.look(SALES);
    lake.watch(({ path: asked }) =>
      asked.includes('sales-lake')
        ? { status: 404, body: { message: 'not found' } }
        : undefined,
    );
    clock.advance(INTERVAL);
    await expect(books.look(SALES)).rejects.toThrow(
      "lakeFS lake has no repository sales-lake: it was deleted, or the domain's settings name one that was never made",
    );
  });
});

describe('on what is no good lakeFS', () => {
  const stops: Array<() => Promise<unknown>> = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) {
      await stop();
    }
  });

  async function serve(listener: RequestListener): Promise<string> {
    const http = createServer(listener);
    stops.push(() => closeServer(http));
    return listen(http);
  }

  it('leaves it alone for as long as it asks for', async () => {
    let asked = 0;
    const { clock, server, books } = open(
      await serve((_, response) => {
        asked += 1;
        response.writeHead(429, { 'retry-after': '120' });
        response.end('{"message":"slow down"}');
      }),
    );
    const known = await server.repositories.look();
    expect(known.failure?.state).toBe('limited');
    expect(asked).toBe(1);
    clock.advance(INTERVAL);
    await expect(books.find(SALES)).rejects.toThrow('asks for patience');
    await expect(
      askLakeFS(server, 'branch main', client =>
        client.branches.get('sales-lake', 'main'),
      ),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
    expect(asked).toBe(1);
    clock.advance(120_000);
    await server.repositories.look();
    expect(asked).toBe(2);
  });

  it('tells at once that it is slow, and goes on waiting itself', async () => {
    const { clock, server } = open(await serve(() => {}));
    const look = server.repositories.look();
    clock.advance(6_000);
    expect(await look).toEqual({ late: true });
  });

  it('lets nobody wait long again for one that is away, and says since when', async () => {
    let asked = 0;
    let listener: RequestListener = (_, response) => response.destroy();
    const { clock, server } = open(
      await serve((request, response) => {
        asked += 1;
        listener(request, response);
      }),
    );
    clock.advance(Date.parse('2026-11-22T01:46:10Z') - clock.now());
    const ask = () =>
      askLakeFS(server, 'branch main', client =>
        client.branches.get('sales-lake', 'main'),
      );
    await expect(ask()).rejects.toThrow(/since 2026-11-22 01:46 UTC$/);
    expect(asked).toBe(2);
    clock.advance(60_000);
    listener = () => {};
    // Tried once, and not for as long as one that was there just now.
    await expect(ask()).rejects.toThrow(
      /does not answer in time.* since 2026-11-22 01:46 UTC$/,
    );
    expect(asked).toBe(3);

    listener = (_, response) =>
      response.end('{"id":"main","commit_id":"c0ffee"}');
    expect(await ask()).toMatchObject({ commitId: 'c0ffee' });
    clock.advance(60_000);
    listener = (_, response) => response.destroy();
    asked = 0;
    await expect(ask()).rejects.toThrow(/since 2026-11-22 01:48 UTC$/);
    expect(asked).toBe(2);
  });

  it.each<[string, RequestListener]>([
    [
      'a redirect',
      (_, response) => response.writeHead(302, { location: '/login' }).end(),
    ],
    ['a page', (_, response) => response.end('<html></html>')],
    ['another shape', (_, response) => response.end('{"results":7}')],
    ['a broken connection', (_, response) => response.destroy()],
    [
      'an echo of what was sent',
      (request, response) =>
        response
          .writeHead(500)
          .end(JSON.stringify({ message: JSON.stringify(request.headers) })),
    ],
  ])('says what is wrong with %s, without the key', async (_, listener) => {
    const { server, books } = open(await serve(listener));
    const { value, failure } = await server.repositories.look();
    expect(value).toBeUndefined();
    expect(failure?.state).toBe('unreachable');
    const basic = Buffer.from(
      `${CANARY.accessKeyId}:${CANARY.secretAccessKey}`,
    ).toString('base64');
    for (const secret of [CANARY.secretAccessKey, basic]) {
      expect(JSON.stringify(failure)).not.toContain(secret);
    }
    await expect(books.find(SALES)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
  });

  it('says so where nothing listens', async () => {
    const { server } = open('http://localhost:1');
    const { failure } = await server.repositories.look();
    expect(failure?.message).toContain("lakeFS lake can't be reached");
    // Where it is, is for operators.
    expect(failure?.message).not.toContain('localhost');
  });
});
