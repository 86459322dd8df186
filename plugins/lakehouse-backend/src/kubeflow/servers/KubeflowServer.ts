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
import { fetchTelling } from '../../servers/fetchTelling';
import { Patience } from '../../servers/Patience';
import { RequestCount } from '../../servers/RequestCount';
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
/** After a failure that says it is away or refuses us, pages do not wait for it anew each time. */
const AWAY_MS = 5_000;

/** One Kubeflow Pipelines of config: its client, with the portal's credentials, and how it answered last. */
export class KubeflowServer {
  readonly kubernetesCluster: string;
  readonly config: KubeflowServerConfig;
  readonly requests: RequestCount;
  readonly #client: KfpClient;
  readonly #clock: Clock;
  readonly #patience: Patience;
  #answeredAt: number | undefined;
  #failed: { failure: KubeflowFailure; at: number } | undefined;

  constructor({ config, clock, onRequest }: KubeflowServerOptions) {
    const { kubernetesCluster, endpoint } = config;
    this.kubernetesCluster = kubernetesCluster;
    this.config = config;
    this.#clock = clock;
    this.#patience = new Patience(clock);
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
      fetch: fetchTelling(told),
    });
  }

  /**
   * Asks, unless it wants to be left alone: then as it said before. Rejects
   * with an error of the client.
   */
  async ask<T>(question: (client: KfpClient) => Promise<T>): Promise<T> {
    const { leftMs } = this.#patience;
    if (leftMs > 0) {
      throw tooMany(leftMs);
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
    if (isKfpStatus(error, 'too-many-requests')) {
      this.#patience.wait(error.retryAfterMs);
    }
    const failure = kubeflowFailure(error, this.kubernetesCluster);
    this.#failed = { failure, at: this.#clock.now() };
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
