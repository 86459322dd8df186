import { inspect } from 'node:util';
import { json, nothing, type Call } from './Call';
import type { AskedRequest, Failure } from './Failure';
import { object } from './fields';
import { Requester, type RequesterOptions } from './Requester';
import { restApi } from './restApi';
import { failureOf, send, useTestClient } from './testUtils';

// Of letters that JSON may write in two ways.
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPx"Rf';

class StoreError extends Error {
  constructor(readonly failure: Failure, readonly request: AskedRequest) {
    super(JSON.stringify(failure));
  }
}

const { server, clock, open } = useTestClient(
  (options: RequesterOptions) => new Requester(options),
  {
    api: restApi({ server: 'the store', prefix: '/api/v1' }),
    credentials: async () => ({
      headers: { authorization: `Key ${SECRET}` },
      secrets: [SECRET, ''],
    }),
    maxBytes: 100_000,
    saidIn: ['message', 'error'],
    toError: (failure, request) => new StoreError(failure, request),
  },
);

const read: Call<object> = { path: '/things', read: json(object) };
const write: Call<void> = { method: 'POST', path: '/things', read: nothing };

/** What went wrong, as far as it is told apart. */
const failing = async (promise: Promise<unknown>): Promise<Failure> => {
  const error = await failureOf(promise);
  expect(error).toBeInstanceOf(StoreError);
  return (error as StoreError).failure;
};

describe('a call', () => {
  it('is sent below the prefix, with who asks', async () => {
    server.says(200, { a: 1 });
    expect(await open().send(read)).toEqual({ a: 1 });
    expect(server.asked[0]).toMatchObject({
      ...{ method: 'GET', url: '/api/v1/things', body: '' },
      headers: {
        accept: 'application/json',
        authorization: `Key ${SECRET}`,
        'user-agent': 'lakefront',
      },
    });
    expect(server.asked[0].headers['content-type']).toBeUndefined();
  });

  it('sends values as JSON and bytes as they are', async () => {
    await open().send({ ...write, body: { a: [null] } });
    await open().send({
      ...{ ...write, method: 'PUT', body: Buffer.from('PAR1') },
      headers: { accept: '*/*' },
    });
    expect(server.asked).toMatchObject([
      { body: '{"a":[null]}', headers: { 'content-type': 'application/json' } },
      {
        body: 'PAR1',
        headers: { 'content-type': 'application/octet-stream', accept: '*/*' },
      },
    ]);
  });
});

describe('credentials', () => {
  it('are asked for at every try', async () => {
    let key = 0;
    server.answers(({ headers }, response) =>
      send(response, headers.authorization === '2' ? 200 : 503, {}),
    );
    const credentials = async () => ({
      headers: { authorization: String(++key) },
      secrets: [],
    });
    await open({ credentials }).send(read);
    expect(server.asked).toHaveLength(2);
  });

  it('are not for an anonymous call', async () => {
    const credentials = jest.fn();
    server.says(200, {});
    await open({ credentials }).send({ ...read, anonymous: true });
    expect(server.asked[0].headers.authorization).toBeUndefined();
    expect(credentials).not.toHaveBeenCalled();
  });

  it('are in no failure and no view, whatever is echoed', async () => {
    const requester = open({ tries: 1 });
    const seen: string[] = [];
    const keep = async (call = requester.send(read)) => {
      const error = await failureOf(call);
      seen.push(inspect(error, { depth: 10, showHidden: true }), String(error));
    };
    server.answers(({ headers }, response) =>
      send(response, 400, { message: `who is ${headers.authorization}?` }),
    );
    await keep();
    server.answers(({ headers }, response) =>
      send(response, 502, `<p>${headers.authorization}</p>`),
    );
    await keep();
    // Where it is cut, half a secret is one as well.
    server.answers((_, response) =>
      send(response, 400, { message: `${'x'.repeat(3_990)}${SECRET}` }),
    );
    await keep();
    server.answers((_, response) => response.destroy());
    await keep();
    server.says(200, 'no json');
    await keep();
    const misread = json(() => object(SECRET));
    await keep(requester.send({ ...read, read: misread }));
    const fetch = async (_: string, { headers }: RequestInit) => {
      throw new Error(`sent ${JSON.stringify(headers)}`);
    };
    await keep(open({ tries: 1, fetch }).send(read));
    seen.push(inspect(requester, { depth: 10, showHidden: true }));
    const all = seen.join('\n');
    expect(all).toContain('who is Key ***?');
    expect(all).toContain('Key ***"');
    expect(all).not.toContain('wJalr');
  });

  it('that are not there are told as that, and nothing is sent', async () => {
    const credentials = async () => {
      throw new Error('ENOENT: no token file');
    };
    expect(await failing(open({ credentials }).send(read))).toEqual({
      ...{ kind: 'no-credentials', why: 'ENOENT: no token file' },
    });
    expect(clock.slept).toHaveLength(2);
    expect(server.asked).toEqual([]);
  });

  it('that never come are waited for as long as for an answer', async () => {
    const credentials = () => new Promise<never>(() => {});
    expect(
      await failing(open({ credentials }).send(write, { timeoutMs: 50 })),
    ).toEqual({ kind: 'timeout', timeoutMs: 50 });
  });
});

