import { json } from '@lakefront/rest-client';
import { pathOf } from '../api';
import type { CommitCalls } from '../LakeFSClient';
import type { LakeFSRequester } from '../LakeFSRequester';
import { readCommit, readPage } from '../shapes';

export function commitCalls(requester: LakeFSRequester): CommitCalls {
  return {
    get: async (repository, commitId, options) =>
      requester.send(
        {
          path: pathOf(['repositories', repository, 'commits', commitId]),
          read: json(readCommit),
        },
        options,
      ),

    log: async (repository, ref, options = {}) =>
      requester.send(
        {
          path: pathOf(['repositories', repository, 'refs', ref, 'commits'], {
            after: options.after,
            amount: options.amount,
            first_parent: options.firstParent,
            prefixes: options.prefixes,
            objects: options.objects,
            limit: options.limit,
            stop_at: options.stopAt,
            since: options.since?.toISOString(),
          }),
          read: json(value => readPage(value, readCommit, options.after)),
        },
        options,
      ),
  };
}
