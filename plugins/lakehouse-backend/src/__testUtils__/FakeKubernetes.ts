import * as http from 'node:http';
import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { closeServer, listen } from './listening';

interface Collection {
  /** E.g. `/api/v1` or `/apis/sparkoperator.k8s.io/v1beta2`. */
  base: string;
  plural: string;
}

interface Watch extends Collection {
  namespace?: string;
  selects(object: KubernetesObject): boolean;
  response: http.ServerResponse;
  /** Of whoever watches. */
  token: string | undefined;
}

interface Stored extends Collection {
  object: KubernetesObject;
}

const PLURALS: Record<string, string> = {
  Namespace: 'namespaces',
  ResourceQuota: 'resourcequotas',
  LimitRange: 'limitranges',
  NetworkPolicy: 'networkpolicies',
  Pod: 'pods',
  Event: 'events',
  ConfigMap: 'configmaps',
  Kustomization: 'kustomizations',
  Application: 'applications',
  SparkApplication: 'sparkapplications',
  LakeFSBranch: 'lakefsbranches',
  Pipeline: 'pipelines',
  PipelineVersion: 'pipelineversions',
  ScheduledWorkflow: 'scheduledworkflows',
  Workflow: 'workflows',
  Job: 'jobs',
  CronJob: 'cronjobs',
};

/** Lists, watches, single objects and logs of an API server; just enough to fill the index. */
export class FakeKubernetes {
  /** `<namespace>/<pod>` to the text of its log. */
  readonly logs = new Map<string, string>();
  /** Who follows a log at the moment. */
  readonly followers = new Set<http.ServerResponse>();
  /** Paths that are answered with 403. */
  readonly forbidden = new Set<string>();
  /** Paths with their queries, as they were asked for. */
  readonly requests: string[] = [];
  readonly #objects = new Map<string, Stored>();
  readonly #watches = new Set<Watch>();
  /** Who watches with one of these tokens is not told for now: lines that wait. */
  readonly #held = new Map<string, Array<() => void>>();
  readonly #server = http.createServer((req, res) => this.#answer(req, res));
  #version = 100;

  /** Of the last change. */
  get version(): number {
    return this.#version;
  }

  /** What is watched at the moment, as often as it is. */
  get watched(): string[] {
    return Array.from(
      this.#watches,
      ({ base, namespace, plural }) => `${base}/${namespace ?? '*'}/${plural}`,
    );
  }

  start(): Promise<string> {
    return listen(this.#server);
  }

  stop(): Promise<void> {
    return closeServer(this.#server);
  }

  put(...objects: KubernetesObject[]): void {
    for (const object of objects) {
      this.#version += 1;
      const stored = toStored({
        ...object,
        metadata: { ...object.metadata, resourceVersion: `${this.#version}` },
      });
      const key = keyOf(stored);
      const type = this.#objects.has(key) ? 'MODIFIED' : 'ADDED';
      this.#objects.set(key, stored);
      this.#tell(type, stored);
    }
  }

  remove(object: KubernetesObject): void {
    this.#version += 1;
    const stored = toStored({
      ...object,
      metadata: { ...object.metadata, resourceVersion: `${this.#version}` },
    });
    this.#objects.delete(keyOf(stored));
    this.#tell('DELETED', stored);
  }

  /** Counts on, as when something happens that nobody watches. */
  somethingElse(): void {
    this.#version += 1;
  }

  /** Says to who watches with this token that nothing else has happened. */
  bookmark(token: string): void {
    const metadata = { resourceVersion: `${this.#version}` };
    for (const watch of this.#watches) {
      if (watch.token === token) {
        this.#send(watch, { type: 'BOOKMARK', object: { metadata } });
      }
    }
  }

  /** Holds back what happens from one watcher, as a slow network would. */
  hold(token: string): void {
    this.#held.set(token, []);
  }

  /** Lets out what was held back, in order. */
  release(token: string): void {
    const waiting = this.#held.get(token) ?? [];
    this.#held.delete(token);
    waiting.forEach(tell => tell());
  }

  #tell(type: string, { base, plural, object }: Stored): void {
    for (const watch of this.#watches) {
      if (
        watch.base === base &&
        watch.plural === plural &&
        watch.selects(object)
      ) {
        this.#send(watch, { type, object });
      }
    }
  }

  #send({ response, token = '' }: Watch, event: object): void {
    const tell = () => response.write(`${JSON.stringify(event)}\n`);
    const held = this.#held.get(token);
    if (held) {
      held.push(tell);
    } else {
      tell();
    }
  }

