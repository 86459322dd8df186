import type { IncomingMessage } from 'node:http';
import {
  openSession,
  readText,
  statusMessage,
  type KubeConnection,
  type TransportSession,
} from '@lakefront/kube-index';

/** The API server said no. */
export class KubeStatusError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'KubeStatusError';
  }
}

const TIME_LIMIT_MS = 15_000;
/** Tokens are renewed while we run: a session is not used for longer. */
const SESSION_MS = 60_000;
const LARGEST_BODY = 8 * 1024 * 1024;

interface Held {
  transport: TransportSession;
  openedAt: number;
  users: number;
  old: boolean;
}

/** Single calls to one API server, over connections that are kept for a while. */
export class KubeSession {
  #held?: Promise<Held>;
  #openedAt = 0;

  constructor(
    private readonly connection: KubeConnection,
    private readonly now: () => number,
  ) {}

  async get(path: string): Promise<unknown> {
    return this.#call(`GET ${path}`, (transport, signal) =>
      transport.get(path, signal),
    );
  }

  async send(
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    body: unknown,
  ): Promise<unknown> {
    const type =
      method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    return this.#call(`${method} ${path}`, (transport, signal) =>
      transport.send(
        path,
        { method, type, body: JSON.stringify(body) },
        signal,
      ),
    );
  }

  async close(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    (await held?.catch(() => undefined))?.transport.close();
  }

  async #call(
    what: string,
    ask: (
      transport: TransportSession,
      signal: AbortSignal,
    ) => Promise<IncomingMessage>,
  ): Promise<unknown> {
    const held = await this.#session();
    held.users += 1;
    try {
      const response = await ask(
        held.transport,
        AbortSignal.timeout(TIME_LIMIT_MS),
      );
      const text = await readText(response, { maxBytes: LARGEST_BODY });
      const status = response.statusCode ?? 0;
      if (status < 200 || status >= 300) {
        if (status === 401) this.#retire(held);
        throw new KubeStatusError(
          status,
          `The API server answered ${status} to ${what}: ${statusMessage(
            text,
          )}`,
        );
      }
      return JSON.parse(text);
    } finally {
      held.users -= 1;
      if (held.old && held.users === 0) held.transport.close();
    }
  }

  async #session(): Promise<Held> {
    const before = this.#held;
    if (!before || this.now() - this.#openedAt > SESSION_MS) {
      this.#openedAt = this.now();
      this.#held = this.connection.credentials().then(credentials => ({
        transport: openSession(credentials),
        openedAt: this.#openedAt,
        users: 0,
        old: false,
      }));
      before?.then(
        held => this.#retire(held),
        () => {}, // nothing was opened
      );
      this.#held.catch(() => {
        this.#held = undefined;
      });
    }
    return this.#held!;
  }

  /** Closed when the last call on it is over. */
  #retire(held: Held): void {
    held.old = true;
    if (held.openedAt === this.#openedAt) this.#openedAt = 0;
    if (held.users === 0) held.transport.close();
  }
}
