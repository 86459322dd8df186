import {
  ApiError,
  isStreamRefusal,
  ProtocolError,
  SilenceError,
} from './errors';
import { FreshnessSignal } from './freshness';
import { guardSilence } from './guardSilence';
import { InitialEvents } from './InitialEvents';
import { ResourceMetrics } from './metrics';
import { ReplicaEvent } from './replicaState';
import { Call, ResourceSession, WatchEvent } from './resourceApi';
import { Clock, IndexLogger, WireObject } from './types';

/** What is fed by reading, and asked where to go on. */
export interface ReadTarget {
  readonly position: string | undefined;
  needsList(): boolean;
  apply(event: ReplicaEvent): void;
  note(signal: FreshnessSignal): void;
}

export interface ResourceReaderOptions {
  /** For messages: `<resource> of <Kubernetes cluster>`. */
  label: string;
  target: ReadTarget;
  metrics: ResourceMetrics;
  clock: Clock;
  logger: IndexLogger;
  random: () => number;
  pageSize: number;
  silentWatchMs: number;
  /** Called when a list is complete, and when a watch has said something. */
  worked(what: 'list' | 'watch'): void;
}

const CHANGES = new Map<string, 'put' | 'delete' | 'bookmark'>([
  ['ADDED', 'put'],
  ['MODIFIED', 'put'],
  ['DELETED', 'delete'],
  ['BOOKMARK', 'bookmark'],
]);

/** A watch that ends sooner, having said nothing, did not work. */
const SHORTEST_WATCH_MS = 1_000;
/** How long a watch is asked to last; random, so that not all end together. */
const WATCH_SECONDS = { least: 300, spread: 300 };
/** An API server that does not stream lists may be a newer one an hour later. */
const PAGES_AFTER_REFUSAL_MS = 3_600_000;
/** An API server has everything at hand when it begins to stream. */
const STREAM_PATIENCE_MS = 2_000;
/** Objects of a stream that are held before they are projected and dropped. */
const STREAM_BATCH = 100;
/** A stream that broke off is not tried again at once. */
const PAGES_AFTER_CUT_MS = 60_000;
/** Reads one resource over one session: a list where one is due, then a watch. */
export class ResourceReader {
  readonly #options: ResourceReaderOptions;
  #listed = false;
  /** Until then lists are asked for in pages, not as a stream. */
  #pagesUntil = 0;

  constructor(options: ResourceReaderOptions) {
    this.#options = options;
  }

  /** Until the watch ends in good order, or something fails. */
  async read(session: ResourceSession, signal: AbortSignal): Promise<void> {
    const { clock, silentWatchMs, target } = this.#options;
    const guard = { clock, silentMs: silentWatchMs, signal };
    if (target.needsList()) {
      this.#noteListing();
      if (await this.#tryStream(session, guard)) {
        return;
      }
      await guardSilence(guard, call => this.#list(session, call));
    }
    await guardSilence(guard, call => this.#watch(session, call));
  }

  #noteListing(): void {
    const { metrics, target } = this.#options;
    target.note({ type: 'listing' });
    if (this.#listed) {
      metrics.relisted({});
    }
  }

  #noteSynced(objects: number, beganAt: number): void {
    const { clock, metrics, target, worked } = this.#options;
    worked('list');
    this.#listed = true;
    target.note({ type: 'synced' });
    metrics.listed({ objects, ms: clock.now() - beganAt });
  }

  async #list(session: ResourceSession, call: Call): Promise<void> {
    const { clock, metrics, pageSize, target } = this.#options;
    const beganAt = clock.now();
    let objects = 0;
    let next: string | undefined;
    let first = true;
    do {
      metrics.requested({ request: 'list' });
      const page = await session.listPage(
        { limit: pageSize, continue: next },
        call,
      );
      call.signal.throwIfAborted();
      target.note({ type: 'heard' });
      next = page.continue;
      objects += page.objects.length;
      target.apply({
        type: 'page',
        first,
        last: next === undefined,
        resourceVersion: page.resourceVersion,
        objects: page.objects.filter(object => this.#isObject(object)),
      });
      first = false;
    } while (next !== undefined);
    this.#noteSynced(objects, beganAt);
  }

