import { ApiError } from '../errors';
import {
  Call,
  ResourceApi,
  ResourceSession,
  WatchEvent,
  WatchOptions,
} from '../resourceApi';
import { WireObject } from '../types';
import { PodRow, pod } from './pods';

interface Watcher {
  queue: Array<WatchEvent | Error | 'end'>;
  wake(): void;
}

/** An API server without a network, with faults to order. */
export class MemoryApi implements ResourceApi {
  /** Status with which the next request is refused. */
  failNext?: number;
  failAlways?: number;
  /** Whether it streams lists. */
  streams = false;
  openSessions = 0;
  /** Requests under way. */
  #pending = 0;

  readonly #objects = new Map<string, WireObject>();
  readonly #snapshots = new Map<string, WireObject[]>();
  #history: Array<{ version: number; event: WatchEvent }> = [];
  #watcher?: Watcher;
  #forgottenUpTo = 0;
  #version = 10;

  get version(): string {
    return String(this.#version);
  }

  get watching(): boolean {
    return this.#watcher !== undefined;
  }

  get busy(): boolean {
    return this.#pending > 0;
  }

  rows(): Record<string, PodRow> {
    return Object.fromEntries(
      Array.from(this.#objects.values(), ({ metadata, status }) => [
        `west/${metadata.namespace}/${metadata.name}`,
        { name: metadata.name, phase: (status as { phase: string }).phase },
      ]),
    );
  }

  put(name: string, phase: string) {
    this.#version += 1;
    const object = pod(name, { version: this.#version, phase });
    this.#record(this.#objects.has(name) ? 'MODIFIED' : 'ADDED', object);
    this.#objects.set(name, object);
  }

  remove(name: string) {
    if (this.#objects.delete(name)) {
      this.#version += 1;
      this.#record('DELETED', pod(name, { version: this.#version }));
    }
  }

  bookmark() {
    this.#tell({
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: this.version } },
    });
  }

  cut() {
    this.#tell(new Error('connection cut'));
  }

  close() {
    this.#tell('end');
  }

  forget() {
    this.#forgottenUpTo = this.#version;
    this.#history = [];
    this.#snapshots.clear();
  }

  sayGone() {
    this.forget();
    this.#tell({ type: 'ERROR', object: { code: 410, message: 'too old' } });
  }

  async connect(): Promise<ResourceSession> {
    this.openSessions += 1;
    return {
      listPage: (options, call) =>
        this.#request(call, () => this.#list(options)),
      watch: (options, call) =>
        this.#request(call, () => this.#watch(options, call)),
      close: () => {
        this.openSessions -= 1;
      },
    };
  }

  #record(type: string, object: WireObject) {
    const event = { type, object };
    this.#history.push({ version: this.#version, event });
    this.#tell(event);
  }

  #tell(event: WatchEvent | Error | 'end') {
    this.#watcher?.queue.push(event);
    this.#watcher?.wake();
  }

  /** Takes a turn of the event loop, so that anything may happen in between. */
  async #request<T>(call: Call, answer: () => T): Promise<T> {
    this.#pending += 1;
    try {
      await new Promise(resolve => setImmediate(resolve));
      call.signal.throwIfAborted();
      const status = this.failNext ?? this.failAlways;
      this.failNext = undefined;
      if (status) {
        throw new ApiError({ status, message: 'ordered by the test' });
      }
      return answer();
    } finally {
      this.#pending -= 1;
    }
  }

  #list(options: { limit: number; continue?: string }) {
    const [version, offset] = (options.continue ?? `${this.version}:0`).split(
      ':',
    );
    if (!options.continue) {
      this.#snapshots.set(version, [...this.#objects.values()]);
    }
    const items = this.#snapshots.get(version);
    if (!items) {
      throw new ApiError({ status: 410, message: 'continue expired' });
    }
    const end = Number(offset) + options.limit;
    return {
      resourceVersion: version,
      objects: items.slice(Number(offset), end),
      continue: end < items.length ? `${version}:${end}` : undefined,
    };
  }

  #watch({ resourceVersion }: WatchOptions, call: Call) {
    if (resourceVersion === undefined) {
      return this.#stream(call);
    }
    const from = Number(resourceVersion);
    if (from < this.#forgottenUpTo) {
      throw new ApiError({ status: 410, message: 'too old' });
    }
    return this.#follow(
      this.#history
        .filter(({ version }) => version > from)
        .map(({ event }) => event),
      call,
    );
  }

  #stream(call: Call) {
    if (!this.streams) {
      throw new ApiError({ status: 422, message: 'no streams here' });
    }
    const events = this.#follow(
      Array.from(this.#objects.values(), object => ({ type: 'ADDED', object })),
      call,
    );
    const watcher = this.#watcher;
    // What happens before its end comes in between, as from a real one.
    setImmediate(() => {
      watcher?.queue.push(this.#endOfStream());
      watcher?.wake();
    });
    return events;
  }

  #endOfStream(): WatchEvent {
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

  #follow(queue: WatchEvent[], call: Call) {
    const watcher: Watcher = { queue, wake: () => {} };
    this.#watcher = watcher;
    call.signal.addEventListener('abort', () => watcher.wake());
    return this.#events(watcher, call);
  }

  async *#events(watcher: Watcher, call: Call): AsyncGenerator<WatchEvent> {
    try {
      for (;;) {
        call.signal.throwIfAborted();
        const next = watcher.queue.shift();
        if (next === undefined) {
          await new Promise<void>(resolve => {
            watcher.wake = resolve;
          });
        } else if (next === 'end') {
          return;
        } else if (next instanceof Error) {
          throw next;
        } else {
          call.heard();
          yield next;
        }
      }
    } finally {
      if (this.#watcher === watcher) {
        this.#watcher = undefined;
      }
    }
  }
}
