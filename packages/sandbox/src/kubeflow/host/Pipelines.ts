import { PIPELINE_VERSIONS, PIPELINES } from '../../knownResources';
import type { KubeClient, KubeObject } from '../../types';
import { notFound } from '../KfpRefusal';
import { newest } from './newest';

/** Pipelines and their versions, as the cluster has them; ids are uids. */
export class Pipelines {
  constructor(private readonly client: KubeClient) {}

  list(namespace?: string): KubeObject[] {
    return this.client.list(PIPELINES, { namespace });
  }

  get(id: string): KubeObject {
    const found = this.list().find(({ metadata }) => metadata.uid === id);
    if (!found) throw notFound('Pipeline', id);
    return found;
  }

  versions(pipelineId: string): KubeObject[] {
    return this.client
      .list(PIPELINE_VERSIONS)
      .filter(version => pipelineIdOf(version) === pipelineId);
  }

  version(id: string): KubeObject {
    const found = this.client
      .list(PIPELINE_VERSIONS)
      .find(({ metadata }) => metadata.uid === id);
    if (!found) throw notFound('PipelineVersion', id);
    return found;
  }

  /** Undefined where the pipeline has none. */
  newestVersion(pipelineId: string): KubeObject | undefined {
    return newest(this.versions(pipelineId));
  }
}

export function pipelineIdOf({ metadata }: KubeObject): string | undefined {
  return metadata.ownerReferences?.find(({ kind }) => kind === 'Pipeline')?.uid;
}
