import { asObject } from '../../kube/json';
import { readIr, type Ir } from '../ir';
import { invalidInput, KfpRefusal, notFound } from '../KfpRefusal';
import { pipelineIdOf, type Pipelines } from './Pipelines';
import type { RunRequest } from './types';

/** What a run runs; the ids where it is a version of a pipeline. */
export function sourceOf(
  pipelines: Pipelines,
  request: RunRequest,
): {
  ir: Ir;
  pipelineId?: string;
  versionId?: string;
} {
  const { pipelineId, versionId, pipelineSpec } = request;
  try {
    if (versionId || pipelineId) {
      const version = versionId
        ? pipelines.version(versionId)
        : pipelines.newestVersion(pipelineId!);
      if (!version) throw notFound('PipelineVersion', 'Latest');
      return {
        ir: readIr(asObject(version.spec).pipelineSpec),
        pipelineId: pipelineIdOf(version),
        versionId: version.metadata.uid,
      };
    }
    if (!pipelineSpec) {
      throw invalidInput(
        'Failed to fetch a template with an empty pipeline spec manifest',
      );
    }
  } catch (error) {
    // KFP says no more to the outside than that something went wrong.
    throw new KfpRefusal(
      'Internal',
      'Internal Server Error',
      `InternalServerError: Failed to create a run due to error fetching manifest: ${
        (error as Error).message
      }`,
    );
  }
  return { ir: readIr(pipelineSpec) };
}
