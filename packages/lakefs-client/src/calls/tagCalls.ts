import { json, nothing } from '@lakefront/rest-client';
import { pathOf } from '../api';
import type { TagCalls } from '../LakeFSClient';
import type { LakeFSRequester } from '../LakeFSRequester';
import { readPage, readRef } from '../shapes';
import { pageQuery } from './pageQuery';

export function tagCalls(requester: LakeFSRequester): TagCalls {
  return {
    list: async (repository, options = {}) =>
      requester.send(
        {
          path: pathOf(
            ['repositories', repository, 'tags'],
            pageQuery(options),
          ),
          read: json(value => readPage(value, readRef, options.after)),
        },
        options,
      ),

    get: async (repository, tag, options) =>
      requester.send(
        {
          path: pathOf(['repositories', repository, 'tags', tag]),
          read: json(readRef),
        },
        options,
      ),

    create: async (repository, { id, ref }, options) =>
      requester.send(
        {
          method: 'POST',
          path: pathOf(['repositories', repository, 'tags']),
          body: { id, ref },
          slow: true,
          read: json(readRef),
        },
        options,
      ),

    delete: async (repository, tag, options) =>
      requester.send(
        {
          method: 'DELETE',
          path: pathOf(['repositories', repository, 'tags', tag]),
          slow: true,
          read: nothing,
        },
        options,
      ),
  };
}
