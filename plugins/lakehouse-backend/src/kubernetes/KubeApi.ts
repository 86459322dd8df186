import type { IncomingMessage } from 'node:http';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  AnswerTooBigError,
  type KubeConnection,
  openSession,
  readText as readAnswer,
  statusMessage,
} from '@lakefront/kube-index';

const TIME_LIMIT_MS = 10_000;
const LARGEST_BODY = 64 * 1024 * 1024;

/**
 * Reads of one API server that must not come from memory: whole objects, logs,
 * schemas. It reads only; nothing of ours applies to a cluster.
 */
export class KubeApi {
  readonly #connection: KubeConnection;
  readonly #onRequest: (() => void) | undefined;

  constructor(
    connection: KubeConnection,
    options: { onRequest?: () => void } = {},
  ) {
    this.#connection = connection;
    this.#onRequest = options.onRequest;
  }

  /** The parsed answer, or undefined where the server says 404. */
  async getJson(path: string): Promise<unknown | undefined> {
    try {
      const signal = AbortSignal.timeout(TIME_LIMIT_MS);
      const response = await this.stream(path, { signal });
      return JSON.parse(await readText(response));
    } catch (error) {
      if (error instanceof NotFoundError) {
        return undefined;
      }
      throw error;
    }
  }

  /** The answer as it arrives; destroyed when the signal aborts. */
  async stream(
    path: string,
    options: { signal: AbortSignal },
  ): Promise<IncomingMessage> {
    const response = await this.#request(path, options.signal);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) {
      return response;
    }
    const message = statusMessage(await readText(response));
    throw toError(
      status,
      `Kubernetes cluster ${
        this.#connection.name
      } answered ${status}: ${message}`,
    );
  }

  async #request(path: string, signal: AbortSignal): Promise<IncomingMessage> {
    const session = openSession(await this.#connection.credentials());
    this.#onRequest?.();
    try {
      const response = await session.get(path, signal);
      response.once('close', () => session.close());
      return response;
    } catch (error) {
      session.close();
      throw new ServiceUnavailableError(
        `Kubernetes cluster ${this.#connection.name} cannot be reached: ${
          error instanceof Error ? error.message : error
        }`,
      );
    }
  }
}

/** All of an answer, or an error where it is too big to hold. */
export async function readText(response: IncomingMessage): Promise<string> {
  try {
    return await readAnswer(response, { maxBytes: LARGEST_BODY });
  } catch (error) {
    if (!(error instanceof AnswerTooBigError)) throw error;
    throw new ServiceUnavailableError(error.message);
  }
}

function toError(status: number, message: string): Error {
  switch (status) {
    case 400:
    case 422:
      return new InputError(message);
    case 401:
    case 403:
      return new NotAllowedError(message);
    case 404:
      return new NotFoundError(message);
    case 409:
      return new ConflictError(message);
    default:
      return new ServiceUnavailableError(message);
  }
}
