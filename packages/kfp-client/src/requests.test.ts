import { inspect } from 'node:util';
import { createKfpClient, type KfpClientOptions } from './createKfpClient';
import { isKfpStatus } from './errors';
import { QuickClock } from './__testUtils__/QuickClock';
import { send, TestServer } from './__testUtils__/TestServer';

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwb3J0YWwifQ.c2lnbmVk';

let server: TestServer;
let endpoint: string;
let clock: QuickClock;

beforeEach(async () => {
  server = new TestServer();
  endpoint = await server.start();
  clock = new QuickClock();
});
afterEach(() => server.stop());

const open = (options: Partial<KfpClientOptions> = {}) =>
  createKfpClient({
    endpoint,
    credentials: { token: TOKEN },
    clock,
    random: () => 0.5,
    ...options,
  });

const failure = (promise: Promise<unknown>): Promise<any> =>
  promise.then(
    () => {
      throw new Error('it was answered');
    },
    error => error,
  );

const namespace = 'dom-sales';
const run = { run_id: 'r1', display_name: 'nightly' };
const newRun = { name: 'n', experimentId: 'e', pipelineId: 'p' };

describe('credentials', () => {
  it('are sent with every call', async () => {
    server.says(200, {});
    await open().runs.list({ namespace });
    expect(server.asked[0].headers.authorization).toBe(`Bearer ${TOKEN}`);
    await open({
      credentials: {
        userHeader: { name: 'kubeflow-userid', value: 'portal@example.com' },
      },
    }).health();
    expect(server.asked[1].headers).toMatchObject({
      'kubeflow-userid': 'portal@example.com',
    });
    expect(server.asked[1].headers.authorization).toBeUndefined();
  });

  it('are asked for at every call', async () => {
    let token = 'old';
    server.answers(({ headers }, response) =>
      send(response, headers.authorization === 'Bearer new' ? 200 : 401, {}),
    );
    const client = open({ credentials: async () => ({ token }) });
    expect(await failure(client.runs.list({ namespace }))).toMatchObject({
      reason: 'unauthenticated',
      message: expect.stringContaining('made for the audience'),
    });
    token = 'new';
    expect(await client.runs.list({ namespace })).toEqual({
      items: [],
      total: 0,
    });
    expect(server.asked).toHaveLength(2);
  });

  it('are in no error and no view of the client, whatever is echoed', async () => {
    const client = open({ tries: 1 });
    const seen: string[] = [];
    const keep = (error: any) =>
      seen.push(
        inspect(error, { depth: 10, showHidden: true }),
        String(error),
        JSON.stringify(error),
      );
    server.answers(({ headers }, response) =>
      send(response, 400, { message: `who is ${headers.authorization}?` }),
    );
    keep(await failure(client.runs.get('r1')));
    server.answers(({ headers }, response) =>
      send(response, 502, `<p>${headers.authorization}</p>`),
    );
    keep(await failure(client.runs.get('r1')));
    server.answers((_, response) => response.destroy());
    keep(await failure(client.runs.create(newRun)));
    server.says(200, 'no json');
    keep(await failure(client.runs.get('r1')));
    keep(
      await failure(
        open({
          tries: 1,
          fetch: async (_, init) => {
            throw new Error(`sent ${JSON.stringify(init.headers)}`);
          },
        }).runs.get('r1'),
      ),
    );
    seen.push(inspect(client, { depth: 10, showHidden: true }));
    expect(seen.join('\n')).toContain('***');
    expect(seen.join('\n')).not.toContain(TOKEN);
  });

  it.each([
    ['with a line end', { token: `${TOKEN}\n` }],
    ['that are empty', { token: '' }],
    [
      'of a user that no header can carry',
      { userHeader: { name: 'u', value: 'ä\n' } },
    ],
  ])('%s are told without their value, and nothing is sent', async (_, bad) => {
    const error = await failure(open({ credentials: bad }).runs.get('r1'));
    expect(error).toMatchObject({
      name: 'KfpUnreachableError',
      nothingSent: true,
      message: expect.stringMatching(/the (token|user header) is empty/),
    });
    expect(inspect(error)).not.toContain(TOKEN);
    expect(server.asked).toEqual([]);
  });

  it('that cannot be read are told as that', async () => {
    const credentials = async () => {
      throw new Error('ENOENT: no token file');
    };
    expect(
      await failure(open({ credentials, tries: 1 }).runs.get('r1')),
    ).toMatchObject({
      name: 'KfpUnreachableError',
      message: expect.stringContaining('no token file'),
    });
  });
});

