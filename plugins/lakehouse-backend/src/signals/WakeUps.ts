import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { toDomainKey } from '../index/DomainMap';
import type { DomainKey } from '../types';

export const WAKE_UP_CHANNEL = 'lakehouse';
/** How long after an authorized answer a user is told that something changed. */
const REMEMBERED_MS = 2 * 60_000;
/** Least time between two wake-ups of one user. */
const PAUSE_MS = 1_000;

/** Time, injected; `after` returns a function that cancels. */
export interface WakeUpClock {
  now(): number;
  after(ms: number, callback: () => void): () => void;
}

export const realWakeUpClock: WakeUpClock = {
  now: Date.now,
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/**
 * Empty signals that say "ask again", to those who were just given an answer
 * about the domain. They carry nothing, as signals are not authorized; the
 * first goes at once, then at most one a second to each user.
 */
export class WakeUps {
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;
  readonly #clock: WakeUpClock;
  /** Who was told about a domain, and until when that counts. */
  readonly #audience = new Map<DomainKey, Map<string, number>>();
  /** When those who are gone are looked for: a domain in which nothing happens would keep them. */
  #sweepAt = 0;
  readonly #lastSent = new Map<string, number>();
  readonly #due = new Set<string>();
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(options: {
    signals: SignalsService;
    logger: LoggerService;
    clock?: WakeUpClock;
  }) {
    this.#signals = options.signals;
    this.#logger = options.logger;
    this.#clock = options.clock ?? realWakeUpClock;
  }

  /** A user was given an authorized answer about these domains. */
  remember(userEntityRef: string, keys: Iterable<DomainKey>): void {
    const now = this.#clock.now();
    if (now >= this.#sweepAt) {
      this.#sweepAt = now + REMEMBERED_MS;
      [...this.#audience.keys()].forEach(key => this.#present(key));
    }
    for (const key of keys) {
      const users = this.#audience.get(key) ?? new Map<string, number>();
      this.#audience.set(key, users.set(userEntityRef, now + REMEMBERED_MS));
    }
  }

  /** How many places in the memory of this replica people hold. */
  get remembered(): number {
    return [...this.#audience.values()].reduce(
      (sum, users) => sum + users.size,
      0,
    );
  }

  /** Something of a domain changed; without a domain, of the whole Kubernetes cluster. */
  changed(kubernetesCluster: string, domain: string | undefined): void {
    const keys =
      domain === undefined
        ? [...this.#audience.keys()].filter(key =>
            key.startsWith(`${kubernetesCluster}/`),
          )
        : [toDomainKey(kubernetesCluster, domain)];
    const due = this.#due.size;
    for (const key of keys) {
      this.#present(key).forEach(user => this.#due.add(user));
    }
    // Who is due already has a time to be told at.
    if (this.#due.size > due) {
      this.#send();
    }
  }

  /** Those who look at a domain; who has not asked for long is forgotten. */
  #present(key: DomainKey): string[] {
    const now = this.#clock.now();
    const users = this.#audience.get(key);
    for (const [user, until] of users ?? []) {
      if (until < now) {
        users?.delete(user);
      }
    }
    if (users?.size === 0) {
      this.#audience.delete(key);
    }
    return [...(users?.keys() ?? [])];
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Sends to those whose pause is over, and comes back for the others. */
  #send(): void {
    const now = this.#clock.now();
    const ready: string[] = [];
    let next = Infinity;
    for (const [user, at] of this.#lastSent) {
      if (at + PAUSE_MS < now) {
        this.#lastSent.delete(user);
      }
    }
    for (const user of this.#due) {
      const at = (this.#lastSent.get(user) ?? -Infinity) + PAUSE_MS;
      if (at <= now) {
        ready.push(user);
        this.#due.delete(user);
        this.#lastSent.set(user, now);
      } else {
        next = Math.min(next, at);
      }
    }
    if (ready.length > 0 && !this.#stopped) {
      this.#publish(ready);
    }
    if (next !== Infinity && !this.#cancel && !this.#stopped) {
      this.#cancel = this.#clock.after(next - now, () => {
        this.#cancel = undefined;
        this.#send();
      });
    }
  }

  async #publish(users: string[]): Promise<void> {
    try {
      await this.#signals.publish({
        recipients: { type: 'user', entityRef: users },
        channel: WAKE_UP_CHANNEL,
        message: {},
      });
    } catch (error) {
      // Open pages ask again every half minute anyway.
      this.#logger.debug(`A wake-up could not be sent: ${error}`);
    }
  }
}
