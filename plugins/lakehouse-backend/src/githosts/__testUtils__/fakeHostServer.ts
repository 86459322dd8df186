import { createHash } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { closeServer, listen } from '../../__testUtils__/listening';
import type { OpenApiCheck } from './openApiCheck';

export interface FakeRequest {
  method: string;
  /** Without the query, still encoded. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** JSON, or the fields of a form. */
  body: unknown;
  /** Decoded parts of the path that the route names. */
  params: Record<string, string>;
}

export interface FakeAnswer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export type FakeRoute = [
  method: string,
  /** `/a/:part/*rest`; a part matches what stands between slashes. */
  pattern: string,
  handle: (request: FakeRequest) => FakeAnswer,
];

/** What goes wrong with a request; nothing where it goes on as ever. */
export type FakeFault = (
  request: FakeRequest,
) => FakeAnswer | 'timeout' | undefined;

export interface FakeHostServer {
  url: string;
  /** Method and path of every request, in order. */
  requests: FakeRequest[];
  /** Status of every answer, in order. */
  answers: number[];
  fault: FakeFault | undefined;
  close(): Promise<void>;
}

/**
 * A host's API over real HTTP: credentials, ETags, faults, and each exchange
 * held against the host's own description where that is at hand.
 */
export async function startFakeHostServer(options: {
  routes: FakeRoute[];
  isAllowed: (request: FakeRequest) => boolean;
  unauthorized: FakeAnswer;
  notFound: FakeAnswer;
  check?: OpenApiCheck;
}): Promise<FakeHostServer> {
  const server = createServer();
  const fake: FakeHostServer = {
    url: await listen(server),
    requests: [],
    answers: [],
    fault: undefined,
    close: () => closeServer(server),
  };
  const answer = async (
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ) => {
    const request = await readRequest(incoming);
    fake.requests.push(request);
    const fault = fake.fault?.(request);
    if (fault === 'timeout') {
      return;
    }
    const given =
      fault ??
      (options.isAllowed(request)
        ? answerOf(options.routes, request) ?? options.notFound
        : options.unauthorized);
    const { status = 200, body, headers } = given;
    if (!fault) {
      const { body: sent, ...asked } = request;
      options.check?.check({ ...asked, sent, status, answered: body });
    }
    const text =
      typeof body === 'string' || body === undefined
        ? body ?? ''
        : JSON.stringify(body);
    const etag = `"${createHash('sha1').update(text).digest('hex')}"`;
    const same =
      request.method === 'GET' && request.headers['if-none-match'] === etag;
    fake.answers.push(same ? 304 : status);
    outgoing.writeHead(same ? 304 : status, {
      'Content-Type': 'application/json',
      ...(status === 200 && { ETag: etag }),
      ...headers,
    });
    outgoing.end(same ? undefined : text);
  };
  server.on('request', (incoming, outgoing) => {
    answer(incoming, outgoing).catch(error => {
      outgoing.writeHead(500);
      outgoing.end(JSON.stringify({ message: `the fake failed: ${error}` }));
    });
  });
  return fake;
}

function answerOf(
  routes: FakeRoute[],
  request: FakeRequest,
): FakeAnswer | undefined {
  for (const [method, pattern, handle] of routes) {
    const params = method === request.method && match(pattern, request.path);
    if (params) {
      request.params = params;
      return handle(request);
    }
  }
  return undefined;
}

function match(
  pattern: string,
  path: string,
): Record<string, string> | undefined {
  const names: string[] = [];
  const source = pattern.replace(
    /\/([:*])(\w+)/g,
    (_, kind: string, name: string) => {
      names.push(name);
      return kind === '*' ? '/(.+)' : '/([^/]+)';
    },
  );
  const found = new RegExp(`^${source}$`).exec(path);
  return (
    found?.slice(1).reduce<Record<string, string>>(
      (params, value, index) => ({
        ...params,
        [names[index]]: decodeURIComponent(value),
      }),
      {},
    ) ?? undefined
  );
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://x');
  const isForm = incoming.headers['content-type']?.includes('urlencoded');
  const json = text === '' ? undefined : text;
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    body: isForm
      ? new URLSearchParams(text)
      : json && (JSON.parse(json) as unknown),
    params: {},
  };
}

/** One page of a list, with the `Link` header to the next. */
export function pageOf<T>(
  request: FakeRequest,
  items: T[],
  options: { size?: string; max: number; address: string },
): { items: T[]; headers: Record<string, string> } {
  const page = Number(request.query.get('page') ?? 1);
  const asked = Number(request.query.get(options.size ?? 'per_page') ?? 20);
  const size = Math.min(asked, options.max);
  const query = new URLSearchParams(request.query);
  query.set('page', String(page + 1));
  const link = `<${options.address}?${query}>; rel="next"`;
  return {
    items: items.slice((page - 1) * size, page * size),
    headers: page * size < items.length ? { Link: link } : {},
  };
}
