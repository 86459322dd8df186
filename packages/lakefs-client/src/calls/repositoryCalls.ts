import { json, nothing } from '@lakefront/rest-client';
import { isLakeFSStatus } from '../errors';
import { textMap } from '../fields';
import { pathOf } from '../api';
import type { RepositoryCalls } from '../LakeFSClient';
import type { LakeFSRequester } from '../LakeFSRequester';
import { readPage, readPatterns, readRepository, readRules } from '../shapes';
import { pageQuery } from './pageQuery';

export function repositoryCalls(requester: LakeFSRequester): RepositoryCalls {
  const metadataPath = (repository: string) =>
    pathOf(['repositories', repository, 'metadata']);
  const settingPath = (repository: string, setting: string) =>
    pathOf(['repositories', repository, 'settings', setting]);

  return {
    list: (options = {}) =>
      requester.send(
        {
          path: pathOf(['repositories'], pageQuery(options)),
          read: json(value => readPage(value, readRepository, options.after)),
        },
        options,
      ),

    get: async (repository, options) =>
      requester.send(
        {
          path: pathOf(['repositories', repository]),
          read: json(readRepository),
        },
        options,
      ),

    metadata: async (repository, options) =>
      requester.send(
        {
          path: metadataPath(repository),
          read: json(value => textMap(value, 'metadata')),
        },
        options,
      ),

    setMetadata: async (repository, values, options) =>
      requester.send(
        {
          method: 'POST',
          path: metadataPath(repository),
          body: { metadata: values },
          repeatable: true,
          read: nothing,
        },
        options,
      ),

    deleteMetadata: async (repository, keys, options) =>
      requester.send(
        {
          method: 'DELETE',
          path: metadataPath(repository),
          body: { keys },
          repeatable: true,
          read: nothing,
        },
        options,
      ),

    branchProtection: async (repository, options) =>
      requester.send(
        {
          path: settingPath(repository, 'branch_protection'),
          read: async (response, maxBytes) => ({
            patterns: await json(readPatterns)(response, maxBytes),
            etag: response.headers.get('etag') ?? '',
          }),
        },
        options,
      ),

    setBranchProtection: async (repository, { patterns, etag }, options) =>
      requester.send(
        {
          method: 'PUT',
          path: settingPath(repository, 'branch_protection'),
          // An empty one is refused with 400.
          headers: etag ? { 'if-match': etag } : {},
          body: patterns.map(pattern => ({ pattern })),
          read: nothing,
        },
        options,
      ),

    async garbageCollectionRules(repository, options) {
      try {
        return await requester.send(
          { path: settingPath(repository, 'gc_rules'), read: json(readRules) },
          options,
        );
      } catch (error) {
        // No rules are 404 with this text; so is no repository, with another.
        if (isLakeFSStatus(error, 'not-found') && error.said === 'not found') {
          return undefined;
        }
        throw error;
      }
    },
  };
}
