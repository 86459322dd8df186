import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { WireObject } from '../types';
import { pod } from './pods';

export interface RecordedRequest {
  kind: 'list' | 'watch';
  query: URLSearchParams;
  authorization: string | undefined;
  /** Of the client's certificate. */
  clientName: string | undefined;
}

type Intercepted =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | 'hang'
  | undefined;

interface HistoryEntry {
  version: number;
  type: string;
  object: unknown;
}

/** The pods of an API server, as far as lists and watches go, with faults to order. */
export class FakeApiServer {
  readonly requests: RecordedRequest[] = [];
  /** Asked before every answer: a test's own answer, or none. */
  intercept: (request: RecordedRequest) => Intercepted = () => undefined;
  /** Bytes per write of a watch: small ones cut lines and characters. */
  chunkSize = Infinity;
  connections = 0;

  readonly #server: http.Server;
  readonly #sockets = new Set<Socket>();
  readonly #watches = new Set<http.ServerResponse>();
  readonly #objects = new Map<string, WireObject>();
  readonly #snapshots = new Map<
    string,
    { version: number; items: unknown[] }
  >();
  #history: HistoryEntry[] = [];
  #forgottenUpTo = 0;
  #version = 100;
  #secure: boolean;

  private constructor(tls?: https.ServerOptions) {
    const handler: http.RequestListener = (req, res) => this.#answer(req, res);
    this.#secure = Boolean(tls);
    this.#server = tls
      ? https.createServer(tls, handler)
      : http.createServer(handler);
    this.#server.on('connection', socket => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(tls?: https.ServerOptions): Promise<FakeApiServer> {
    const fake = new FakeApiServer(tls);
    fake.#server.listen(0, '127.0.0.1');
    await once(fake.#server, 'listening');
    return fake;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http${this.#secure ? 's' : ''}://127.0.0.1:${port}`;
  }

  get version(): string {
    return String(this.#version);
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  count(kind: RecordedRequest['kind']): number {
    return this.requests.filter(request => request.kind === kind).length;
  }

  put(name: string, options: { namespace?: string; phase?: string } = {}) {
    this.#version += 1;
    const object = pod(name, { ...options, version: this.#version });
    const key = `${object.metadata.namespace}/${name}`;
    const type = this.#objects.has(key) ? 'MODIFIED' : 'ADDED';
    this.#objects.set(key, object);
    this.#record(type, object);
  }

  remove(name: string, namespace: string = 'dom-sales') {
    this.#version += 1;
    const object = pod(name, { namespace, version: this.#version });
    this.#objects.delete(`${namespace}/${name}`);
    this.#record('DELETED', object);
  }

  bookmark() {
    this.#version += 1;
    this.say({
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: this.version } },
    });
  }

  /** Says anything to every watch, without remembering it. */
  say(event: unknown) {
    this.sayRaw(`${JSON.stringify(event)}\n`);
  }

  sayRaw(text: string) {
    const bytes = Buffer.from(text);
    const step = Math.min(this.chunkSize, bytes.length);
    for (const watch of this.#watches) {
      for (let at = 0; at < bytes.length; at += step) {
        watch.write(bytes.subarray(at, at + step));
      }
    }
  }

  /** As after a compaction: nothing from before can be asked for. */
  forgetHistory() {
    this.#forgottenUpTo = this.#version;
    this.#history = [];
    this.#snapshots.clear();
  }

  cutConnections() {
    this.#sockets.forEach(socket => socket.destroy());
  }

  endWatches() {
    this.#watches.forEach(watch => watch.end());
  }

  async close(): Promise<void> {
    this.cutConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #record(type: string, object: unknown) {
    this.#history.push({ version: this.#version, type, object });
    this.say({ type, object });
  }

  #answer(req: http.IncomingMessage, res: http.ServerResponse) {
    const url = new URL(req.url ?? '/', 'http://localhost');
    const request: RecordedRequest = {
      kind: url.searchParams.get('watch') === 'true' ? 'watch' : 'list',
      query: url.searchParams,
      authorization: req.headers.authorization,
      clientName:
        req.socket instanceof TLSSocket
          ? String(req.socket.getPeerCertificate().subject?.CN ?? '') ||
            undefined
          : undefined,
    };
    this.requests.push(request);
    const intercepted = this.intercept(request);
    if (intercepted === 'hang') {
      return;
    }
    if (intercepted) {
      const { status, body, headers } = intercepted;
      res.writeHead(status, headers);
      res.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
    } else if (url.pathname !== '/api/v1/pods') {
      res.writeHead(404).end('404 page not found');
    } else if (request.kind === 'watch') {
      this.#watch(request, res);
    } else {
      this.#list(request, res);
    }
  }

  #list({ query }: RecordedRequest, res: http.ServerResponse) {
    const limit = Number(query.get('limit')) || Infinity;
    const [id, offset] = (query.get('continue') ?? `${this.version}:0`).split(
      ':',
    );
    if (!query.get('continue')) {
      this.#snapshots.set(id, {
        version: this.#version,
        items: [...this.#objects.values()],
      });
    }
    const snapshot = this.#snapshots.get(id);
    if (!snapshot) {
      res.writeHead(410).end(JSON.stringify({ message: 'continue expired' }));
      return;
    }
    const end = Number(offset) + limit;
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(
      JSON.stringify({
        metadata: {
          resourceVersion: String(snapshot.version),
          continue: end < snapshot.items.length ? `${id}:${end}` : '',
        },
        items: snapshot.items.slice(Number(offset), end),
      }),
    );
  }

  #watch({ query }: RecordedRequest, res: http.ServerResponse) {
    const from = Number(query.get('resourceVersion'));
    if (from < this.#forgottenUpTo) {
      res.writeHead(410).end(JSON.stringify({ message: 'too old' }));
      return;
    }
    res.writeHead(200, { 'content-type': 'application/json' });
    res.flushHeaders();
    for (const { version, type, object } of this.#history) {
      if (version > from) {
        res.write(`${JSON.stringify({ type, object })}\n`);
      }
    }
    this.#watches.add(res);
    res.on('close', () => this.#watches.delete(res));
  }
}
