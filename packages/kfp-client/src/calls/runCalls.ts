import { json, type Requester } from '@lakefront/rest-client';
import { pathOf } from '../api';
import type { RunCalls } from '../KfpClient';
import { pageQuery } from '../pageQuery';
import { readPage, readRun, readRunDetail } from '../shapes';

export function runCalls(requester: Requester): RunCalls {
  return {
    list: async options =>
      requester.send(
        {
          path: pathOf(['runs'], {
            namespace: options.namespace,
            experiment_id: options.experimentId,
            ...pageQuery(options),
          }),
          read: json(value =>
            readPage(value, 'runs', readRun, options.pageToken),
          ),
        },
        options,
      ),

    get: async (runId, options) =>
      requester.send(
        { path: pathOf(['runs', runId]), read: json(readRunDetail) },
        options,
      ),

    create: async (run, options) =>
      requester.send(
        {
          method: 'POST',
          path: pathOf(['runs']),
          body: {
            display_name: run.name,
            description: run.description,
            experiment_id: run.experimentId,
            pipeline_version_reference: {
              pipeline_id: run.pipelineId,
              pipeline_version_id: run.versionId,
            },
            runtime_config: { parameters: run.parameters ?? {} },
            service_account: run.serviceAccount,
          },
          read: json(readRun),
        },
        options,
      ),

    terminate: async (runId, options) =>
      requester.send(
        {
          method: 'POST',
          path: `${pathOf(['runs', runId])}:terminate`,
          read: json(() => {}),
        },
        options,
      ),
  };
}