  /** Whether the API server streamed the list; else it is to be asked for pages, for a while. */
  async #tryStream(
    session: ResourceSession,
    guard: Parameters<typeof guardSilence>[0],
  ): Promise<boolean> {
    const { clock, target } = this.#options;
    if (clock.now() < this.#pagesUntil) {
      return false;
    }
    let accepted = false;
    try {
      await guardSilence(guard, call =>
        this.#stream(session, call, () => {
          accepted = true;
        }),
      );
      return true;
    } catch (error) {
      // Who takes it for an ordinary watch says nothing, or never comes to an end.
      const silent = accepted && error instanceof SilenceError;
      if (!target.needsList() || !(silent || isStreamRefusal(error))) {
        throw error;
      }
      this.#pagesUntil = clock.now() + PAGES_AFTER_REFUSAL_MS;
      return false;
    }
  }

  /** A list and the watch after it in one answer, so that nothing is held whole. */
  async #stream(
    session: ResourceSession,
    call: Call,
    accepted: () => void,
  ): Promise<void> {
    const { clock, metrics, pageSize, silentWatchMs, target } = this.#options;
    const openedAt = clock.now();
    metrics.requested({ request: 'stream' });
    const events = await this.#open(session, undefined, call);
    accepted();
    call.allowSilence(Math.min(STREAM_PATIENCE_MS, silentWatchMs));
    this.#pagesUntil = openedAt + PAGES_AFTER_CUT_MS;
    const initial = new InitialEvents({
      batchSize: Math.min(pageSize, STREAM_BATCH),
      apply: page => {
        target.note({ type: 'heard' });
        target.apply(page);
      },
    });
    await this.#takeAll(events, call, { openedAt, initial });
  }

  async #watch(session: ResourceSession, call: Call): Promise<void> {
    const { clock, metrics, target } = this.#options;
    const openedAt = clock.now();
    metrics.requested({ request: 'watch' });
    const events = await this.#open(session, target.position ?? '', call);
    target.note({ type: 'watching' });
    await this.#takeAll(events, call, { openedAt });
  }

  #open(
    session: ResourceSession,
    resourceVersion: string | undefined,
    call: Call,
  ) {
    const { random } = this.#options;
    const timeoutSeconds =
      WATCH_SECONDS.least + Math.floor(random() * WATCH_SECONDS.spread);
    return session.watch({ resourceVersion, timeoutSeconds }, call);
  }

  async #takeAll(
    events: AsyncIterable<WatchEvent>,
    call: Call,
    options: { openedAt: number; initial?: InitialEvents },
  ): Promise<void> {
    const { clock, silentWatchMs, target, worked } = this.#options;
    const { openedAt } = options;
    let { initial } = options;
    let saidSomething = false;
    for await (const event of events) {
      call.signal.throwIfAborted();
      if (initial) {
        this.#takeInitial(event, initial);
        if (event.type !== 'BOOKMARK') {
          continue;
        }
        this.#pagesUntil = 0;
        call.allowSilence(silentWatchMs);
        this.#noteSynced(initial.objects, openedAt);
        initial = undefined;
      } else {
        this.#take(event);
        target.note({ type: 'heard' });
      }
      saidSomething = true;
      worked('watch');
    }
    call.signal.throwIfAborted();
    if (initial) {
      throw new Error('The streamed list was closed before it was complete');
    }
    if (!saidSomething && clock.now() - openedAt < SHORTEST_WATCH_MS) {
      throw new Error('The watch was closed as soon as it was opened');
    }
    worked('watch');
  }

  #takeInitial(event: WatchEvent, initial: InitialEvents): void {
    const change = changeOf(event);
    if (change === 'bookmark') {
      initial.end(event.object);
    } else if (this.#isObject(event.object)) {
      initial[change](event.object);
    }
  }

  #take(event: WatchEvent): void {
    const { metrics, target } = this.#options;
    const { type, object } = event;
    const change = changeOf(event);
    metrics.event({ type });
    if (change === 'bookmark') {
      const { metadata } = object as Partial<WireObject>;
      if (metadata?.resourceVersion) {
        target.apply({
          type: 'bookmark',
          resourceVersion: metadata.resourceVersion,
        });
      }
    } else if (this.#isObject(object)) {
      target.apply({ type: change, object });
    }
  }

  #isObject(object: unknown): object is WireObject {
    const { metadata } = (object ?? {}) as Partial<WireObject>;
    if (typeof metadata?.name === 'string' && metadata.name !== '') {
      return true;
    }
    const { label, logger } = this.#options;
    logger.warn(`Dropped something without a name among ${label}`);
    return false;
  }
}

/** What a watch says, or the error that it reports. */
function changeOf({ type, object }: WatchEvent) {
  if (type === 'ERROR') {
    throw new ApiError({
      status: Number(object.code) || 500,
      message: String(object.message ?? 'The watch reports an error'),
    });
  }
  const change = CHANGES.get(type);
  if (!change) {
    throw new ProtocolError(`The watch sent an unknown event '${type}'`);
  }
  return change;
}
