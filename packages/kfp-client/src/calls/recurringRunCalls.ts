import { json, type Requester } from '@lakefront/rest-client';
import { pathOf } from '../api';
import type { RecurringRunCalls } from '../KfpClient';
import { pageQuery } from '../pageQuery';
import { readPage, readRecurringRun } from '../shapes';

export function recurringRunCalls(requester: Requester): RecurringRunCalls {
  return {
    list: async options =>
      requester.send(
        {
          path: pathOf(['recurringruns'], {
            namespace: options.namespace,
            experiment_id: options.experimentId,
            ...pageQuery(options),
          }),
          // The one list in camelCase.
          read: json(value =>
            readPage(
              value,
              'recurringRuns',
              readRecurringRun,
              options.pageToken,
            ),
          ),
        },
        options,
      ),

    get: async (recurringRunId, options) =>
      requester.send(
        {
          path: pathOf(['recurringruns', recurringRunId]),
          read: json(readRecurringRun),
        },
        options,
      ),
  };
}
