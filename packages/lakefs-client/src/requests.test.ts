import { setImmediate, setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
  createLakeFSClient,
  type LakeFSClientOptions,
} from './createLakeFSClient';
import { isLakeFSStatus } from './errors';
import { everyItem } from './everyItem';
import { QuickClock } from './__testUtils__/QuickClock';
import { seededRandom } from './__testUtils__/seededRandom';
import { send, TestServer } from './__testUtils__/TestServer';

// Of letters that JSON may write in two ways.
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPx"Rf';
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: SECRET };
const BASIC = Buffer.from(`AKIAEXAMPLE:${SECRET}`).toString('base64');

let server: TestServer;
let endpoint: string;
let clock: QuickClock;

beforeEach(async () => {
  server = new TestServer();
  endpoint = await server.start();
  clock = new QuickClock();
});
afterEach(() => server.stop());

const open = (options: Partial<LakeFSClientOptions> = {}) =>
  createLakeFSClient({
    endpoint,
    credentials,
    clock,
    random: () => 0.5,
    ...options,
  });

const page = (results: unknown[], next = '') => ({
  pagination: {
    has_more: next !== '',
    next_offset: next,
    max_per_page: 1000,
    results: results.length,
  },
  results,
});

const failure = (promise: Promise<unknown>): Promise<any> =>
  promise.then(
    () => {
      throw new Error('it was answered');
    },
    error => error,
  );

describe('a key', () => {
  it('is sent with every call but the health check', async () => {
    server.says(200, page([]));
    const client = open();
    await client.branches.list('lake');
    expect(server.asked[0].headers.authorization).toBe(`Basic ${BASIC}`);
    server.says(204);
    await client.server.healthy();
    expect(server.asked[1].headers.authorization).toBeUndefined();
  });

  it('is asked for at every call', async () => {
    let secretAccessKey = 'old';
    server.answers(({ headers }, response) => {
      const fresh = headers.authorization === `Basic ${btoa('key:new')}`;
      send(response, fresh ? 200 : 401, fresh ? page([]) : { message: 'no' });
    });
    const client = open({
      credentials: async () => ({ accessKeyId: 'key', secretAccessKey }),
    });
    expect(await failure(client.branches.list('lake'))).toMatchObject({
      reason: 'unauthorized',
    });
    secretAccessKey = 'new';
    expect(await client.branches.list('lake')).toEqual({ items: [] });
    expect(server.asked).toHaveLength(2);
  });

  it('is in no error and no view of the client, whatever is echoed', async () => {
    const client = open({ tries: 1 });
    const messages: string[] = [];
    const keep = (error: any) =>
      messages.push(
        inspect(error, { depth: 10, showHidden: true }),
        String(error),
        JSON.stringify(error),
      );
    server.answers(({ headers }, response) =>
      send(response, 400, {
        message: `what is ${headers.authorization} or ${SECRET}?`,
      }),
    );
    keep(await failure(client.branches.get('lake', 'main')));
    server.answers(({ headers }, response) =>
      send(response, 502, `<p>${headers.authorization}</p>`),
    );
    keep(await failure(client.branches.get('lake', 'main')));
    server.answers((_, response) => response.destroy());
    keep(await failure(client.branches.get('lake', 'main')));
    server.says(200, 'no json');
    keep(await failure(client.branches.get('lake', 'main')));
    keep(
      await failure(
        open({
          tries: 1,
          fetch: async (_, init) => {
            throw new Error(`sent ${JSON.stringify(init.headers)}`);
          },
        }).branches.get('lake', 'main'),
      ),
    );
    messages.push(inspect(client, { depth: 10, showHidden: true }));
    const all = messages.join('\n');
    expect(all).toContain('***');
    expect(all).not.toContain('wJalr');
    expect(all).not.toContain(BASIC);
  });

  it('that cannot be read is told as that', async () => {
    const client = open({
      tries: 1,
      credentials: async () => {
        throw new Error('the Secret lakefs is not there');
      },
    });
    expect(await failure(client.branches.list('lake'))).toMatchObject({
      name: 'LakeFSUnreachableError',
      message: expect.stringContaining('the Secret lakefs is not there'),
    });
    expect(server.asked).toEqual([]);
  });
});

