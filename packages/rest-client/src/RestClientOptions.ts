import type { Clock } from './time';

/** `fetch`, as far as it is used here; injected in tests. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What every client lets its user choose. */
export interface RestClientOptions {
  /** With or without the prefix of the API. */
  endpoint: string;
  /** For a server inside one Kubernetes cluster. Loopback needs no leave. */
  allowPlainHttp?: boolean;
  /** Longest time of a call that names none; default 30 s. */
  timeoutMs?: number;
  /** Longest time of one try of a read; default 10 s. */
  tryTimeoutMs?: number;
  /** How often a read is tried at most; default 3. */
  tries?: number;
  /** First and longest pause between two tries; default 200 ms and 5 s. */
  pauseMs?: { initial: number; max: number };
  /** What the server logs of who asks; default `lakefront`. */
  userAgent?: string;
  fetch?: Fetch;
  clock?: Clock;
  /** Numbers in [0, 1), for pauses. */
  random?: () => number;
}
