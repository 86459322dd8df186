import https from 'node:https';
import type { IncomingMessage } from 'node:http';

/** A Kubernetes object, as far as these tests look at it. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name?: string;
    namespace?: string;
    uid?: string;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/** A resource as discovery tells of it. */
export interface Served {
  name: string;
  kind: string;
  namespaced: boolean;
  verbs: string[];
  storageVersionHash?: string;
}

/** One line of a watch; what ends it with an error has a Status as its object. */
export interface WatchEvent {
  type: string;
  object: Manifest;
}

/** What is answered, an object, a list, a Status or what is served: each has some of these. */
export interface Body extends Manifest {
  items: Manifest[];
  resources: Served[];
  reason: string;
  code: number;
  message: string;
  details?: {
    uid?: string;
    causes?: Array<{ field: string; reason: string }>;
  };
}

/** Who looks at more of the body says at what. */
export interface Answer<T = Body> {
  status: number;
  text: string;
  /** The parsed text, or the text itself where it is no JSON. */
  body: T;
}

export interface Call {
  method?: string;
  body?: unknown;
  contentType?: string;
  accept?: string;
}

const TIME_LIMIT_MS = 20_000;
const APPLY = 'application/apply-patch+yaml';

/** Plain requests to one API server as one user, so that a test sees what is on the wire. */
export class KubeHttp {
  readonly #resources = new Map<string, Promise<Served[]>>();

  constructor(
    readonly options: { url: string; ca: () => string; token: string },
  ) {}

  as(token: string): KubeHttp {
    return new KubeHttp({ ...this.options, token });
  }

  async send<T = Body>(path: string, call: Call = {}): Promise<Answer<T>> {
    const response = await this.#open(path, call);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    let body: unknown = text;
    try {
      body = JSON.parse(text);
    } catch {
      // Health checks and unknown paths answer plain text.
    }
    return { status: response.statusCode ?? 0, text, body: body as T };
  }

  get<T = Body>(path: string): Promise<Answer<T>> {
    return this.send(path);
  }

  post<T = Body>(path: string, body: unknown): Promise<Answer<T>> {
    return this.send(path, { method: 'POST', body });
  }

  patch<T = Body>(
    path: string,
    body: unknown,
    type = 'merge-patch+json',
  ): Promise<Answer<T>> {
    const contentType = `application/${type}`;
    return this.send(path, { method: 'PATCH', body, contentType });
  }

  /** Server-side apply of an object that carries its own address. */
  async apply(
    object: Manifest,
    options: {
      dryRun?: boolean;
      strict?: boolean;
      manager?: string;
      force?: boolean;
      /** The object as YAML, where JavaScript's numbers would not do. */
      text?: string;
    } = {},
  ): Promise<Answer> {
    const query = new URLSearchParams({
      fieldManager: options.manager ?? 'lakefront-test',
      force: String(options.force ?? true),
      ...(options.strict && { fieldValidation: 'Strict' }),
      ...(options.dryRun && { dryRun: 'All' }),
    });
    return this.send(`${await this.addressOf(object)}?${query}`, {
      method: 'PATCH',
      body: options.text ?? object,
      contentType: APPLY,
    });
  }

  /** Applies for good; throws what the server said against it. */
  async mustApply(object: Manifest): Promise<void> {
    const { status, text } = await this.apply(object);
    if (status >= 300) {
      throw new Error(`${object.kind} ${object.metadata.name}: ${text}`);
    }
  }

  /** The path of an object, by what the server says it serves. */
  async addressOf({ apiVersion, kind, metadata }: Manifest): Promise<string> {
    const root = apiVersion.includes('/')
      ? `/apis/${apiVersion}`
      : `/api/${apiVersion}`;
    const served = await this.#served(root);
    const resource = served.find(
      found => found.kind === kind && !found.name.includes('/'),
    );
    if (!resource) throw new Error(`${apiVersion} ${kind} is not served`);
    const scope = resource.namespaced
      ? `/namespaces/${metadata.namespace ?? 'default'}`
      : '';
    return `${root}${scope}/${resource.name}/${metadata.name}`;
  }

  /** The events of a watch, until it has `count` of them or the server ends it. */
  async watch(path: string, count: number): Promise<WatchEvent[]> {
    const response = await this.#open(path, {});
    const events: WatchEvent[] = [];
    let rest = '';
    for await (const chunk of response) {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      events.push(...lines.filter(Boolean).map(line => JSON.parse(line)));
      if (events.length >= count) break;
    }
    response.destroy();
    // A refusal is one object, and no line.
    if (events.length === 0 && rest) events.push(JSON.parse(rest));
    return events;
  }

  #served(root: string): Promise<Served[]> {
    const known = this.#resources.get(root);
    if (known) return known;
    const asked = this.get(root).then(({ status, body }) => {
      // A definition that came a moment ago is served a moment later: no memory of that.
      if (status !== 200) this.#resources.delete(root);
      return status === 200 ? body.resources : [];
    });
    this.#resources.set(root, asked);
    return asked;
  }

  #open(path: string, call: Call): Promise<IncomingMessage> {
    const { url, ca, token } = this.options;
    const body =
      call.body === undefined || typeof call.body === 'string'
        ? call.body
        : JSON.stringify(call.body);
    return new Promise((resolve, reject) => {
      const request = https.request(
        `${url}${path}`,
        {
          method: call.method ?? 'GET',
          ca: ca(),
          timeout: TIME_LIMIT_MS,
          headers: {
            authorization: `Bearer ${token}`,
            ...(call.accept && { accept: call.accept }),
            ...(body !== undefined && {
              'content-type': call.contentType ?? 'application/json',
              // Node leaves it out of a DELETE, and sends the body unframed.
              'content-length': Buffer.byteLength(body),
            }),
          },
        },
        resolve,
      );
      request.on('error', reject);
      request.on('timeout', () =>
        request.destroy(new Error(`${path} has not answered in 20 s`)),
      );
      request.end(body);
    });
  }
}
