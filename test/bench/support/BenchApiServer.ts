import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BenchObject } from './objects';

export interface CountedRequest {
  path: string;
  watch: boolean;
}

interface Stored {
  namespace: string;
  json: string;
}

interface Collection {
  /** `/api/v1` or `/apis/<group>/<version>`, and the plural. */
  path: string;
  objects: Map<string, Stored>;
}

interface Watch {
  collection: Collection;
  namespace?: string;
  response: http.ServerResponse;
}

interface Change {
  version: number;
  collection: Collection;
  namespace: string;
  line: string;
}

const PATH =
  /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([a-z]+)$/;
const REMEMBERED = 20_000;
const WRITE_AT_ONCE = 512 * 1024;

/**
 * Lists in pages, streaming lists and watches, as quick as Node can: what is
 * stored is text already. Every path that looks like a resource is one, if
 * an empty one. Label selectors are not looked at: all that is here matches.
 */
export class BenchApiServer {
  readonly #server = http.createServer((req, res) => this.#answer(req, res));
  readonly #collections = new Map<string, Collection>();
  readonly #watches = new Set<Watch>();
  readonly #snapshots = new Map<string, { version: number; items: string[] }>();
  #history: Change[] = [];
  #forgotten = 0;
  #requests: CountedRequest[] = [];
  #version = 1_000;

  get version(): string {
    return String(this.#version);
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  put(plural: string, object: BenchObject) {
    const { collection, key, namespace } = this.#locate(plural, object);
    const type = collection.objects.has(key) ? 'MODIFIED' : 'ADDED';
    const json = this.#versioned(object);
    collection.objects.set(key, { namespace, json });
    this.#tell({ collection, namespace, type, json });
  }

  remove(plural: string, object: BenchObject) {
    const { collection, key, namespace } = this.#locate(plural, object);
    if (!collection.objects.delete(key)) return;
    const json = this.#versioned(object);
    this.#tell({ collection, namespace, type: 'DELETED', json });
  }

  /** As etcd does: nothing from before can be asked for, and watches learn it. */
  compact() {
    this.#forgotten = this.#version;
    this.#history = [];
    this.#snapshots.clear();
    const object = { kind: 'Status', code: 410, message: 'too old' };
    for (const { response } of this.#watches) {
      response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
    }
  }

  /** Cuts every connection, as a network would. */
  cut() {
    this.#server.closeAllConnections();
  }

  /** What was asked since the last time. */
  takeRequests(): CountedRequest[] {
    return this.#requests.splice(0);
  }

  #locate(plural: string, { apiVersion, metadata }: BenchObject) {
    const base = apiVersion.includes('/') ? 'apis' : 'api';
    const namespace = metadata.namespace ?? '';
    return {
      collection: this.#collection(`/${base}/${apiVersion}/${plural}`),
      namespace,
      key: `${namespace}/${metadata.name}`,
    };
  }

  #collection(path: string): Collection {
    const known = this.#collections.get(path);
    const collection = known ?? { path, objects: new Map<string, Stored>() };
    this.#collections.set(path, collection);
    return collection;
  }