describe('an endpoint', () => {
  it.each([
    ['https://kfp.example.com', 'https://kfp.example.com'],
    ['https://kfp.example.com/', 'https://kfp.example.com'],
    ['https://kfp.example.com/apis/v2beta1/', 'https://kfp.example.com'],
    ['https://example.com/pipeline', 'https://example.com/pipeline'],
    ['http://localhost:7074', 'http://localhost:7074'],
  ])('%s is %s', (given, expected) => {
    expect(open({ endpoint: given }).endpoint).toBe(expected);
  });

  it.each([
    ['kfp', /no URL/],
    ['http://kfp.example.com', /not reached over https/],
    ['ftp://kfp.example.com', /not reached over https/],
    [`https://${TOKEN}@kfp.example.com`, /holds credentials/],
    ['https://kfp.example.com/#/runs', /fragment/],
  ])('%s is refused', (given, why) => {
    expect(() => open({ endpoint: given })).toThrow(why);
    expect(() => open({ endpoint: given })).not.toThrow(TOKEN);
  });

  it('inside one Kubernetes cluster may be plain http, where that is said', () => {
    const inside = 'http://ml-pipeline.kubeflow.svc:8888';
    expect(open({ endpoint: inside, allowPlainHttp: true }).endpoint).toBe(
      inside,
    );
  });
});

describe('names and ids', () => {
  it.each(['', '.', '..', '\ud800'])('%p leads nowhere', async name => {
    await expect(open().runs.get(name)).rejects.toThrow(TypeError);
    await expect(open().runs.terminate(name)).rejects.toThrow(TypeError);
    await expect(open().pipelines.byName(namespace, name)).rejects.toThrow(
      TypeError,
    );
    expect(server.asked).toEqual([]);
  });

  it('stay one part of the path, whatever they are', async () => {
    server.says(404, { message: 'not found' });
    for (const name of ['../x', 'a/b', '%2e%2e', 'ä?#', 'a b', 'r1:retry']) {
      await failure(open().runs.terminate(name));
      expect(server.asked.at(-1)?.url).toBe(
        `/apis/v2beta1/runs/${encodeURIComponent(name)}:terminate`,
      );
    }
  });
});

describe('a filter', () => {
  it('says what KFP understands, and comes through although it is undone twice', async () => {
    server.says(200, {});
    await open().runs.list({
      namespace,
      filter: [
        { key: 'display_name', operation: 'EQUALS', value: '100% + "x"' },
        { key: 'state', operation: 'IN', value: ['FAILED', 'CANCELED'] },
        {
          ...{ key: 'created_at', operation: 'GREATER_THAN_EQUALS' },
          value: new Date('2026-01-05T08:00:00Z'),
        },
      ],
    });
    const once = new URL(server.asked[0].url, endpoint).searchParams;
    expect(once.get('namespace')).toBe(namespace);
    const expected = {
      predicates: [
        {
          ...{ key: 'display_name', operation: 'EQUALS' },
          string_value: '100% + "x"',
        },
        {
          ...{ key: 'state', operation: 'IN' },
          string_values: { values: ['FAILED', 'CANCELED'] },
        },
        {
          ...{ key: 'created_at', operation: 'GREATER_THAN_EQUALS' },
          timestamp_value: '2026-01-05T08:00:00.000Z',
        },
      ],
    };
    expect(JSON.parse(once.get('filter')!)).toEqual(expected);
    const twice = new URLSearchParams(`filter=${once.get('filter')}`);
    expect(JSON.parse(twice.get('filter')!)).toEqual(expected);
  });

  it('of nothing is none', async () => {
    server.says(200, {});
    await open().runs.list({ namespace, filter: [] });
    expect(server.asked[0].url).toBe('/apis/v2beta1/runs?namespace=dom-sales');
  });
});

