import { readFile } from 'node:fs/promises';
import type { KubeflowFreshness } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  createKfpClient,
  isKfpStatus,
  type KfpClient,
  type KfpCredentials,
  KfpError,
  KfpStatusError,
} from '@lakefront/kfp-client';
import type { Clock } from '../../changes/Clock';
import { RequestCount } from '../../lakefs/RequestCount';
import {
  kubeflowFailure,
  type KubeflowFailure,
  TokenFileError,
} from './kubeflowFailure';
import type { KubeflowServerConfig } from './readKubeflowConfig';

export interface KubeflowServerOptions {
  config: KubeflowServerConfig;
  clock: Clock;
  /** Is told of each request; `status` is 0 where there was no answer. */
  onRequest?(request: { kubernetesCluster: string; status: number }): void;
}

const READ_TIMEOUT_MS = 25_000;
const TRY_TIMEOUT_MS = 20_000;
/** Where it does not say for how long it wants to be left alone. */
const PATIENCE_MS = 5_000;
const LONGEST_PATIENCE_MS = 15 * 60_000;
/** After a failure that says it is away or refuses us, pages do not wait for it anew each time. */
const AWAY_MS = 5_000;

/** One Kubeflow Pipelines of config: its client, with the portal's credentials, and how it answered last. */
export class KubeflowServer {
  readonly kubernetesCluster: string;
  readonly config: KubeflowServerConfig;
  readonly requests: RequestCount;
  readonly #client: KfpClient;
  readonly #clock: Clock;
  #leftAloneUntil = -Infinity;
  #answeredAt: number | undefined;
  #failed: { failure: KubeflowFailure; at: number } | undefined;

  constructor({ config, clock, onRequest }: KubeflowServerOptions) {
    const { kubernetesCluster, endpoint } = config;
    this.kubernetesCluster = kubernetesCluster;
    this.config = config;
    this.#clock = clock;
    this.requests = new RequestCount(clock);
    const told = (status: number) => {
      this.requests.add();
      onRequest?.({ kubernetesCluster, status });
    };
    this.#client = createKfpClient({
      endpoint,
      credentials: () => readCredentials(config),
      userAgent: 'lakefront-portal',
      timeoutMs: READ_TIMEOUT_MS,
      tryTimeoutMs: TRY_TIMEOUT_MS,
      // People wait, and what is read in the background is tried again anyway.
      tries: 1,
      fetch: async (url, init) => {
        try {
          const response = await fetch(url, init);
          told(response.status);
          return response;
        } catch (error) {
          told(0);
          throw error;
        }
      },
    });
  }

  /**
   * Asks, unless it wants to be left alone: then as it said before. Rejects
   * with an error of the client.
   */
  async ask<T>(question: (client: KfpClient) => Promise<T>): Promise<T> {
    const left = this.#leftAloneUntil - this.#clock.now();
    if (left > 0) {
      throw tooMany(left);
    }
    try {
      const answer = await question(this.#client);
      this.#answered();
      return answer;
    } catch (error) {
      this.#note(error);
      throw error;
    }
  }

  /** The same for pages: nobody waits for what was away a moment ago. */
  async look<T>(
    question: (client: KfpClient) => Promise<T>,
  ): Promise<{ value: T } | { failure: KubeflowFailure }> {
    const { failure, at } = this.#failed ?? {};
    if (failure && this.#clock.now() - at! < AWAY_MS) {
      return { failure };
    }
    try {
      return { value: await this.ask(question) };
    } catch (error) {
      return { failure: kubeflowFailure(error, this.kubernetesCluster) };
    }
  }

  /** How it answered last; what was never asked is not in doubt. */
  freshness(): KubeflowFreshness {
    const { kubernetesCluster } = this;
    const readAt = this.#answeredAt && {
      readAt: new Date(this.#answeredAt).toISOString(),
    };
    const failure = this.#failed?.failure;
    return failure
      ? {
          ...{ kubernetesCluster, state: failure.state, ...readAt },
          message: failure.message,
        }
      : { kubernetesCluster, state: 'live', ...readAt };
  }

  get failure(): KubeflowFailure | undefined {
    return this.#failed?.failure;
  }

  #answered(): void {
    this.#answeredAt = this.#clock.now();
    this.#failed = undefined;
  }

  #note(error: unknown): void {
    if (!(error instanceof KfpError)) {
      return;
    }
    if (isKfpStatus(error, 'not-found', 'bad-request')) {
      // It answers; what was asked for is another matter.
      this.#answered();
      return;
    }
    const now = this.#clock.now();
    if (isKfpStatus(error, 'too-many-requests')) {
      const patience = error.retryAfterMs ?? PATIENCE_MS;
      this.#leftAloneUntil = now + Math.min(patience, LONGEST_PATIENCE_MS);
    }
    const failure = kubeflowFailure(error, this.kubernetesCluster);
    this.#failed = { failure, at: now };
  }
}

/** As they are now: files are read at each call, as tokens are rotated while we run. */
async function readCredentials({
  credentials: { token, tokenFile },
  userHeader,
}: KubeflowServerConfig): Promise<KfpCredentials> {
  const now = tokenFile ? await readToken(tokenFile) : token;
  return { ...(now && { token: now }), ...(userHeader && { userHeader }) };
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new TokenFileError((error as NodeJS.ErrnoException).code);
  }
}

function tooMany(retryAfterMs: number): KfpStatusError {
  return new KfpStatusError(
    {
      ...{ status: 429, reason: 'too-many-requests', retryAfterMs },
      said: 'it asked to be left alone',
    },
    { method: 'GET', path: '/' },
  );
}