describe('an endpoint', () => {
  it.each([
    ['https://lakefs.example.com', 'https://lakefs.example.com'],
    ['https://lakefs.example.com/', 'https://lakefs.example.com'],
    ['https://lakefs.example.com/api/v1/', 'https://lakefs.example.com'],
    ['https://example.com/lake/api/v1', 'https://example.com/lake'],
    ['http://localhost:7072', 'http://localhost:7072'],
  ])('%s is %s', (given, expected) => {
    expect(open({ endpoint: given }).endpoint).toBe(expected);
  });

  it.each([
    ['lakefs', /no URL/],
    ['http://lakefs.example.com', /not reached over https/],
    ['ftp://lakefs.example.com', /not reached over https/],
    [
      `https://key:${encodeURIComponent(SECRET)}@lakefs.example.com`,
      /holds credentials/,
    ],
    ['https://lakefs.example.com?x=1', /query/],
  ])('%s is refused', (given, why) => {
    expect(() => open({ endpoint: given })).toThrow(why);
    expect(() => open({ endpoint: given })).not.toThrow(/wJalr/);
  });

  it('inside one Kubernetes cluster may be plain http, where that is said', () => {
    expect(
      open({ endpoint: 'http://lakefs.lakefs.svc', allowPlainHttp: true })
        .endpoint,
    ).toBe('http://lakefs.lakefs.svc');
  });
});

describe('names', () => {
  it.each(['', '.', '..', '\ud800'])('%p leads nowhere', async name => {
    await expect(open().branches.get(name, 'main')).rejects.toThrow(TypeError);
    await expect(open().branches.delete('lake', name)).rejects.toThrow(
      TypeError,
    );
    expect(server.asked).toEqual([]);
  });

  it('stay one part of the path, whatever they are', async () => {
    server.says(404, { message: 'branch not found' });
    for (const name of ['../admin', 'a/b', '%2e%2e', 'ä?#', 'a b', '..%2f']) {
      await failure(open().branches.get('lake', name));
      expect(server.asked.at(-1)?.url).toBe(
        `/api/v1/repositories/lake/branches/${encodeURIComponent(name)}`,
      );
    }
  });
});

it('sends a thousand wild names as what they are', async () => {
  const letters = [...'ab.-_/\\%#?&=+:;@~^ \t\n\0"\'<>{}|`ä中😀', '%2f', '..'];
  const random = seededRandom(7);
  const pick = () => letters[Math.floor(random() * letters.length)];
  const seen: string[] = [];
  const client = open({
    fetch: async url => {
      seen.push(new URL(url).pathname + new URL(url).search);
      return new Response(JSON.stringify(page([])));
    },
  });
  for (let n = 0; n < 1000; n++) {
    const name = `x${Array.from({ length: 1 + (n % 9) }, pick).join('')}`;
    await client.branches.uncommitted(name, name, { prefix: name });
    const [path, search] = seen.at(-1)!.split('?');
    const parts = path.split('/').map(decodeURIComponent);
    expect(parts).toEqual([
      ...['', 'api', 'v1', 'repositories', name, 'branches', name, 'diff'],
    ]);
    expect([...new URLSearchParams(search)]).toEqual([['prefix', name]]);
  }
});

