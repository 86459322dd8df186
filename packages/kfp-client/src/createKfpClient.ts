import { experimentCalls } from './calls/experimentCalls';
import { pipelineCalls, versionCalls } from './calls/pipelineCalls';
import { recurringRunCalls } from './calls/recurringRunCalls';
import { runCalls } from './calls/runCalls';
import { checkEndpoint, pathOf } from './http/address';
import { Requester, type Fetch } from './http/Requester';
import { systemClock, type Clock } from './http/time';
import type { KfpClient } from './KfpClient';
import { readHealth } from './shapes';
import type { KfpCredentials } from './types';

export interface KfpClientOptions {
  /** E.g. `https://kfp.example.com`; with or without `/apis/v2beta1`. */
  endpoint: string;
  /** Who asks, or who to ask for it at every call: tokens are changed while we run. */
  credentials: KfpCredentials | (() => Promise<KfpCredentials>);
  /** For a server inside one Kubernetes cluster. Loopback needs no leave. */
  allowPlainHttp?: boolean;
  /** Longest time of a call that names none; default 30 s. */
  timeoutMs?: number;
  /** Longest time of one try of a read; default 20 s: a page of runs is much work for KFP. */
  tryTimeoutMs?: number;
  /** How often a read is tried at most; default 3. */
  tries?: number;
  /** Largest answer that is read; default 16 MiB. */
  maxBytes?: number;
  /** First and longest pause between two tries; default 200 ms and 5 s. */
  pauseMs?: { initial: number; max: number };
  /** Default `lakefront`. */
  userAgent?: string;
  fetch?: Fetch;
  clock?: Clock;
  /** Numbers in [0, 1), for pauses. */
  random?: () => number;
}

/**
 * A client of one API server. Throws a `TypeError` where the endpoint is none:
 * no URL, credentials in it, or plain http over a network.
 */
export function createKfpClient(options: KfpClientOptions): KfpClient {
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
    tryTimeoutMs: options.tryTimeoutMs ?? 20_000,
    tries: options.tries ?? 3,
    maxBytes: options.maxBytes ?? 16 * 1024 * 1024,
    initialPauseMs: pauseMs?.initial ?? 200,
    maxPauseMs: pauseMs?.max ?? 5_000,
  });
  return {
    endpoint,
    health: callOptions =>
      requester.send(
        { path: pathOf(['healthz']), read: readHealth },
        callOptions,
      ),
    pipelines: pipelineCalls(requester),
    versions: versionCalls(requester),
    experiments: experimentCalls(requester),
    runs: runCalls(requester),
    recurringRuns: recurringRunCalls(requester),
  };
}
