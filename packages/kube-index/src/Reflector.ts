import { backoffPause } from './backoff';
import {
  ApiError,
  errorText,
  failureReason,
  isExpired,
  ProtocolError,
} from './errors';
import { FreshnessSignal } from './freshness';
import { guardSilence } from './guardSilence';
import { ResourceMetrics } from './metrics';
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

const CHANGES = new Map<string, 'put' | 'delete'>([
  ['ADDED', 'put'],
  ['MODIFIED', 'put'],
  ['DELETED', 'delete'],
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
/** However long a server asks to be left alone. */
const LONGEST_RETRY_AFTER_MS = 120_000;

/** Owns time: lists, watches, and begins again after every failure. */
export class Reflector {
  readonly #options: ReflectorOptions;
  /** Failures in a row. */
  #attempt = 0;
  #absences = 0;
  #listed = false;
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
        await guardSilence(guard, call => this.#list(session, call));
      }
      await guardSilence(guard, call => this.#watch(session, call));
    } finally {
      session.close();
    }
  }

  async #list(session: ResourceSession, call: Call): Promise<void> {
    const { clock, metrics, pageSize, target } = this.#options;
    const beganAt = clock.now();
    let objects = 0;
    target.note({ type: 'listing' });
    if (this.#listed) {
      metrics.relisted({});
    }
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
    this.#absences = 0;
    this.#listed = true;
    target.note({ type: 'synced' });
    metrics.listed({ objects, ms: clock.now() - beganAt });
  }

  async #watch(session: ResourceSession, call: Call): Promise<void> {
    const { clock, metrics, random, target } = this.#options;
    metrics.requested({ request: 'watch' });
    const openedAt = clock.now();
    const events = await session.watch(
      {
        resourceVersion: target.position ?? '',
        timeoutSeconds:
          WATCH_SECONDS.least + Math.floor(random() * WATCH_SECONDS.spread),
      },
      call,
    );
    let saidSomething = false;
    target.note({ type: 'watching' });
    for await (const event of events) {
      call.signal.throwIfAborted();
      this.#take(event);
      target.note({ type: 'heard' });
      saidSomething = true;
      this.#attempt = 0;
    }
    call.signal.throwIfAborted();
    if (!saidSomething && clock.now() - openedAt < SHORTEST_WATCH_MS) {
      throw new Error('The watch was closed as soon as it was opened');
    }
    this.#attempt = 0;
  }

  #take({ type, object }: WatchEvent): void {
    const { metrics, target } = this.#options;
    if (type === 'ERROR') {
      throw new ApiError({
        status: Number(object.code) || 500,
        message: String(object.message ?? 'The watch reports an error'),
      });
    }
    if (type === 'BOOKMARK') {
      metrics.event({ type });
      const { metadata } = object as Partial<WireObject>;
      if (metadata?.resourceVersion) {
        target.apply({
          type: 'bookmark',
          resourceVersion: metadata.resourceVersion,
        });
      }
      return;
    }
    const change = CHANGES.get(type);
    if (!change) {
      throw new ProtocolError(`The watch sent an unknown event '${type}'`);
    }
    metrics.event({ type });
    if (this.#isObject(object)) {
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

function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

function retryAfterMs(error: unknown): number {
  const seconds =
    error instanceof ApiError ? error.retryAfterSeconds : undefined;
  return Math.min((seconds ?? 0) * 1_000, LONGEST_RETRY_AFTER_MS);
}