  #versioned(object: BenchObject): string {
    this.#version += 1;
    const metadata = { ...object.metadata, resourceVersion: this.version };
    return JSON.stringify({ ...object, metadata });
  }

  #tell(change: {
    collection: Collection;
    namespace: string;
    type: string;
    json: string;
  }) {
    const { collection, namespace, type, json } = change;
    const line = `{"type":"${type}","object":${json}}\n`;
    this.#history.push({ version: this.#version, collection, namespace, line });
    if (this.#history.length > 2 * REMEMBERED) {
      this.#history = this.#history.slice(-REMEMBERED);
      this.#forgotten = this.#history[0].version - 1;
    }
    for (const watch of this.#watches) {
      if (isFor(watch, change)) watch.response.write(line);
    }
  }

  #answer(req: http.IncomingMessage, res: http.ServerResponse) {
    const url = new URL(req.url ?? '/', 'http://localhost');
    const query = url.searchParams;
    const watch = ['true', '1'].includes(query.get('watch') ?? '');
    this.#requests.push({ path: `${url.pathname}${url.search}`, watch });
    const [, base, namespace, plural] = url.pathname.match(PATH) ?? [];
    if (!plural) {
      send(res, 404, { kind: 'Status', code: 404, message: 'not found' });
      return;
    }
    const collection = this.#collection(`${base}/${plural}`);
    if (watch) this.#watch({ collection, namespace, query, res });
    else this.#list({ collection, namespace, query, res });
  }

  #list(options: {
    collection: Collection;
    namespace?: string;
    query: URLSearchParams;
    res: http.ServerResponse;
  }) {
    const { query, res } = options;
    const limit = Number(query.get('limit')) || Infinity;
    const token = query.get('continue') ?? '';
    const [id, offset] = token ? token.split(':') : [crypto.randomUUID(), '0'];
    const snapshot = token
      ? this.#snapshots.get(id)
      : { version: this.#version, items: itemsOf(options) };
    if (!snapshot) {
      send(res, 410, { kind: 'Status', code: 410, reason: 'Expired' });
      return;
    }
    const end = Number(offset) + limit;
    const more = end < snapshot.items.length;
    if (more) this.#snapshots.set(id, snapshot);
    else this.#snapshots.delete(id);
    const metadata = {
      resourceVersion: String(snapshot.version),
      continue: more ? `${id}:${end}` : '',
    };
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(
      `{"kind":"List","metadata":${JSON.stringify(
        metadata,
      )},"items":[${snapshot.items.slice(Number(offset), end).join()}]}`,
    );
  }

  async #watch(options: {
    collection: Collection;
    namespace?: string;
    query: URLSearchParams;
    res: http.ServerResponse;
  }) {
    const { collection, namespace, query, res } = options;
    const initial = query.get('sendInitialEvents') === 'true';
    const from = initial ? this.#version : Number(query.get('resourceVersion'));
    if (from < this.#forgotten) {
      send(res, 410, { kind: 'Status', code: 410, reason: 'Expired' });
      return;
    }
    res.writeHead(200, { 'content-type': 'application/json' });
    res.flushHeaders();
    if (initial) await writeInitial(res, itemsOf(options), from);
    const watch: Watch = { collection, namespace, response: res };
    for (const change of this.#history) {
      if (change.version > from && isFor(watch, change)) res.write(change.line);
    }
    this.#watches.add(watch);
    res.on('close', () => this.#watches.delete(watch));
  }
}

function isFor(
  watch: Watch,
  change: { collection: Collection; namespace: string },
): boolean {
  return (
    watch.collection === change.collection &&
    (watch.namespace === undefined || watch.namespace === change.namespace)
  );
}

function itemsOf(options: {
  collection: Collection;
  namespace?: string;
}): string[] {
  const items: string[] = [];
  for (const { namespace, json } of options.collection.objects.values()) {
    if (!options.namespace || options.namespace === namespace) items.push(json);
  }
  return items;
}

/** All that is there as events, as fast as they are taken, and the mark of their end. */
async function writeInitial(
  res: http.ServerResponse,
  items: readonly string[],
  version: number,
) {
  let text = '';
  for (const item of items) {
    text += `{"type":"ADDED","object":${item}}\n`;
    if (text.length < WRITE_AT_ONCE) continue;
    if (!res.write(text)) {
      await drained(res);
    }
    text = '';
  }
  const metadata = {
    resourceVersion: String(version),
    annotations: { 'k8s.io/initial-events-end': 'true' },
  };
  const object = { metadata };
  res.write(`${text}${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
}

function send(res: http.ServerResponse, status: number, body: object) {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}

/** What was written has gone out, or nobody listens any more. */
function drained(res: http.ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      res.off('drain', done);
      res.off('close', done);
      resolve();
    };
    res.on('drain', done);
    res.on('close', done);
  });
}