describe('a read', () => {
  it.each([429, 500, 502, 503, 504])(
    'is tried again after %i',
    async status => {
      server.answers((_, response, index) =>
        index < 2
          ? send(response, status, { message: 'not now' })
          : send(response, 200, run),
      );
      expect(await open().runs.get('r1')).toMatchObject({ runId: 'r1' });
      expect(clock.slept).toEqual([150, 300]);
    },
  );

  it('is tried again after a lost connection, and where an answer broke off', async () => {
    server.answers((_, response, index) => {
      if (index === 0) {
        response.destroy();
      } else if (index === 1) {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"run_id":"r1"', () => response.destroy());
      } else {
        send(response, 200, run);
      }
    });
    await open().runs.get('r1');
    expect(server.asked).toHaveLength(3);
  });

  it('is tried again after a try without an answer', async () => {
    server.answers((_, response, index) => {
      if (index > 0) send(response, 200, run);
    });
    await open({ tryTimeoutMs: 50 }).runs.get('r1');
    expect(server.asked).toHaveLength(2);
  });

  it('gives up in the end', async () => {
    server.says(503, { code: 14, message: 'try again later' });
    expect(await failure(open().runs.get('r1'))).toMatchObject({
      status: 503,
      reason: 'unavailable',
      code: 14,
      said: 'try again later',
      message:
        'Kubeflow Pipelines answered 503 to GET /runs/r1: try again later (try again later)',
    });
    expect(server.asked).toHaveLength(3);
  });

  it('waits as long as it is told', async () => {
    server.answers((_, response, index) =>
      index === 0
        ? send(response, 429, undefined, { 'retry-after': '7' })
        : send(response, 200, run),
    );
    await open().runs.get('r1');
    expect(clock.slept).toEqual([7000]);
  });

  it('does not wait longer than its time, and says for how long it should', async () => {
    server.says(429, undefined, { 'retry-after': '3600' });
    expect(await failure(open().runs.get('r1'))).toMatchObject({
      reason: 'too-many-requests',
      retryAfterMs: 3_600_000,
    });
    expect(clock.slept).toEqual([]);
  });

  it.each([
    [400, 'bad-request'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'already-exists'],
    [418, 'other'],
  ] as const)('is not tried again after %i', async (status, reason) => {
    server.says(status, { code: 9, message: 'no', details: [] });
    const error = await failure(open().runs.get('r1'));
    expect(error).toMatchObject({ status, reason, code: 9, said: 'no' });
    expect(isKfpStatus(error, reason)).toBe(true);
    expect(isKfpStatus(error)).toBe(true);
    expect(isKfpStatus(error, 'unavailable')).toBe(false);
    expect(server.asked).toHaveLength(1);
  });

  it('ends with its time, also in the middle of an answer', async () => {
    server.answers((_, response) => {
      response.writeHead(200);
      response.write('{');
    });
    expect(
      await failure(open().runs.get('r1', { timeoutMs: 50 })),
    ).toMatchObject({
      name: 'KfpTimeoutError',
      message: 'Kubeflow Pipelines did not answer GET /runs/r1 within 0.05 s',
    });
  });

  it('ends when its caller wants no more, and is not begun for one who never did', async () => {
    const controller = new AbortController();
    const why = new Error('nobody looks any more');
    server.answers(() => controller.abort(why));
    const { signal } = controller;
    expect(await failure(open().runs.get('r1', { signal }))).toBe(why);
    expect(await failure(open().runs.get('r1', { signal }))).toBe(why);
    expect(server.asked).toHaveLength(1);
  });
});

describe('a write', () => {
  it.each([429, 500, 503])('is not tried again after %i', async status => {
    server.says(status, { message: 'no' });
    await failure(open().runs.create(newRun));
    await failure(open().runs.terminate('r1'));
    await failure(open().experiments.create({ namespace, name: 'Default' }));
    expect(server.asked).toHaveLength(3);
  });

  it('is not tried again after a lost connection or silence, and says that nobody knows', async () => {
    server.answers((_, response, index) => {
      if (index === 0) response.destroy();
    });
    expect(await failure(open().runs.create(newRun))).toMatchObject({
      name: 'KfpUnreachableError',
      nothingSent: false,
    });
    expect(
      await failure(open().runs.create(newRun, { timeoutMs: 50 })),
    ).toMatchObject({ name: 'KfpTimeoutError' });
    expect(server.asked).toHaveLength(2);
  });

  it('to nobody was not sent', async () => {
    await server.stop();
    expect(await failure(open().runs.create(newRun))).toMatchObject({
      name: 'KfpUnreachableError',
      nothingSent: true,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('an answer that is none of KFP', () => {
  it('is a redirect, which is not followed', async () => {
    server.says(302, undefined, { location: `${endpoint}/dex/auth` });
    expect(await failure(open().runs.list({ namespace }))).toMatchObject({
      name: 'KfpProtocolError',
      message: expect.stringContaining('wants people to sign in'),
    });
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['a page of a proxy', '<html>'],
    ['a part of one', '{"runs":[{"run_id":"r1"'],
    ['another shape', []],
    ['a run without id', { runs: [{ display_name: 'x' }] }],
    ['a list that is none', { runs: {} }],
    ['a number that is none', { total_size: 'many' }],
    ['a time that is none', { runs: [{ run_id: 'r', created_at: 'soon' }] }],
  ])('is %s', async (_, body) => {
    server.says(200, body);
    expect(await failure(open().runs.list({ namespace }))).toMatchObject({
      name: 'KfpProtocolError',
    });
    expect(server.asked).toHaveLength(1);
  });

  it('is a page that says of more, and not after what', async () => {
    server.says(200, { runs: [run], next_page_token: 'again' });
    expect(
      await failure(open().runs.list({ namespace, pageToken: 'again' })),
    ).toMatchObject({ name: 'KfpProtocolError' });
  });

  it('is more than may be read, of which no more is read', async () => {
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
      await failure(open({ maxBytes: 100_000 }).runs.list({ namespace })),
    ).toMatchObject({
      name: 'KfpTooLargeError',
      message: expect.stringContaining('more than 100000 bytes'),
    });
    expect(server.asked).toHaveLength(1);
  });
});
