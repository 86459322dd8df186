import { pathOf } from '../http/address';
import type { Requester } from '../http/Requester';
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
          read: value =>
            readPage(
              value,
              'recurringRuns',
              readRecurringRun,
              options.pageToken,
            ),
        },
        options,
      ),

    get: async (recurringRunId, options) =>
      requester.send(
        {
          path: pathOf(['recurringruns', recurringRunId]),
          read: readRecurringRun,
        },
        options,
      ),
  };
}