describe('a read', () => {
  const ref = { id: 'main', commit_id: 'c1' };

  it.each([429, 500, 502, 503, 504])(
    'is tried again after %i',
    async status => {
      server.answers((_, response, index) =>
        index < 2
          ? send(response, status, { message: 'not now' })
          : send(response, 200, ref),
      );
      expect(await open().branches.get('lake', 'main')).toEqual({
        id: 'main',
        commitId: 'c1',
      });
      expect(clock.slept).toEqual([150, 300]);
    },
  );

  it('is tried again after a lost connection', async () => {
    server.answers((_, response, index) =>
      index === 0 ? response.destroy() : send(response, 200, ref),
    );
    await open().branches.get('lake', 'main');
    expect(server.asked).toHaveLength(2);
  });

  it('is tried again after a try without an answer', async () => {
    server.answers((_, response, index) => {
      if (index > 0) send(response, 200, ref);
    });
    await open({ tryTimeoutMs: 50 }).branches.get('lake', 'main');
    expect(server.asked).toHaveLength(2);
  });

  it('gives up in the end', async () => {
    server.says(503, { message: 'Throughput exceeded. Slow down and retry' });
    expect(await failure(open().branches.get('lake', 'main'))).toMatchObject({
      status: 503,
      reason: 'server-error',
      message:
        'lakeFS answered 503 to GET /repositories/lake/branches/main: Throughput exceeded. Slow down and retry',
    });
    expect(server.asked).toHaveLength(3);
  });

  it('waits as long as it is told', async () => {
    server.answers((_, response, index) =>
      index === 0
        ? send(response, 429, undefined, { 'retry-after': '7' })
        : send(response, 200, ref),
    );
    await open().branches.get('lake', 'main');
    expect(clock.slept).toEqual([7000]);
  });

  it('does not wait longer than its time, and says for how long it should', async () => {
    server.says(429, undefined, { 'retry-after': '3600' });
    expect(await failure(open().branches.get('lake', 'main'))).toMatchObject({
      reason: 'too-many-requests',
      retryAfterMs: 3_600_000,
    });
    expect(clock.slept).toEqual([]);
  });

  it.each([400, 401, 403, 404, 409, 410])(
    'is not tried again after %i',
    async status => {
      server.says(status, { message: 'no' });
      await failure(open().branches.get('lake', 'main'));
      expect(server.asked).toHaveLength(1);
    },
  );

  it('ends with its time, also in the middle of an answer', async () => {
    server.answers((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    });
    expect(
      await failure(open().branches.get('lake', 'main', { timeoutMs: 50 })),
    ).toMatchObject({
      name: 'LakeFSTimeoutError',
      message:
        'lakeFS did not answer GET /repositories/lake/branches/main within 0.05 s',
    });
  });

  it('ends when its caller wants no more', async () => {
    const controller = new AbortController();
    const why = new Error('nobody looks any more');
    server.answers(() => controller.abort(why));
    expect(
      await failure(
        open().branches.get('lake', 'main', { signal: controller.signal }),
      ),
    ).toBe(why);
    expect(server.asked).toHaveLength(1);
  });

  it('is not even begun for a caller that wants no more', async () => {
    const why = new Error('too late');
    expect(
      await failure(
        open().branches.get('lake', 'main', { signal: AbortSignal.abort(why) }),
      ),
    ).toBe(why);
    expect(server.asked).toEqual([]);
  });
});

describe('a write', () => {
  it.each([429, 500, 503])('is not tried again after %i', async status => {
    server.says(status, { message: 'no' });
    await failure(open().refs.merge('lake', 'a', 'b'));
    await failure(open().branches.delete('lake', 'a'));
    await failure(
      open().repositories.setBranchProtection('lake', {
        patterns: [],
        etag: 'x',
      }),
    );
    expect(server.asked).toHaveLength(3);
  });

  it('is not tried again after a lost connection or silence', async () => {
    server.answers((_, response, index) => {
      if (index === 0) response.destroy();
    });
    expect(
      await failure(open().tags.create('lake', { id: 'v', ref: 'main' })),
    ).toMatchObject({ name: 'LakeFSUnreachableError' });
    expect(
      await failure(
        open().repositories.setMetadata('lake', { a: 'b' }, { timeoutMs: 50 }),
      ),
    ).toMatchObject({ name: 'LakeFSTimeoutError' });
    expect(server.asked).toHaveLength(2);
  });

  it('of metadata is tried again after the 500 of those who write at once', async () => {
    server.answers((_, response, index) =>
      send(response, index < 4 ? 500 : 204, { message: 'predicate failed' }),
    );
    await open().repositories.setMetadata('lake', { key: 'value' });
    expect(server.asked.map(({ body }) => body)).toEqual(
      Array(5).fill('{"metadata":{"key":"value"}}'),
    );
    expect(clock.slept).toHaveLength(4);
    await open().repositories.deleteMetadata('lake', ['key']);
    expect(server.asked.at(-1)).toMatchObject({
      method: 'DELETE',
      body: '{"keys":["key"]}',
    });
  });
});

