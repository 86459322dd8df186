import { Failed } from './Failure';
import { readBody, readStart } from './readBody';

/** One call: what is asked, and what becomes of its answer. */
export interface Call<T> {
  /** Default GET. */
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Below the prefix of the API. */
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON; bytes as they are. */
  body?: unknown;
  /**
   * Whether a write may be tried again where the server says that it failed
   * (429, 500, 503): because doing it twice is the same as once. Reads always
   * are, also after a lost connection.
   */
  repeatable?: boolean;
  /** Made without credentials. */
  anonymous?: boolean;
  /**
   * Reads a successful answer, body included, of which a client takes no more
   * than `maxBytes`. Throws a `MisshapenError` on what makes no sense.
   */
  read: (response: Response, maxBytes: number) => Promise<T>;
}

export interface CallOptions {
  /** Aborting it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Longest time of the call, tries, pauses and body included. */
  timeoutMs?: number;
}

/** Reads JSON, and makes of it what the caller wants. */
export function json<T>(make: (value: unknown) => T): Call<T>['read'] {
  return async (response, maxBytes) => {
    const bytes = await readBody(response, maxBytes);
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8'));
    } catch {
      throw new Failed({ kind: 'no-json' });
    }
    return make(value);
  };
}

/** Reads an answer of which nothing is wanted but that it came. */
export async function nothing(response: Response): Promise<void> {
  await readStart(response, 64 * 1024);
}

/** Whether it changes nothing. */
export function isRead({ method = 'GET' }: Call<unknown>): boolean {
  return method === 'GET' || method === 'HEAD';
}
