import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { BoundedMap } from '../../BoundedMap';
import type { WorkloadRow } from '../../index/rows';
import type { LakehouseReader } from '../../types';
import { packWorkflow, unpackWorkflow } from '../facts/packWorkflow';
import { RUN_KIND } from '../runs/PipelineRun';

const MOST_BYTES = 32 * 1024 * 1024;

/** Workflows as far as steps are read from them: of what goes on from the watch, of what is over read once. */
export class WorkflowMemory {
  readonly #reader: Pick<LakehouseReader, 'readLive'>;
  /** By uid, end and attempt; null where its nodes are not in it. */
  readonly #kept = new BoundedMap<string, Buffer | null>({
    most: MOST_BYTES,
    weigh: packed => packed?.length ?? 1,
  });

  constructor(reader: Pick<LakehouseReader, 'readLive'>) {
    this.#reader = reader;
  }

  /** Undefined where its nodes can't be had. Rejects where the API server does not answer. */
  async read({
    workload,
    pipelines,
  }: WorkloadRow): Promise<KubernetesObject | undefined> {
    if (pipelines?.packedSteps) {
      return unpackWorkflow(pipelines.packedSteps);
    }
    if (!workload.endedAt) {
      return undefined;
    }
    const { kubernetesCluster, namespace, name, uid, endedAt } = workload;
    const key = `${kubernetesCluster}/${uid}/${endedAt}`;
    let packed = this.#kept.get(key);
    if (packed === undefined) {
      const object = await this.#reader.readLive(
        ...([kubernetesCluster, namespace, RUN_KIND, name] as const),
      );
      if (!object || object.metadata.uid !== uid) {
        return undefined;
      }
      packed = packWorkflow(object) ?? null;
      this.#kept.set(key, packed);
    }
    return packed ? unpackWorkflow(packed) : undefined;
  }
}
