import {
  isKfpStatus,
  KfpTimeoutError,
  KfpUnreachableError,
  type Clock,
} from '@lakefront/kfp-client';
import { StartError } from './StartError';

export interface PatienceOptions {
  /** Whatever the time of day is: only differences count. */
  clock: Clock;
  /** How long to wait for everything together. */
  deadlineMs: number;
  /** How long between two looks. */
  pollMs: number;
  signal: AbortSignal;
  log: (message: string) => void;
}

/** Waits for what is to come, and for KFP while it can't be reached, but not for ever. */
export class Patience {
  private readonly until: number;
  private said = '';

  constructor(private readonly options: PatienceOptions) {
    this.until = options.clock.now() + options.deadlineMs;
  }

  now(): number {
    return this.options.clock.now();
  }

  async sleep(ms: number): Promise<void> {
    await this.options.clock.sleep(ms, this.options.signal);
  }

  /**
   * What `ask` finds, asked again while it finds nothing or KFP can't answer.
   * Throws a `StartError` when that takes too long, and whatever `ask` throws
   * that does not pass by itself.
   */
  async waitFor<T>(
    /** Why it goes on waiting where nothing is found. */
    missing: string,
    ask: () => Promise<T | undefined>,
  ): Promise<T> {
    for (;;) {
      this.options.signal.throwIfAborted();
      let why = missing;
      try {
        const found = await ask();
        if (found !== undefined) return found;
      } catch (error) {
        if (!passes(error)) throw error;
        why = error.message;
      }
      await this.pause(why);
    }
  }

  /** Waits for the next look, or throws a `StartError` with `why` where there is no time for one. */
  async pause(why: string): Promise<void> {
    const { clock, deadlineMs, pollMs, log } = this.options;
    if (clock.now() + pollMs > this.until) {
      throw new StartError(`Given up after ${deadlineMs / 60_000} min: ${why}`);
    }
    // Once, not at every look.
    if (why !== this.said) log(`Waiting: ${why}`);
    this.said = why;
    await this.sleep(pollMs);
  }
}

/** Whether KFP may answer the same question later. A read of it changed nothing. */
export function passes(error: unknown): error is Error {
  return (
    error instanceof KfpTimeoutError ||
    error instanceof KfpUnreachableError ||
    isKfpStatus(error, 'unavailable', 'too-many-requests', 'server-error')
  );
}
