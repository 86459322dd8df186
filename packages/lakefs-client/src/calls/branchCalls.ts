import {
  json,
  MisshapenError,
  nothing,
  readBody,
} from '@lakefront/rest-client';
import { pathOf } from '../api';
import type { BranchCalls } from '../LakeFSClient';
import type { LakeFSRequester } from '../LakeFSRequester';
import { readChange, readCommit, readPage, readRef } from '../shapes';
import { pageQuery } from './pageQuery';

/** A commit id as bare text, which is all that lakeFS answers to a new branch. */
async function readCommitId(response: Response): Promise<{ commitId: string }> {
  const commitId = (await readBody(response, 1024)).toString('utf8').trim();
  if (!/^[0-9a-f]{8,}$/.test(commitId)) {
    throw new MisshapenError('it is no commit id');
  }
  return { commitId };
}

export function branchCalls(requester: LakeFSRequester): BranchCalls {
  const pathTo = (repository: string, branch: string, ...rest: string[]) => [
    'repositories',
    repository,
    'branches',
    branch,
    ...rest,
  ];

  return {
    list: async (repository, options = {}) =>
      requester.send(
        {
          path: pathOf(['repositories', repository, 'branches'], {
            ...pageQuery(options),
            show_hidden: options.showHidden,
          }),
          read: json(value => readPage(value, readRef, options.after)),
        },
        options,
      ),

    get: async (repository, branch, options) =>
      requester.send(
        { path: pathOf(pathTo(repository, branch)), read: json(readRef) },
        options,
      ),

    create: async (repository, { name, source }, options) =>
      requester.send(
        {
          method: 'POST',
          path: pathOf(['repositories', repository, 'branches']),
          body: { name, source },
          slow: true,
          read: readCommitId,
        },
        options,
      ),

    delete: async (repository, branch, options) =>
      requester.send(
        {
          method: 'DELETE',
          path: pathOf(pathTo(repository, branch)),
          slow: true,
          read: nothing,
        },
        options,
      ),

    uncommitted: async (repository, branch, options = {}) =>
      requester.send(
        {
          path: pathOf(pathTo(repository, branch, 'diff'), pageQuery(options)),
          read: json(value => readPage(value, readChange, options.after)),
        },
        options,
      ),

    commit: async (repository, branch, commit, options) =>
      requester.send(
        {
          method: 'POST',
          path: pathOf(pathTo(repository, branch, 'commits')),
          body: {
            message: commit.message,
            metadata: commit.metadata,
            allow_empty: commit.allowEmpty,
          },
          slow: true,
          read: json(readCommit),
        },
        options,
      ),
  };
}
