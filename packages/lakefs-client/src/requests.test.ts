import { setImmediate, setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
  failureOf,
  send,
  useTestClient,
} from '@lakefront/rest-client/testUtils';
import { createLakeFSClient } from './createLakeFSClient';
import { isLakeFSStatus } from './errors';
import { everyItem } from './everyItem';

// Of letters that JSON may write in two ways.
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPx"Rf';
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: SECRET };
const BASIC = Buffer.from(`AKIAEXAMPLE:${SECRET}`).toString('base64');

const { server, clock, open } = useTestClient(createLakeFSClient, {
  credentials,
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

  it('is in no error, whatever is echoed', async () => {
    server.answers(({ headers }, response) =>
      send(response, 400, {
        message: `what is ${headers.authorization}, ${SECRET} or AKIAEXAMPLE?`,
      }),
    );
    const error = await failureOf(open().branches.get('lake', 'main'));
    expect(error).toMatchObject({ said: 'what is Basic ***, *** or ***?' });
    const seen = inspect(error, { depth: 10, showHidden: true });
    expect(seen).not.toContain('wJalr');
    expect(seen).not.toContain(BASIC);
  });

  it('is in no view of the client', () => {
    const seen = inspect(open(), { depth: 10, showHidden: true });
    expect(seen).not.toContain('wJalr');
    expect(seen).not.toContain(BASIC);
  });
});

it('finds its API with or without its prefix', async () => {
  const client = open({ endpoint: `${server.endpoint}/api/v1/` });
  expect(client.endpoint).toBe(server.endpoint);
  server.says(404, { message: 'branch not found' });
  await failureOf(client.branches.get('lake', '../admin'));
  expect(server.asked[0].url).toBe(
    '/api/v1/repositories/lake/branches/..%2Fadmin',
  );
});

it('asks nothing about a name that is none', async () => {
  await expect(open().branches.get('', 'main')).rejects.toThrow(TypeError);
  await expect(open().branches.delete('lake', '..')).rejects.toThrow(TypeError);
  expect(server.asked).toEqual([]);
});

it('tries a read again, and says in the end what was said', async () => {
  server.says(503, { message: 'Slow down' }, { 'retry-after': '2' });
  expect(await failureOf(open().branches.get('lake', 'main'))).toMatchObject({
    ...{ status: 503, reason: 'server-error', retryAfterMs: 2_000 },
    message:
      'lakeFS answered 503 to GET /repositories/lake/branches/main: Slow down',
  });
  expect(server.asked).toHaveLength(3);
});

describe('a write', () => {
  it('is not tried again', async () => {
    server.says(500, { message: 'no' });
    await failureOf(open().refs.merge('lake', 'a', 'b'));
    await failureOf(open().branches.delete('lake', 'a'));
    await failureOf(
      open().repositories.setBranchProtection('lake', { patterns: [] }),
    );
    expect(server.asked).toHaveLength(3);
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
      endpoint: server.endpoint,
      ...{ credentials, atOnce: 2, timeoutMs: 500 },
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
    const third = failureOf(
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
    const error = await failureOf(
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
      await failureOf(open().repositories.garbageCollectionRules('lake')),
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
    server.says(200, 'x'.repeat(1000));
    expect(
      await failureOf(
        open().objects.read('lake', 'main', 'x', { maxBytes: 999 }),
      ),
    ).toMatchObject({
      name: 'LakeFSProtocolError',
      message: expect.stringContaining('more than 999 bytes'),
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

  it.each([
    ['another shape', []],
    ['a branch without commit', { id: 'main' }],
  ])('is %s', async (_, body) => {
    server.says(200, body);
    expect(await failureOf(open().branches.get('lake', 'main'))).toMatchObject(
      other,
    );
    expect(server.asked).toHaveLength(1);
  });

  it('is a page that says of more, and not after what', async () => {
    const endless = page([{ id: 'b', commit_id: 'c' }], 'b');
    server.says(200, endless);
    expect(
      await failureOf(open().branches.list('lake', { after: 'b' })),
    ).toMatchObject(other);
  });

  it('is a new branch without a commit id', async () => {
    server.says(201, '<html>');
    expect(
      await failureOf(
        open().branches.create('lake', { name: 'b', source: 'm' }),
      ),
    ).toMatchObject(other);
  });
});

it('tells a no for one of some reasons from any no', async () => {
  server.says(404, { message: 'branch not found' });
  const error = await failureOf(open().branches.get('lake', 'main'));
  expect(isLakeFSStatus(error, 'conflict', 'not-found')).toBe(true);
  expect(isLakeFSStatus(error, 'conflict')).toBe(false);
  expect(isLakeFSStatus(error)).toBe(true);
  expect(isLakeFSStatus(new Error('another'))).toBe(false);
});

it('goes through all pages', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  server.answers(({ url }, response) => {
    const after = new URL(url, server.endpoint).searchParams.get('after') ?? '';
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
