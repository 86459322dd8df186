import {
  createLakeFSClient,
  everyItem,
  isLakeFSStatus,
  LakeFSError,
  LakeFSStatusError,
  type LakeFSClient,
  type LakeFSClientOptions,
  type Repository,
} from '@lakefront/lakefs-client';
import type { Clock } from '../changes/Clock';
import { fetchTelling } from '../servers/fetchTelling';
import { Patience } from '../servers/Patience';
import { RequestCount } from '../servers/RequestCount';
import { failureOf, type LakeFSFailure } from './failureOf';
import { readLakeFSKey } from './readLakeFSKey';
import type { LakeFSServerConfig } from './readLakeFSConfig';
import { Refreshed } from './Refreshed';

export interface LakeFSServerOptions {
  config: LakeFSServerConfig;
  clock: Clock;
  /** Is told of each request; `status` is 0 where there was no answer. */
  onRequest?(request: { server: string; status: number }): void;
}

const READ_TIMEOUT_MS = 20_000;
const TRY_TIMEOUT_MS = 8_000;
/** Of one that did not answer just now: somebody waits in front of a page. */
const AWAY_TIMEOUT_MS = 3_000;
const VERSION_KEPT_MS = 10 * 60_000;

/** One lakeFS of config: its client, with the portal's key, and which repositories it has. */
export class LakeFSServer {
  readonly name: string;
  readonly config: LakeFSServerConfig;
  readonly client: LakeFSClient;
  readonly requests: RequestCount;
  /** By their names. */
  readonly repositories: Refreshed<ReadonlyMap<string, Repository>>;
  /** Asked for by health only. */
  readonly version: Refreshed<string | undefined>;
  readonly #clock: Clock;
  readonly #patience: Patience;
  /** Waits not long, and asks once. */
  readonly #brisk: LakeFSClient;
  #awaySince?: number;

  constructor({ config, clock, onRequest }: LakeFSServerOptions) {
    this.#clock = clock;
    this.#patience = new Patience(clock);
    this.name = config.name;
    this.config = config;
    this.requests = new RequestCount(clock);
    const told = (status: number) => {
      this.requests.add();
      onRequest?.({ server: config.name, status });
    };
    const options: LakeFSClientOptions = {
      endpoint: config.endpoint,
      credentials: () => readLakeFSKey(config.key),
      userAgent: 'lakefront-portal',
      timeoutMs: READ_TIMEOUT_MS,
      tryTimeoutMs: TRY_TIMEOUT_MS,
      // People wait, and ask again by themselves.
      tries: 2,
      fetch: fetchTelling(told),
    };
    this.client = createLakeFSClient(options);
    this.#brisk = createLakeFSClient({
      ...options,
      ...{ timeoutMs: AWAY_TIMEOUT_MS, tryTimeoutMs: AWAY_TIMEOUT_MS },
      tries: 1,
    });
    this.repositories = this.refreshed(readRepositories);
    this.version = this.refreshed(readVersion, VERSION_KEPT_MS);
  }

  /** Something of this server that is read when somebody looks; see `Refreshed`. */
  refreshed<T>(
    read: (client: LakeFSClient) => Promise<T>,
    intervalMs = this.config.refreshIntervalMs,
  ): Refreshed<T> {
    return new Refreshed<T>({
      ...{ clock: this.#clock, intervalMs },
      read: () => this.ask(read),
      toFailure: error => this.failureOf(error),
    });
  }

  /** Since when it does not answer, epoch ms; undefined where it did the last time. */
  get awaySince(): number | undefined {
    return this.#awaySince;
  }

  /** What an error of asking says. What is no error of the client is thrown on. */
  failureOf(error: unknown): LakeFSFailure {
    return {
      ...failureOf(error, this.name),
      ...(this.#awaySince !== undefined && { since: this.#awaySince }),
    };
  }

  /** Asks, unless lakeFS wants to be left alone: then as it said before. */
  async ask<T>(question: (client: LakeFSClient) => Promise<T>): Promise<T> {
    return this.#ask(question, this.client);
  }

  /** The same for somebody who waits: not for long, where it did not answer the last time. */
  async askSoon<T>(question: (client: LakeFSClient) => Promise<T>): Promise<T> {
    const isAway = this.#awaySince !== undefined;
    return this.#ask(question, isAway ? this.#brisk : this.client);
  }

  async #ask<T>(
    question: (client: LakeFSClient) => Promise<T>,
    client: LakeFSClient,
  ): Promise<T> {
    const { leftMs } = this.#patience;
    if (leftMs > 0) {
      throw tooMany(leftMs);
    }
    try {
      const answer = await question(client);
      this.#awaySince = undefined;
      return answer;
    } catch (error) {
      this.#note(error);
      throw error;
    }
  }

  /** Remembers what an error says of the server itself. */
  #note(error: unknown): void {
    if (!(error instanceof LakeFSError)) {
      return;
    }
    // A no is an answer.
    const isAway = !(error instanceof LakeFSStatusError) || error.status >= 500;
    this.#awaySince = isAway ? this.#awaySince ?? this.#clock.now() : undefined;
    if (isLakeFSStatus(error, 'too-many-requests')) {
      this.#patience.wait(error.retryAfterMs);
    }
  }
}

function tooMany(retryAfterMs: number): LakeFSStatusError {
  return new LakeFSStatusError(
    {
      ...{ status: 429, reason: 'too-many-requests', retryAfterMs },
      said: 'it asked to be left alone',
    },
    { method: 'GET', path: '/' },
  );
}

async function readRepositories(
  client: LakeFSClient,
): Promise<ReadonlyMap<string, Repository>> {
  const found = new Map<string, Repository>();
  for await (const repository of everyItem(after =>
    client.repositories.list({ after, amount: 1000 }),
  )) {
    found.set(repository.id, repository);
  }
  return found;
}

/** A key that may read branches only has no right to it, which is no fault. */
async function readVersion(client: LakeFSClient): Promise<string | undefined> {
  try {
    return (await client.server.config()).version;
  } catch (error) {
    if (error instanceof LakeFSStatusError && error.status === 403) {
      return undefined;
    }
    throw error;
  }
}
