import { json } from '@lakefront/rest-client';
import { pathOf } from '../api';
import type { RefCalls } from '../LakeFSClient';
import type { LakeFSRequester } from '../LakeFSRequester';
import { readChange, readMergeBase, readMerged, readPage } from '../shapes';
import { pageQuery } from './pageQuery';

export function refCalls(requester: LakeFSRequester): RefCalls {
  return {
    diff: async (repository, left, right, options = {}) =>
      requester.send(
        {
          path: pathOf(
            ['repositories', repository, 'refs', left, 'diff', right],
            { ...pageQuery(options), type: options.type },
          ),
          read: json(value => readPage(value, readChange, options.after)),
        },
        options,
      ),

    mergeBase: async (repository, source, destination, options) =>
      requester.send(
        {
          path: pathOf([
            'repositories',
            repository,
            'refs',
            source,
            'merge',
            destination,
          ]),
          read: json(readMergeBase),
        },
        options,
      ),

    merge: async (repository, source, destination, merge = {}, options = {}) =>
      requester.send(
        {
          method: 'POST',
          path: pathOf([
            'repositories',
            repository,
            'refs',
            source,
            'merge',
            destination,
          ]),
          body: {
            message: merge.message,
            metadata: merge.metadata,
            strategy: merge.strategy,
            squash_merge: merge.squash,
            allow_empty: merge.allowEmpty,
          },
          slow: true,
          read: json(readMerged),
        },
        options,
      ),
  };
}
