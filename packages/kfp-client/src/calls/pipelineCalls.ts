import { json, type Requester } from '@lakefront/rest-client';
import { pathOf } from '../api';
import type { PipelineCalls, VersionCalls } from '../KfpClient';
import { pageQuery } from '../pageQuery';
import { readPage, readPipeline, readVersion } from '../shapes';

export function pipelineCalls(requester: Requester): PipelineCalls {
  return {
    list: async options =>
      requester.send(
        {
          path: pathOf(['pipelines'], {
            namespace: options.namespace,
            ...pageQuery(options),
          }),
          read: json(value =>
            readPage(value, 'pipelines', readPipeline, options.pageToken),
          ),
        },
        options,
      ),

    get: async (pipelineId, options) =>
      requester.send(
        { path: pathOf(['pipelines', pipelineId]), read: json(readPipeline) },
        options,
      ),

    byName: async (namespace, name, options) =>
      requester.send(
        {
          path: pathOf(['pipelines', 'names', name], { namespace }),
          read: json(readPipeline),
        },
        options,
      ),
  };
}

export function versionCalls(requester: Requester): VersionCalls {
  return {
    list: async (pipelineId, options = {}) =>
      requester.send(
        {
          path: pathOf(
            ['pipelines', pipelineId, 'versions'],
            pageQuery(options),
          ),
          read: json(value =>
            readPage(
              value,
              'pipeline_versions',
              readVersion,
              options.pageToken,
            ),
          ),
        },
        options,
      ),

    get: async (pipelineId, versionId, options) =>
      requester.send(
        {
          path: pathOf(['pipelines', pipelineId, 'versions', versionId]),
          read: json(readVersion),
        },
        options,
      ),
  };
}
