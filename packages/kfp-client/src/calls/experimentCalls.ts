import { json, type Requester } from '@lakefront/rest-client';
import { pathOf } from '../api';
import type { ExperimentCalls } from '../KfpClient';
import { pageQuery } from '../pageQuery';
import { readExperiment, readPage } from '../shapes';

export function experimentCalls(requester: Requester): ExperimentCalls {
  return {
    list: async options =>
      requester.send(
        {
          path: pathOf(['experiments'], {
            namespace: options.namespace,
            ...pageQuery(options),
          }),
          read: json(value =>
            readPage(value, 'experiments', readExperiment, options.pageToken),
          ),
        },
        options,
      ),

    get: async (experimentId, options) =>
      requester.send(
        {
          path: pathOf(['experiments', experimentId]),
          read: json(readExperiment),
        },
        options,
      ),

    create: async ({ namespace, name, description }, options) =>
      requester.send(
        {
          method: 'POST',
          path: pathOf(['experiments']),
          body: { display_name: name, namespace, description },
          read: json(readExperiment),
        },
        options,
      ),
  };
}
