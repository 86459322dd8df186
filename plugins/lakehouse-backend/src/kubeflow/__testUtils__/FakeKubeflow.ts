import * as http from 'node:http';
import { closeServer, listen } from '../../__testUtils__/listening';

/** A run as it goes over the wire, and the namespace that it is of. */
export interface FakeRun {
  namespace: string;
  run_id: string;
  display_name?: string;
  state?: string;
  created_at: string;
  finished_at?: string;
  storage_state?: string;
  recurring_run_id?: string;
  pipeline_version_reference?: {
    pipeline_id: string;
    pipeline_version_id: string;
  };
  pipeline_spec?: object;
  runtime_config?: { parameters?: Record<string, unknown> };
  run_details?: { task_details: object[] };
  /** Default is that of its namespace. */
  experiment_id?: string;
}

export interface Fault {
  status: number;
  message?: string;
  headers?: Record<string, string>;
}

const PAGE = 20;
const LARGEST_PAGE = 200;

/** As much of the API of Kubeflow Pipelines as the portal asks, in multi-user mode. */
export class FakeKubeflow {
  /** Paths with their queries, as they were asked for. */
  readonly requests: string[] = [];
  /** The tokens that came with them. */
  readonly tokens: Array<string | undefined> = [];
  multiUser = true;
  /** What it says instead, if anything. */
  fault: ((path: string) => Fault | undefined) | undefined;
  /** It gives runs of all namespaces, whichever is asked for. */
  careless = false;
  readonly #byNamespace = new Map<string, FakeRun[]>();
  readonly #byId = new Map<string, FakeRun>();
  /** Page tokens begin with it: others are not taken. */
  #epoch = 0;
  readonly #server = http.createServer((req, res) => this.#answer(req, res));

  start(): Promise<string> {
    return listen(this.#server);
  }

  stop(): Promise<void> {
    return closeServer(this.#server);
  }

  /** In any order; the newest is given first. */
  put(...runs: FakeRun[]): void {
    const touched = new Set<FakeRun[]>();
    for (const run of runs) {
      const all = this.#byNamespace.get(run.namespace) ?? [];
      this.#byNamespace.set(run.namespace, all);
      const before = this.#byId.get(run.run_id);
      if (before) Object.assign(before, run);
      else all.push(run);
      this.#byId.set(run.run_id, before ?? run);
      touched.add(all);
    }
    for (const all of touched) {
      all.sort(
        (a, b) =>
          compare(b.created_at, a.created_at) || compare(b.run_id, a.run_id),
      );
    }
  }

  /** No page token that was given is taken any more, as after a restart of some releases. */
  forgetTokens(): void {
    this.#epoch += 1;
  }

  #answer(req: http.IncomingMessage, res: http.ServerResponse): void {
    const url = new URL(req.url ?? '/', 'http://localhost');
    const path = url.pathname.replace('/apis/v2beta1', '');
    this.requests.push(`${path}${url.search}`);
    this.tokens.push(req.headers.authorization?.replace('Bearer ', ''));
    const fault = this.fault?.(`${path}${url.search}`);
    if (fault) {
      const { status, message = 'no', headers } = fault;
      send(res, status, { code: 2, message, details: [] }, headers);
      return;
    }
    const [, kind, id] = path.split('/');
    if (kind === 'healthz') {
      send(res, 200, {
        multi_user: this.multiUser,
        pipeline_store: 'kubernetes',
      });
    } else if (kind === 'experiments' && id?.startsWith('of-')) {
      send(res, 200, {
        ...{ experiment_id: id, display_name: 'Default' },
        ...(this.multiUser && { namespace: id.slice('of-'.length) }),
      });
    } else if (kind === 'runs' && id) {
      const run = this.#byId.get(decodeURIComponent(id));
      send(
        res,
        run ? 200 : 404,
        run ? toWire(run) : { code: 5, message: `Run ${id} not found` },
      );
    } else if (kind === 'runs') {
      this.#list(url.searchParams, res);
    } else {
      send(res, 404, { code: 5, message: 'not found' });
    }
  }

  #list(query: URLSearchParams, res: http.ServerResponse): void {
    const namespace = query.get('namespace');
    if (!namespace) {
      send(res, 400, {
        ...{ code: 3, details: [] },
        message:
          'Invalid input error: A run cannot have an empty namespace in multi-user mode',
      });
      return;
    }
    const token = query.get('page_token');
    if (token && !token.startsWith(`${this.#epoch}:`)) {
      send(res, 400, { code: 3, message: 'Invalid page token', details: [] });
      return;
    }
    const filter = JSON.parse(query.get('filter') || '{"predicates":[]}');
    const until: string | undefined = filter.predicates[0]?.timestamp_value;
    const all = this.careless
      ? [...this.#byId.values()]
      : this.#byNamespace.get(namespace) ?? [];
    const matching = until
      ? all.filter(run => Date.parse(run.created_at) <= Date.parse(until))
      : all;
    const size = Math.min(Number(query.get('page_size')) || PAGE, LARGEST_PAGE);
    const from = Number(token?.split(':')[1] ?? 0);
    const runs = matching.slice(from, from + size);
    const more = from + size < matching.length;
    send(res, 200, {
      runs: runs.map(toWire),
      total_size: matching.length,
      ...(more && { next_page_token: `${this.#epoch}:${from + size}` }),
    });
  }
}

function toWire({ namespace, ...run }: FakeRun): object {
  return {
    experiment_id: `of-${namespace}`,
    display_name: run.run_id,
    storage_state: 'AVAILABLE',
    state: 'SUCCEEDED',
    finished_at: '1970-01-01T00:00:00Z',
    scheduled_at: '1970-01-01T00:00:00Z',
    ...run,
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function send(
  res: http.ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(JSON.stringify(body));
}
