import { backoffPause } from './backoff';
import {
  ApiError,
  errorText,
  failureReason,
  isExpired,
  ProtocolError,
} from './errors';
import { FailureReason } from './freshness';
import { guardSilence } from './guardSilence';
import { ResourceApi } from './resourceApi';
import { ResourceReader, ResourceReaderOptions } from './ResourceReader';

export interface ReflectorOptions
  extends Omit<ResourceReaderOptions, 'worked'> {
  api: ResourceApi;
  backoff: { initialMs: number; maxMs: number };
  /** Whether there is no use in trying again after such a failure; then `run` ends. */
  givesUp?(reason: FailureReason): boolean;
}

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
  readonly #reader: ResourceReader;
  /** Failures in a row. */
  #attempt = 0;
  #absences = 0;
  #lastTrouble?: string;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.#reader = new ResourceReader({
      ...options,
      worked: what => {
        if (what === 'list') {
          this.#absences = 0;
        } else {
          this.#attempt = 0;
        }
      },
    });
  }

  /** Runs until the signal aborts, or it gives up; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#follow(signal);
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        const attempt = this.#note(error);
        if (this.#options.givesUp?.(failureReason(error))) {
          return;
        }
        await this.#pause(error, attempt, signal);
      }
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { api, clock, silentWatchMs } = this.#options;
    const guard = { clock, silentMs: silentWatchMs, signal };
    // Tokens expire: credentials are asked for at every connect.
    const session = await guardSilence(guard, () => api.connect());
    try {
      await this.#reader.read(session, signal);
    } finally {
      session.close();
    }
  }

  /** Says what happened; returns how many failures came before, or none for what is no trouble. */
  #note(error: unknown): number | undefined {
    const { label, logger, metrics, target } = this.#options;
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
    return atOnce ? undefined : attempt;
  }

  async #pause(
    error: unknown,
    attempt: number | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { backoff, clock, random } = this.#options;
    if (attempt === undefined) {
      return;
    }
    // What an administrator has to change does not change within a second.
    const slow = failureReason(error) !== 'unreachable';
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
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

function retryAfterMs(error: unknown): number {
  const seconds =
    error instanceof ApiError ? error.retryAfterSeconds : undefined;
  return Math.min((seconds ?? 0) * 1_000, LONGEST_RETRY_AFTER_MS);
}
