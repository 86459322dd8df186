import { everyItem, isKfpStatus, type KfpClient } from '@lakefront/kfp-client';
import type { Patience } from './Patience';

/** What is to run, as KFP knows it. */
export interface FoundPipeline {
  pipelineId: string;
  /** Absent where the newest is to run: KFP finds it by itself. */
  versionId?: string;
}

/**
 * The ids of a pipeline and its version, waited for while they are not there:
 * one pull request may bring them and what starts them.
 */
export async function findPipeline(
  client: KfpClient,
  wanted: { namespace: string; pipeline: string; version?: string },
  patience: Patience,
): Promise<FoundPipeline> {
  const { namespace, pipeline, version } = wanted;
  const { pipelineId } = await patience.waitFor(
    `pipeline ${pipeline} is not there in namespace ${namespace}`,
    () => foundOrNot(client.pipelines.byName(namespace, pipeline)),
  );
  const found = await patience.waitFor(
    version === undefined
      ? `pipeline ${pipeline} has no version in namespace ${namespace}`
      : `version ${version} of pipeline ${pipeline} is not there in namespace ${namespace}`,
    () => foundOrNot(findVersion(client, pipelineId, version)),
  );
  return {
    pipelineId,
    ...(version !== undefined && { versionId: found.versionId }),
  };
}

/** Newest first, as that is what most ask for; the first where none is named. */
async function findVersion(
  client: KfpClient,
  pipelineId: string,
  version: string | undefined,
) {
  for await (const found of everyItem(page =>
    client.versions.list(pipelineId, {
      ...page,
      // Each comes with its whole IR.
      pageSize: Math.min(page.pageSize ?? 10, 10),
      sortBy: 'created_at desc',
    }),
  )) {
    if (version === undefined || found.name === version) return found;
  }
  return undefined;
}

async function foundOrNot<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (isKfpStatus(error, 'not-found')) return undefined;
    throw error;
  }
}