  #answer(req: http.IncomingMessage, res: http.ServerResponse): void {
    const url = new URL(req.url ?? '/', 'http://localhost');
    this.requests.push(`${url.pathname}${url.search}`);
    const match = url.pathname.match(
      /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?(\/log)?$/,
    );
    if (this.forbidden.has(url.pathname)) {
      send(res, 403, { message: `${url.pathname} is forbidden` });
      return;
    }
    if (!match) {
      send(res, 404, { message: 'not found' });
      return;
    }
    const [, base, namespace, plural, name, log] = match;
    if (log) {
      const text = this.logs.get(`${namespace}/${name}`);
      res.writeHead(text === undefined ? 404 : 200);
      if (url.searchParams.get('follow') === 'true') {
        res.write(text ?? '');
        this.followers.add(res);
        res.on('close', () => this.followers.delete(res));
      } else {
        res.end(text);
      }
    } else if (name) {
      const found = [...this.#objects.values()].find(
        ({ object, ...collection }) =>
          collection.base === base &&
          collection.plural === plural &&
          object.metadata.namespace === namespace &&
          object.metadata.name === name,
      );
      send(res, found ? 200 : 404, found?.object ?? { message: 'not found' });
    } else {
      const selects = selectorOf(url.searchParams, namespace);
      const token = req.headers.authorization?.replace('Bearer ', '');
      const watch = { base, plural, namespace, selects, response: res, token };
      if (url.searchParams.get('watch') === 'true') {
        this.#watch(watch, Number(url.searchParams.get('resourceVersion')));
        if (url.searchParams.get('sendInitialEvents') === 'true') {
          this.#endInitialEvents(res);
        }
      } else {
        const items = [...this.#objects.values()]
          .filter(
            stored =>
              stored.base === base &&
              stored.plural === plural &&
              selects(stored.object),
          )
          .map(({ object }) => object);
        send(res, 200, {
          metadata: { resourceVersion: `${this.#version}` },
          items,
        });
      }
    }
  }

  /** All that there is was sent as events: a streamed list ends with a bookmark. */
  #endInitialEvents(response: http.ServerResponse): void {
    const metadata = {
      resourceVersion: `${this.#version}`,
      annotations: { 'k8s.io/initial-events-end': 'true' },
    };
    const event = { type: 'BOOKMARK', object: { metadata } };
    response.write(`${JSON.stringify(event)}\n`);
  }

  #watch(watch: Watch, from: number): void {
    watch.response.writeHead(200, { 'content-type': 'application/json' });
    watch.response.flushHeaders();
    this.#watches.add(watch);
    watch.response.on('close', () => this.#watches.delete(watch));
    for (const stored of this.#objects.values()) {
      const { base, plural, object } = stored;
      if (
        base === watch.base &&
        plural === watch.plural &&
        Number(object.metadata.resourceVersion) > from &&
        watch.selects(object)
      ) {
        this.#tell('ADDED', stored);
      }
    }
  }
}

function toStored(object: KubernetesObject): Stored {
  const { apiVersion, kind } = object;
  return {
    base: apiVersion.includes('/')
      ? `/apis/${apiVersion}`
      : `/api/${apiVersion}`,
    plural: PLURALS[kind],
    object,
  };
}

function keyOf({ base, plural, object }: Stored): string {
  return `${base}/${plural}/${object.metadata.namespace}/${object.metadata.name}`;
}

/** Knows label selectors of labels and their values, and the type of events. */
function selectorOf(
  query: URLSearchParams,
  namespace: string | undefined,
): (object: KubernetesObject) => boolean {
  const labels = query.get('labelSelector')?.split(',') ?? [];
  const type = query.get('fieldSelector')?.match(/^type=(.*)$/)?.[1];
  return object =>
    (!namespace || object.metadata.namespace === namespace) &&
    labels.every(label => hasLabel(object, label)) &&
    (!type || object.type === type);
}

function hasLabel({ metadata }: KubernetesObject, label: string): boolean {
  const [key, value] = label.split('=');
  const given = metadata.labels?.[key];
  return value === undefined ? given !== undefined : given === value;
}

function send(res: http.ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}