describe('a read', () => {
  it.each([429, 500, 502, 503, 504])(
    'is tried again after %i',
    async status => {
      server.answers((_, response, index) =>
        send(response, index < 2 ? status : 200, {}),
      );
      await open().send(read);
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
        send(response, 200, {});
      }
    });
    await open().send(read);
    expect(server.asked).toHaveLength(3);
  });

  it('is tried again after a try without an answer', async () => {
    server.answers((_, response, index) => {
      if (index > 0) send(response, 200, {});
    });
    await open({ tryTimeoutMs: 500 }).send(read);
    expect(server.asked).toHaveLength(2);
  });

  it('gives up in the end, and says what was said', async () => {
    server.says(503, { code: 14, message: ' try again later\n' });
    expect(await failureOf(open().send(read))).toMatchObject({
      request: { method: 'GET', path: '/things' },
      failure: {
        ...{ kind: 'refusal', status: 503, said: 'try again later' },
        code: 14,
      },
    });
    expect(server.asked).toHaveLength(3);
  });

  it.each([
    [{ error: 'in another field' }, 'in another field'],
    [{ message: 7, error: 'not reached' }, ''],
    ['<p>of a proxy</p>', '<p>of a proxy</p>'],
    ['null', ''],
    [undefined, ''],
    ['x'.repeat(5_000), `${'x'.repeat(4_000)}…`],
  ])('that is refused with %j says %j', async (body, said) => {
    server.says(400, body);
    expect(await failing(open().send(read))).toMatchObject({ said });
  });

  it('waits as long as it is told', async () => {
    server.answers((_, response, index) =>
      send(response, index ? 200 : 429, {}, { 'retry-after': '7' }),
    );
    await open().send(read);
    expect(clock.slept).toEqual([7000]);
  });

  it('does not wait longer than its time, and says for how long it should', async () => {
    server.says(429, undefined, { 'retry-after': '3600' });
    expect(await failing(open().send(read))).toMatchObject({
      retryAfterMs: 3_600_000,
    });
    expect(clock.slept).toEqual([]);
  });

  it.each([400, 401, 403, 404, 409, 410, 418])(
    'is not tried again after %i',
    async status => {
      server.says(status, { message: 'no' });
      expect(await failing(open().send(read))).toMatchObject({ status });
      expect(server.asked).toHaveLength(1);
    },
  );

  it('ends with its time, also in the middle of an answer', async () => {
    server.answers((_, response) => {
      response.writeHead(200);
      response.write('{');
    });
    expect(await failing(open().send(read, { timeoutMs: 50 }))).toEqual({
      ...{ kind: 'timeout', timeoutMs: 50 },
    });
  });

  it('ends when its caller wants no more, and is not begun for one who never did', async () => {
    const controller = new AbortController();
    const why = new Error('nobody looks any more');
    server.answers(() => controller.abort(why));
    const { signal } = controller;
    expect(await failureOf(open().send(read, { signal }))).toBe(why);
    expect(await failureOf(open().send(read, { signal }))).toBe(why);
    expect(server.asked).toHaveLength(1);
  });
});

describe('a write', () => {
  const repeatable = { ...write, repeatable: true };

  it.each([429, 500, 503])('is not tried again after %i', async status => {
    server.says(status, { message: 'no' });
    await failing(open({ repeatableTries: 8 }).send(write));
    expect(server.asked).toHaveLength(1);
  });

  it('is, where twice is the same as once', async () => {
    server.answers((_, response, index) =>
      send(response, index < 4 ? [429, 500, 503, 500][index] : 204),
    );
    await open({ repeatableTries: 8 }).send(repeatable);
    expect(server.asked).toHaveLength(5);
    expect(clock.slept).toHaveLength(4);
    server.says(500);
    await failing(open({ repeatableTries: 3 }).send(repeatable));
    expect(server.asked).toHaveLength(8);
  });

  it('is not tried again after a lost connection or silence', async () => {
    server.answers((_, response, index) => {
      if (index === 0) response.destroy();
    });
    const requester = open({ repeatableTries: 8, tryTimeoutMs: 1 });
    expect(await failing(requester.send(repeatable))).toMatchObject({
      ...{ kind: 'unreachable', nothingSent: false },
    });
    expect(
      await failing(requester.send(repeatable, { timeoutMs: 500 })),
    ).toEqual({ kind: 'timeout', timeoutMs: 500 });
    expect(server.asked).toHaveLength(2);
  });

  it('to nobody was not sent', async () => {
    await server.stop();
    expect(await failing(open().send(write))).toEqual({
      ...{ kind: 'unreachable', nothingSent: true },
      why: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('an answer that is none', () => {
  it('is a redirect, which is not followed', async () => {
    server.says(302, undefined, { location: `${server.endpoint}/login` });
    expect(await failing(open().send(read))).toEqual({
      ...{ kind: 'redirect', status: 302 },
    });
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['<html>', { kind: 'no-json' }],
    ['{"runs":[', { kind: 'no-json' }],
    [[], { kind: 'misshapen', what: 'it is no JSON object' }],
  ])('is %j', async (body, failure) => {
    server.says(200, body);
    expect(await failing(open().send(read))).toEqual(failure);
    expect(server.asked).toHaveLength(1);
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
    expect(await failing(open().send(read))).toEqual({
      ...{ kind: 'too-large', maxBytes: 100_000 },
    });
    expect(server.asked).toHaveLength(1);
  });
});
