import { createServer, type Server, type ServerResponse } from 'node:http';
import { closeServer, listen } from '../__testUtils__/listening';
import { HostRequest, type HostRequestOptions } from './HostRequest';

const SECRET = 'tok3n-0123456789';

describe('HostRequest', () => {
  let server: Server;
  let url: string;
  let asked: string[];
  let answer: (path: string, response: ServerResponse) => void;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      answer(request.url ?? '', response);
    });
    url = await listen(server);
  });

  afterEach(() => closeServer(server));

  const requestOf = (more: Partial<HostRequestOptions> = {}) =>
    new HostRequest({
      ...{ host: 'Host at x', apiUrl: url },
      headers: async () => ({ Authorization: `Bearer ${SECRET}` }),
      ...more,
    });
  const read = (request = requestOf(), path = '/thing') =>
    request.read({ path, doing: 'read a thing' });

  it('tells no credential that no header can hold', async () => {
    const headers = async () => ({ Authorization: `Bearer ${SECRET}\nmore` });
    const error: Error = await read(requestOf({ headers })).then(
      () => new Error('it was answered'),
      thrown => thrown,
    );

    expect(error.name).toBe('ServiceUnavailableError');
    expect(`${error.message}${error.stack}`).not.toContain(SECRET);
    expect(error.message).toMatch(/can't be reached to read a thing: .*\*\*\*/);
  });

  it('tells no password of a login that the host repeats', async () => {
    const basic = Buffer.from(`portal:${SECRET}`).toString('base64');
    const headers = async () => ({ Authorization: `Basic ${basic}` });
    answer = (_, response) => {
      response.writeHead(403);
      response.end(JSON.stringify({ message: `no ${SECRET}, no ${basic}` }));
    };
    await expect(read(requestOf({ headers }))).rejects.toThrow(
      /\(403\): no \*\*\*, no \*\*\*$/,
    );
  });

  it('waits for credentials no longer than for an answer', async () => {
    const headers = () => new Promise<Record<string, string>>(() => {});
    await expect(read(requestOf({ headers, timeLimitMs: 50 }))).rejects.toThrow(
      'did not answer within 0.05 s when asked to read a thing',
    );
    expect(asked).toEqual([]);
  });

  it('says why it could not get credentials, without them', async () => {
    const headers = async () => {
      throw new Error('no installation for acme');
    };
    await expect(read(requestOf({ headers }))).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining(': no installation for acme'),
    });
  });

  it('says why nothing can be reached', async () => {
    const apiUrl = 'http://127.0.0.1:1';
    await expect(read(requestOf({ apiUrl }))).rejects.toThrow(
      "Host at x can't be reached to read a thing: ",
    );
  });

  it('follows pages on the address that it knows, wherever the host says they are', async () => {
    answer = (path, response) => {
      const page = Number(new URL(path, url).searchParams.get('page') ?? 1);
      const next = `<https://evil.example/other?page=${page + 1}>; rel="next"`;
      response.writeHead(200, page < 3 ? { Link: next } : {});
      response.end(JSON.stringify([page]));
    };
    const all = await requestOf().readPages({
      ...{ path: '/list?state=open', doing: 'list' },
    });
    expect(all).toEqual([1, 2, 3]);
    expect(asked).toEqual([
      'GET /list?state=open',
      'GET /list?page=2',
      'GET /list?page=3',
    ]);
  });

  it.each([
    ['x-ratelimit', 'the second it begins anew', 1_000 + 90],
    ['ratelimit', 'the seconds until then', 90],
  ])(
    'calls no host whose budget is used up (%s, %s)',
    async (name, _, reset) => {
      let now = 1_000_000;
      const epoch = name === 'x-ratelimit' ? 1_700_000_000 : 0;
      now += epoch * 1000;
      let left = 1;
      answer = (_path, response) => {
        left -= 1;
        response.writeHead(200, {
          [`${name}-limit`]: '60',
          [`${name}-remaining`]: String(Math.max(0, left)),
          [`${name}-reset`]: String(epoch + reset),
        });
        response.end('{}');
      };
      const request = requestOf({ now: () => now });
      await read(request);

      await expect(read(request)).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('asked not to be called before'),
      });
      expect(asked).toHaveLength(1);
      now += 90_000;
      left = 5;
      await read(request);
      expect(asked).toHaveLength(2);
    },
  );

  it('takes a list without end for a failure, not for its beginning', async () => {
    answer = (_, response) => {
      response.writeHead(200, { Link: '</list?page=2>; rel="next"' });
      response.end('[1]');
    };
    await expect(
      requestOf().readPages({ path: '/list', doing: 'list' }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'Host at x has more than 100 pages to list',
    });
  });

  it('asks for a page again only when it changed, and still knows the next', async () => {
    answer = (path, response) => {
      const more = !path.includes('page');
      response.writeHead(asked.length > 2 ? 304 : 200, {
        ...{ ETag: `"${path}"` },
        ...(more && asked.length <= 2 && { Link: '</l?page=2>; rel="next"' }),
      });
      response.end(asked.length > 2 ? undefined : JSON.stringify([path]));
    };
    const request = requestOf();
    const list = () => request.readPages({ path: '/list', doing: 'list' });
    const first = await list();
    expect(first).toEqual(['/list', '/list?page=2']);
    expect(await list()).toEqual(first);
    expect(asked).toHaveLength(4);
  });

  it('believes for a minute that a repository that answered is there', async () => {
    let now = 0;
    answer = (path, response) => {
      response.writeHead(path === '/repo' ? 200 : 404);
      response.end('{}');
    };
    const request = requestOf({ now: () => now });
    const look = () =>
      request.read({ path: '/none', doing: 'look', within: '/repo' });

    expect(await look()).toBeUndefined();
    expect(await look()).toBeUndefined();
    expect(asked).toEqual(['GET /none', 'GET /repo', 'GET /none']);
    now += 60_001;
    await look();
    expect(asked.slice(3)).toEqual(['GET /none', 'GET /repo']);
  });

  it.each([
    [400, 'InputError'],
    [404, 'NotFoundError'],
    [410, 'NotFoundError'],
    [413, 'InputError'],
    [423, 'NotAllowedError'],
  ])('writes that are answered with %s are a %s', async (status, name) => {
    answer = (_, response) => {
      response.writeHead(status);
      response.end(JSON.stringify({ message: 'no' }));
    };
    await expect(
      requestOf().write({
        method: 'POST',
        path: '/x',
        body: {},
        doing: 'write',
      }),
    ).rejects.toMatchObject({
      ...{ name, message: `Host at x refused to write (${status}): no` },
    });
  });
});
