import type { KubernetesObject } from '../../types';
import type { WorkloadSummary } from '../WorkloadKind';
import { pipelineOfVersion } from './pipelineOf';
import { specOf, textAt } from './shapes';
import { standingOf } from './summarizePipeline';

/**
 * A `PipelineVersion` as a flat row. Its conditions are not looked at: nobody
 * writes those of a version that came by Git.
 */
export function summarizeVersion(object: KubernetesObject): WorkloadSummary {
  const spec = specOf(object);
  return {
    ...standingOf(object),
    description: [
      textAt(spec, 'pipelineName') ?? 'no pipeline',
      textAt(spec, 'displayName') ?? object.metadata.name,
    ].join(' · '),
    pipeline: pipelineOfVersion(object),
    links: [],
  };
}