describe('calls that wait their turn', () => {
  /** Answers are given one by one. */
  const start = () => {
    const answers: Array<() => void> = [];
    const client = createLakeFSClient({
      ...{ endpoint, credentials, atOnce: 2, timeoutMs: 500 },
      fetch: () =>
        new Promise(resolve => {
          answers.push(() =>
            resolve(new Response(JSON.stringify({ id: 'x', commit_id: 'y' }))),
          );
        }),
    });
    const turns = async () => {
      for (let i = 0; i < 20; i++) await setImmediate();
    };
    return { client, answers, turns };
  };

  it('are no more at once than they may be', async () => {
    const { client, answers, turns } = start();
    const reads = ['a', 'b', 'c', 'd', 'e'].map(name =>
      client.branches.get('lake', name),
    );
    for (let answered = 0; answered < 5; answered++) {
      await turns();
      expect(answers).toHaveLength(Math.min(answered + 2, 5));
      answers[answered]();
    }
    expect(await Promise.all(reads)).toHaveLength(5);
  });

  it('do not wait for hooks', async () => {
    const { client, answers, turns } = start();
    const merges = ['a', 'b', 'c'].map(name =>
      client.branches.delete('lake', name),
    );
    const read = client.branches.get('lake', 'main');
    await turns();
    expect(answers).toHaveLength(3);
    answers[2]();
    await read;
    answers.forEach(answer => answer());
    await turns();
    answers.forEach(answer => answer());
    await Promise.all(merges);
  });

  it('end when their caller wants no more, and are never made', async () => {
    const { client, answers, turns } = start();
    const stop = new AbortController();
    const first = ['a', 'b'].map(name => client.branches.get('lake', name));
    const third = failure(
      client.branches.get('lake', 'c', { signal: stop.signal }),
    );
    await turns();
    stop.abort(new Error('enough'));
    expect(await third).toEqual(new Error('enough'));
    answers.forEach(answer => answer());
    await Promise.all(first);
    await turns();
    expect(answers).toHaveLength(2);
  });

  it('have all of their time when it is their turn', async () => {
    const { client, answers, turns } = start();
    const first = ['a', 'b'].map(name =>
      client.branches.get('lake', name, { timeoutMs: 10_000 }),
    );
    const third = client.branches.get('lake', 'c', { timeoutMs: 500 });
    await setTimeout(600);
    answers.forEach(answer => answer());
    await Promise.all(first);
    await turns();
    answers[2]();
    await expect(third).resolves.toMatchObject({ id: 'x' });
  });
});

describe('branch protection', () => {
  it('is written with the tag it was read with, but for an empty one', async () => {
    server.says(200, [{ pattern: 'main' }], { etag: '5e1f' });
    const read = await open().repositories.branchProtection('lake');
    expect(read).toEqual({ patterns: ['main'], etag: '5e1f' });
    server.says(204);
    await open().repositories.setBranchProtection('lake', read);
    await open().repositories.setBranchProtection('lake', {
      patterns: [],
      etag: '',
    });
    await open().repositories.setBranchProtection('lake', { patterns: ['x'] });
    expect(
      server.asked
        .slice(1)
        .map(({ headers, body }) => [headers['if-match'], body]),
    ).toEqual([
      ['5e1f', '[{"pattern":"main"}]'],
      [undefined, '[]'],
      [undefined, '[{"pattern":"x"}]'],
    ]);
  });

  it('of somebody else in between is told', async () => {
    server.says(412, { message: 'Precondition failed' });
    const error = await failure(
      open().repositories.setBranchProtection('lake', {
        patterns: [],
        etag: 'a',
      }),
    );
    expect(isLakeFSStatus(error, 'precondition-failed')).toBe(true);
    expect(isLakeFSStatus(error, 'hook-refused')).toBe(false);
  });
});

describe('garbage-collection rules', () => {
  it('are those there are, or none', async () => {
    server.says(200, {
      default_retention_days: 7,
      branches: [{ branch_id: 'main', retention_days: 30 }],
    });
    expect(await open().repositories.garbageCollectionRules('lake')).toEqual({
      defaultRetentionDays: 7,
      branches: [{ branch: 'main', retentionDays: 30 }],
    });
    server.says(200, { default_retention_days: 7, branches: null });
    expect(await open().repositories.garbageCollectionRules('lake')).toEqual({
      defaultRetentionDays: 7,
      branches: [],
    });
    server.says(404, { message: 'not found' });
    expect(
      await open().repositories.garbageCollectionRules('lake'),
    ).toBeUndefined();
  });

  it('of a repository that is not there are an error', async () => {
    server.says(404, { message: 'repository not found' });
    expect(
      await failure(open().repositories.garbageCollectionRules('lake')),
    ).toMatchObject({ reason: 'not-found' });
  });
});

