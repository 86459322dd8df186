import { backoffPause } from './backoff';
import {
  ApiError,
  errorText,
  failureReason,
  isExpired,
  isStreamRefusal,
  ProtocolError,
  SilenceError,
} from './errors';
import { FreshnessSignal } from './freshness';
import { guardSilence } from './guardSilence';
import { ResourceMetrics } from './metrics';
import { InitialEvents } from './InitialEvents';
import { ReplicaEvent } from './replicaState';
import { Call, ResourceApi, ResourceSession, WatchEvent } from './resourceApi';
import { Clock, IndexLogger, WireObject } from './types';

/** What a reflector feeds, and asks where to go on. */
export interface ReflectorTarget {
  readonly position: string | undefined;
  needsList(): boolean;
  apply(event: ReplicaEvent): void;
  note(signal: FreshnessSignal): void;
}

export interface ReflectorOptions {
  /** For messages: `<resource> of <Kubernetes cluster>`. */
  label: string;
  api: ResourceApi;
  target: ReflectorTarget;
  metrics: ResourceMetrics;
  clock: Clock;
  logger: IndexLogger;
  random: () => number;
  pageSize: number;
  silentWatchMs: number;
  backoff: { initialMs: number; maxMs: number };
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
/**
 * An API server that starts may not know a custom resource for a moment. Rows
 * are given up only when it says so again and again.
 */
const ABSENCES_BEFORE_GONE = 3;
/** An API server that does not stream lists may be a newer one an hour later. */
const PAGES_AFTER_REFUSAL_MS = 3_600_000;
/** An API server has everything at hand when it begins to stream. */
const STREAM_PATIENCE_MS = 2_000;
/** A stream that broke off is not tried again at once. */
const PAGES_AFTER_CUT_MS = 60_000;
/** However long a server asks to be left alone. */
const LONGEST_RETRY_AFTER_MS = 120_000;

/** Owns time: lists, watches, and begins again after every failure. */
export class Reflector {
  readonly #options: ReflectorOptions;
  /** Failures in a row. */
  #attempt = 0;
  #absences = 0;
  #listed = false;
  /** Until then lists are asked for in pages, not as a stream. */
  #pagesUntil = 0;
  #lastTrouble?: string;

  constructor(options: ReflectorOptions) {
    this.#options = options;
  }

  /** Runs until the signal aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#follow(signal);
      } catch (error) {
        if (!signal.aborted) {
          await this.#recover(error, signal);
        }
      }
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { api, clock, silentWatchMs, target } = this.#options;
    const guard = { clock, silentMs: silentWatchMs, signal };
    // Tokens expire: credentials are asked for at every connect.
    const session = await guardSilence(guard, () => api.connect());
    try {
      if (target.needsList()) {
        this.#noteListing();
        if (await this.#tryStream(session, guard)) {
          return;
        }
        await guardSilence(guard, call => this.#list(session, call));
      }
      await guardSilence(guard, call => this.#watch(session, call));
    } finally {
      session.close();
    }
  }

  #noteListing(): void {
    const { metrics, target } = this.#options;
    target.note({ type: 'listing' });
    if (this.#listed) {
      metrics.relisted({});
    }
  }

  #noteSynced(objects: number, beganAt: number): void {
    const { clock, metrics, target } = this.#options;
    this.#absences = 0;
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
      batchSize: pageSize,
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
    const { clock, silentWatchMs, target } = this.#options;
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
      this.#attempt = 0;
    }
    call.signal.throwIfAborted();
    if (initial) {
      throw new Error('The streamed list was closed before it was complete');
    }
    if (!saidSomething && clock.now() - openedAt < SHORTEST_WATCH_MS) {
      throw new Error('The watch was closed as soon as it was opened');
    }
    this.#attempt = 0;
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

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    const { backoff, clock, label, logger, metrics, random, target } =
      this.#options;
    const reason = failureReason(error);
    const message = errorText(error);
    // A position that is forgotten and a token that ran out belong to a normal
    // day: the first time, the remedy is tried at once and nobody is alarmed.
    const atOnce =
      this.#attempt === 0 && (isExpired(error) || isUnauthorized(error));
    if (isExpired(error) || error instanceof ProtocolError) {
      target.apply({ type: 'expired' });
    }
    if (atOnce) {
      logger.debug(`Beginning ${label} again: ${message}`);
    } else {
      // The same trouble every half minute is worth one warning.
      const known = this.#attempt > 0 && message === this.#lastTrouble;
      this.#lastTrouble = message;
      logger[known ? 'debug' : 'warn'](`Lost ${label}: ${message}`, {
        attempt: this.#attempt,
      });
      target.note({ type: 'failed', reason, message });
      metrics.failed({ reason });
    }
    this.#absences = reason === 'absent' ? this.#absences + 1 : 0;
    if (this.#absences === ABSENCES_BEFORE_GONE) {
      target.apply({ type: 'gone' });
    }
    const attempt = this.#attempt++;
    if (atOnce) {
      return;
    }
    // What an administrator has to change does not change within a second.
    const slow = reason !== 'unreachable';
    const pause = Math.max(
      backoffPause({
        attempt,
        initialMs: slow ? backoff.maxMs : backoff.initialMs,
        maxMs: backoff.maxMs,
        random: random(),
      }),
      retryAfterMs(error),
    );
    await clock.sleep(pause, signal).catch(() => {}); // stopped meanwhile
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

function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

function retryAfterMs(error: unknown): number {
  const seconds =
    error instanceof ApiError ? error.retryAfterSeconds : undefined;
  return Math.min((seconds ?? 0) * 1_000, LONGEST_RETRY_AFTER_MS);
}
