import { actionCalls } from './calls/actionCalls';
import { branchCalls } from './calls/branchCalls';
import { commitCalls } from './calls/commitCalls';
import { objectCalls } from './calls/objectCalls';
import { refCalls } from './calls/refCalls';
import { repositoryCalls } from './calls/repositoryCalls';
import { serverCalls } from './calls/serverCalls';
import { tagCalls } from './calls/tagCalls';
import { checkEndpoint } from './http/address';
import { Requester, type Fetch } from './http/Requester';
import { systemClock, type Clock } from './http/time';
import type { LakeFSClient } from './LakeFSClient';
import type { LakeFSCredentials } from './types';

export interface LakeFSClientOptions {
  /** E.g. `https://lakefs.example.com`; with or without `/api/v1`. */
  endpoint: string;
  /** A key pair, or who to ask for it at every call: keys are changed while we run. */
  credentials: LakeFSCredentials | (() => Promise<LakeFSCredentials>);
  /** For a server inside one Kubernetes cluster. Loopback needs no leave. */
  allowPlainHttp?: boolean;
  /** Longest time of a call that names none; default 30 s. */
  timeoutMs?: number;
  /** The same where hooks may run on the way; default 2 minutes. */
  slowTimeoutMs?: number;
  /** Longest time of one try of a read; default 10 s. */
  tryTimeoutMs?: number;
  /** How often a read is tried at most; default 3. */
  tries?: number;
  /**
   * How many calls may be under way at once, and apart from them how many of
   * those in which hooks may run; default: any number. The others wait their
   * turn, and their time does not run meanwhile.
   */
  atOnce?: number;
  /** First and longest pause between two tries; default 200 ms and 5 s. */
  pauseMs?: { initial: number; max: number };
  /** What lakeFS logs of who asks; default `lakefront`. */
  userAgent?: string;
  fetch?: Fetch;
  clock?: Clock;
  /** Numbers in [0, 1), for pauses. */
  random?: () => number;
}

/**
 * A client of one lakeFS server. Throws a `TypeError` where the endpoint is
 * none: no URL, credentials in it, or plain http over a network.
 */
export function createLakeFSClient(options: LakeFSClientOptions): LakeFSClient {
  const { credentials, pauseMs } = options;
  const endpoint = checkEndpoint(options.endpoint, options);
  const requester = new Requester({
    endpoint,
    credentials:
      typeof credentials === 'function' ? credentials : async () => credentials,
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    userAgent: options.userAgent ?? 'lakefront',
    timeoutMs: options.timeoutMs ?? 30_000,
    slowTimeoutMs: options.slowTimeoutMs ?? 120_000,
    tryTimeoutMs: options.tryTimeoutMs ?? 10_000,
    tries: options.tries ?? 3,
    atOnce: options.atOnce ?? Infinity,
    // Of those who write at once somebody gets through each time.
    repeatableTries: 8,
    initialPauseMs: pauseMs?.initial ?? 200,
    maxPauseMs: pauseMs?.max ?? 5_000,
  });
  return {
    endpoint,
    server: serverCalls(requester),
    repositories: repositoryCalls(requester),
    branches: branchCalls(requester),
    tags: tagCalls(requester),
    commits: commitCalls(requester),
    refs: refCalls(requester),
    objects: objectCalls(requester),
    actions: actionCalls(requester),
  };
}