describe('an object', () => {
  it('is read in parts', async () => {
    server.answers((_, response) =>
      send(response, 206, 'PAR1', {
        'content-range': 'bytes 96-99/100',
        etag: '"e1"',
      }),
    );
    const read = await open().objects.read('lake', 'main', 'a/b c.parquet', {
      range: { last: 4 },
    });
    expect({ ...read, bytes: Buffer.from(read.bytes).toString() }).toEqual({
      bytes: 'PAR1',
      totalSize: 100,
      etag: '"e1"',
    });
    expect(server.asked[0].headers.range).toBe('bytes=-4');
    expect(server.asked[0].url).toContain('objects?path=a%2Fb+c.parquet');
    await open().objects.read('lake', 'main', 'x', {
      range: { from: 0, to: 7 },
    });
    expect(server.asked[1].headers.range).toBe('bytes=0-7');
  });

  it('that is longer than expected is not taken in', async () => {
    server.answers((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) {
          // as much as it takes
        }
      };
      response.on('drain', more);
      more();
    });
    expect(
      await failure(
        open().objects.read('lake', 'main', 'x', { maxBytes: 100_000 }),
      ),
    ).toMatchObject({
      name: 'LakeFSProtocolError',
      message: expect.stringContaining('more than 100000 bytes'),
    });
  });
});

it("cuts a hook's output where it is too long", async () => {
  server.says(200, 'x'.repeat(1000));
  expect(
    await open().actions.output('lake', 'run', 'hook', { maxBytes: 10 }),
  ).toEqual({ text: 'xxxxxxxxxx', cut: true });
});

describe('an answer that is none of lakeFS', () => {
  const other = { name: 'LakeFSProtocolError' };

  it('is a redirect, which is not followed', async () => {
    server.says(302, undefined, { location: `${endpoint}/login` });
    expect(await failure(open().branches.get('lake', 'main'))).toMatchObject(
      other,
    );
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['a page of a proxy', '<html>'],
    ['another shape', []],
    ['a branch without commit', { id: 'main' }],
  ])('is %s', async (_, body) => {
    server.says(200, body);
    expect(await failure(open().branches.get('lake', 'main'))).toMatchObject(
      other,
    );
    expect(server.asked).toHaveLength(1);
  });

  it('is a page that says of more, and not after what', async () => {
    const endless = page([{ id: 'b', commit_id: 'c' }], 'b');
    server.says(200, endless);
    expect(
      await failure(open().branches.list('lake', { after: 'b' })),
    ).toMatchObject(other);
  });

  it('is a new branch without a commit id', async () => {
    server.says(201, '<html>');
    expect(
      await failure(open().branches.create('lake', { name: 'b', source: 'm' })),
    ).toMatchObject(other);
  });
});

it('tells a no for one of some reasons from any no', async () => {
  server.says(404, { message: 'branch not found' });
  const error = await failure(open().branches.get('lake', 'main'));
  expect(isLakeFSStatus(error, 'conflict', 'not-found')).toBe(true);
  expect(isLakeFSStatus(error, 'conflict')).toBe(false);
  expect(isLakeFSStatus(error)).toBe(true);
  expect(isLakeFSStatus(new Error('another'))).toBe(false);
});

it('tells that nobody listens', async () => {
  await server.stop();
  expect(
    await failure(open({ tries: 1 }).branches.get('lake', 'main')),
  ).toMatchObject({
    name: 'LakeFSUnreachableError',
    request: { method: 'GET', path: '/repositories/lake/branches/main' },
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

it('goes through all pages', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  server.answers(({ url }, response) => {
    const after = new URL(url, endpoint).searchParams.get('after') ?? '';
    const rest = names.filter(name => name > after);
    const results = rest.slice(0, 2).map(id => ({ id, commit_id: 'c' }));
    send(
      response,
      200,
      page(results, rest.length > 2 ? results.at(-1)?.id : ''),
    );
  });
  const client = open();
  const found: string[] = [];
  for await (const { id } of everyItem(after =>
    client.branches.list('lake', { after, amount: 2 }),
  )) {
    found.push(id);
  }
  expect(found).toEqual(names);
  expect(server.asked).toHaveLength(3);
});
