import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Clock, WireObject } from '../types';
import { isAt, keyOf, namespaceObject, Place, placeOf } from './places';
import { pod } from './pods';

export interface RecordedRequest {
  path: string;
  kind: 'list' | 'stream' | 'watch';
  query: URLSearchParams;
  authorization: string | undefined;
  /** Of the client's certificate. */
  clientName: string | undefined;
}

type Intercepted =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | 'hang'
  /** The real answer, but late. */
  | { afterMs: number; clock: Clock }
  | undefined;

interface HistoryEntry {
  version: number;
  type: string;
  object: WireObject;
}

/** The pods and namespaces of an API server, as far as lists and watches go, with faults to order. */
export class FakeApiServer {
  readonly requests: RecordedRequest[] = [];
  /** Asked before every answer: a test's own answer, or none. */
  intercept: (request: RecordedRequest) => Intercepted = () => undefined;
  /** Bytes per write of a watch: small ones cut lines and characters. */
  chunkSize = Infinity;
  connections = 0;
  /** Whether it streams lists, as newer ones do. */
  streams = false;
  /** Whether a streamed list lacks its end, until `say(endOfStream())`. */
  holdsStreams = false;

  readonly #server: http.Server;
  readonly #sockets = new Set<Socket>();
  readonly #watches = new Map<http.ServerResponse, Place>();
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

  put(
    name: string,
    options: { namespace?: string; phase?: string; padding?: number } = {},
  ) {
    this.#version += 1;
    this.#keep(pod(name, { ...options, version: this.#version }));
  }

  remove(name: string, namespace: string = 'dom-sales') {
    this.#version += 1;
    this.#drop(pod(name, { namespace, version: this.#version }));
  }

  putNamespace(name: string) {
    this.#version += 1;
    this.#keep(namespaceObject(name, this.#version));
  }

  /** With everything in it. */
  removeNamespace(name: string) {
    for (const { kind, metadata } of [...this.#objects.values()]) {
      if (kind === 'Pod' && metadata.namespace === name) {
        this.remove(metadata.name, name);
      }
    }
    this.#version += 1;
    this.#drop(namespaceObject(name, this.#version));
  }

  /** What it holds, to compare with. */
  objects(plural: string = 'pods'): WireObject[] {
    return [...this.#objects.values()].filter(object =>
      isAt({ plural }, object),
    );
  }

  bookmark() {
    this.#version += 1;
    this.say({
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: this.version } },
    });
  }

  endOfStream() {
    return {
      type: 'BOOKMARK',
      object: {
        metadata: {
          resourceVersion: this.version,
          annotations: { 'k8s.io/initial-events-end': 'true' },
        },
      },
    };
  }

  /** Says anything to every watch, without remembering it. */
  say(event: unknown) {
    this.sayRaw(`${JSON.stringify(event)}\n`);
  }

  sayRaw(text: string) {
    [...this.#watches.keys()].forEach(watch => this.#write(watch, text));
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
    for (const watch of [...this.#watches.keys()]) {
      this.#watches.delete(watch);
      watch.end();
    }
  }

  async close(): Promise<void> {
    this.cutConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #keep(object: WireObject) {
    const key = keyOf(object);
    const type = this.#objects.has(key) ? 'MODIFIED' : 'ADDED';
    this.#objects.set(key, object);
    this.#record(type, object);
  }

  #drop(object: WireObject) {
    if (this.#objects.delete(keyOf(object))) {
      this.#record('DELETED', object);
    }
  }

  #record(type: string, object: WireObject) {
    this.#history.push({ version: this.#version, type, object });
    for (const [watch, place] of this.#watches) {
      if (isAt(place, object)) {
        this.#write(watch, `${JSON.stringify({ type, object })}\n`);
      }
    }
  }

  #write(watch: http.ServerResponse, text: string) {
    const bytes = Buffer.from(text);
    const step = Math.min(this.chunkSize, bytes.length);
    for (let at = 0; at < bytes.length; at += step) {
      watch.write(bytes.subarray(at, at + step));
    }
  }

  #answer(req: http.IncomingMessage, res: http.ServerResponse) {
    const url = new URL(req.url ?? '/', 'http://localhost');
    const request: RecordedRequest = {
      path: url.pathname,
      kind: kindOf(url.searchParams),
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
    if (intercepted && 'afterMs' in intercepted) {
      const { afterMs, clock } = intercepted;
      clock.sleep(afterMs).then(() => this.#serve(url.pathname, request, res));
    } else if (intercepted) {
      const { status, body, headers } = intercepted;
      res.writeHead(status, headers);
      res.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
    } else {
      this.#serve(url.pathname, request, res);
    }
  }

  #serve(path: string, request: RecordedRequest, res: http.ServerResponse) {
    const place = placeOf(path);
    if (!place) {
      res.writeHead(404).end('404 page not found');
    } else if (request.kind === 'stream') {
      this.#stream(place, res);
    } else if (request.kind === 'watch') {
      this.#watch(place, request, res);
    } else {
      this.#list(place, request, res);
    }
  }

  #list(place: Place, { query }: RecordedRequest, res: http.ServerResponse) {
    const limit = Number(query.get('limit')) || Infinity;
    const [id, offset] = (
      query.get('continue') ??
      `${this.version}-${place.plural}-${place.namespace}:0`
    ).split(':');
    if (!query.get('continue')) {
      this.#snapshots.set(id, {
        version: this.#version,
        items: [...this.#objects.values()].filter(object =>
          isAt(place, object),
        ),
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

  /** As kube-apiserver with the feature WatchList, or one that refuses. */
  #stream(place: Place, res: http.ServerResponse) {
    if (!this.streams) {
      const message = 'sendInitialEvents is forbidden for watch';
      res.writeHead(422).end(JSON.stringify({ message }));
      return;
    }
    res.writeHead(200, { 'content-type': 'application/json' });
    for (const object of this.#objects.values()) {
      if (isAt(place, object)) {
        res.write(`${JSON.stringify({ type: 'ADDED', object })}\n`);
      }
    }
    this.#watches.set(res, place);
    res.on('close', () => this.#watches.delete(res));
    if (this.holdsStreams) {
      res.flushHeaders();
    } else {
      res.write(`${JSON.stringify(this.endOfStream())}\n`);
    }
  }

  #watch(place: Place, { query }: RecordedRequest, res: http.ServerResponse) {
    const from = Number(query.get('resourceVersion'));
    if (from < this.#forgottenUpTo) {
      res.writeHead(410).end(JSON.stringify({ message: 'too old' }));
      return;
    }
    res.writeHead(200, { 'content-type': 'application/json' });
    res.flushHeaders();
    for (const { version, type, object } of this.#history) {
      if (version > from && isAt(place, object)) {
        res.write(`${JSON.stringify({ type, object })}\n`);
      }
    }
    this.#watches.set(res, place);
    res.on('close', () => this.#watches.delete(res));
  }
}

function kindOf(query: URLSearchParams): RecordedRequest['kind'] {
  if (query.get('watch') !== 'true') {
    return 'list';
  }
  return query.get('sendInitialEvents') === 'true' ? 'stream' : 'watch';
}
