import { json, readStart } from '@lakefront/rest-client';
import { pathOf } from '../api';
import type { ActionCalls } from '../LakeFSClient';
import type { LakeFSRequester } from '../LakeFSRequester';
import { readActionRun, readHookRun, readPage } from '../shapes';

const DEFAULT_MAX_BYTES = 256 * 1024;

export function actionCalls(requester: LakeFSRequester): ActionCalls {
  const below = (repository: string, ...rest: string[]) => [
    'repositories',
    repository,
    'actions',
    'runs',
    ...rest,
  ];

  return {
    runs: async (repository, options = {}) =>
      requester.send(
        {
          path: pathOf(below(repository), {
            branch: options.branch,
            commit: options.commit,
            after: options.after,
            amount: options.amount,
          }),
          read: json(value => readPage(value, readActionRun, options.after)),
        },
        options,
      ),

    run: async (repository, runId, options) =>
      requester.send(
        { path: pathOf(below(repository, runId)), read: json(readActionRun) },
        options,
      ),

    hooks: async (repository, runId, options = {}) =>
      requester.send(
        {
          path: pathOf(below(repository, runId, 'hooks'), {
            after: options.after,
            amount: options.amount,
          }),
          read: json(value => readPage(value, readHookRun, options.after)),
        },
        options,
      ),

    output: async (repository, runId, hookRunId, options = {}) =>
      requester.send(
        {
          path: pathOf(below(repository, runId, 'hooks', hookRunId, 'output')),
          headers: { accept: '*/*' },
          async read(response) {
            const { bytes, cut } = await readStart(
              response,
              options.maxBytes ?? DEFAULT_MAX_BYTES,
            );
            return { text: bytes.toString('utf8'), cut };
          },
        },
        options,
      ),
  };
}
