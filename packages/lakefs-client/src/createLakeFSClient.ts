import { Requester, type RestClientOptions } from '@lakefront/rest-client';
import { api } from './api';
import { actionCalls } from './calls/actionCalls';
import { branchCalls } from './calls/branchCalls';
import { commitCalls } from './calls/commitCalls';
import { objectCalls } from './calls/objectCalls';
import { refCalls } from './calls/refCalls';
import { repositoryCalls } from './calls/repositoryCalls';
import { serverCalls } from './calls/serverCalls';
import { tagCalls } from './calls/tagCalls';
import { toSent } from './credentials';
import type { LakeFSClient } from './LakeFSClient';
import { LakeFSRequester } from './LakeFSRequester';
import { toError } from './toError';
import type { LakeFSCredentials } from './types';

export interface LakeFSClientOptions extends RestClientOptions {
  /** E.g. `https://lakefs.example.com`; with or without `/api/v1`. */
  endpoint: string;
  /** A key pair, or who to ask for it at every call: keys are changed while we run. */
  credentials: LakeFSCredentials | (() => Promise<LakeFSCredentials>);
  /** Longest time of a call that names none, where hooks may run on the way; default 2 minutes. */
  slowTimeoutMs?: number;
  /**
   * How many calls may be under way at once, and apart from them how many of
   * those in which hooks may run; default: any number. The others wait their
   * turn, and their time does not run meanwhile.
   */
  atOnce?: number;
}

/**
 * A client of one lakeFS server. Throws a `TypeError` where the endpoint is
 * none: no URL, credentials in it, or plain http over a network.
 */
export function createLakeFSClient(options: LakeFSClientOptions): LakeFSClient {
  const { credentials, slowTimeoutMs = 120_000, atOnce = Infinity } = options;
  const inner = new Requester({
    ...options,
    ...{ api, toError },
    credentials: async () =>
      toSent(
        typeof credentials === 'function' ? await credentials() : credentials,
      ),
    maxBytes: 64 * 1024 * 1024,
    // Of those who write at once somebody gets through each time.
    repeatableTries: 8,
    saidIn: ['message'],
  });
  const requester = new LakeFSRequester(inner, { atOnce, slowTimeoutMs });
  return {
    endpoint: inner.endpoint,
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
