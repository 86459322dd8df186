import {
  json,
  Requester,
  type RestClientOptions,
} from '@lakefront/rest-client';
import { api, pathOf } from './api';
import { experimentCalls } from './calls/experimentCalls';
import { pipelineCalls, versionCalls } from './calls/pipelineCalls';
import { recurringRunCalls } from './calls/recurringRunCalls';
import { runCalls } from './calls/runCalls';
import { toSent } from './credentials';
import type { KfpClient } from './KfpClient';
import { readHealth } from './shapes';
import { toError } from './toError';
import type { KfpCredentials } from './types';

export interface KfpClientOptions extends RestClientOptions {
  /** E.g. `https://kfp.example.com`; with or without `/apis/v2beta1`. */
  endpoint: string;
  /** Who asks, or who to ask for it at every call: tokens are changed while we run. */
  credentials: KfpCredentials | (() => Promise<KfpCredentials>);
  /** Longest time of one try of a read; default 20 s: a page of runs is much work for KFP. */
  tryTimeoutMs?: number;
  /** Largest answer that is read; default 16 MiB. */
  maxBytes?: number;
}

/**
 * A client of one API server. Throws a `TypeError` where the endpoint is none:
 * no URL, credentials in it, or plain http over a network.
 */
export function createKfpClient(options: KfpClientOptions): KfpClient {
  const { credentials } = options;
  const requester = new Requester({
    ...options,
    ...{ api, toError },
    credentials: async () =>
      toSent(
        typeof credentials === 'function' ? await credentials() : credentials,
      ),
    tryTimeoutMs: options.tryTimeoutMs ?? 20_000,
    maxBytes: options.maxBytes ?? 16 * 1024 * 1024,
    // Older servers say it in `error` only.
    saidIn: ['message', 'error'],
  });
  return {
    endpoint: requester.endpoint,
    health: callOptions =>
      requester.send(
        { path: pathOf(['healthz']), read: json(readHealth) },
        callOptions,
      ),
    pipelines: pipelineCalls(requester),
    versions: versionCalls(requester),
    experiments: experimentCalls(requester),
    runs: runCalls(requester),
    recurringRuns: recurringRunCalls(requester),
  };
}
