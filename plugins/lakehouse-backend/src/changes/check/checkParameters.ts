import {
  type ChangeProblem,
  kubeflowPipelineVersionKind,
  type KubernetesObject,
  parameterProblems,
  type PipelineValueInfo,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { fieldsAt } from '../../kubeflow/facts/shapes';
import { newestFirst } from '../../kubeflow/queries/newestFirst';
import { compile } from '../../kubeflow/queries/VersionMemory';
import type { DomainPlace, LakehouseReader } from '../../types';
import { idsIn } from '../idsIn';

/**
 * What the inputs of a pipeline's version have against the parameters that a
 * change hands to its runs. Nothing of parameters that stay as they are, nor
 * where the version is not to be had now: a run would be refused by KFP then.
 */
export async function checkParameters(
  object: KubernetesObject,
  options: {
    kind: WorkloadKind;
    place: DomainPlace;
    reader: Pick<LakehouseReader, 'workload' | 'workloads' | 'readLive'>;
    /** The object as it is in Git now. */
    previous: KubernetesObject | undefined;
  },
): Promise<ChangeProblem[]> {
  const { kind, place, reader, previous } = options;
  const ids = idsIn(place, reader);
  const given = kind.parameters?.read(object, ids);
  const before = previous && kind.parameters?.read(previous, ids);
  if (!given || JSON.stringify(given) === JSON.stringify(before)) {
    return [];
  }
  const inputs = await readInputs(given, { place, reader });
  return parameterProblems(inputs ?? [], inputs ? given.values : {}).map(
    message => ({
      ...{ severity: 'error', code: 'value' },
      ...{ path: 'parameters', message },
    }),
  );
}

/** The inputs of a version, or of the newest where none is named. */
async function readInputs(
  of: { pipeline: string; version?: string },
  options: {
    place: DomainPlace;
    reader: Pick<LakehouseReader, 'workloads' | 'readLive'>;
  },
): Promise<PipelineValueInfo[] | undefined> {
  const { place, reader } = options;
  const { kubernetesCluster, namespace } = place;
  const { id } = kubeflowPipelineVersionKind;
  const [version] = reader
    .workloads(place)
    .filter(
      ({ kind, name, pipeline }) =>
        kind === id &&
        pipeline?.name === of.pipeline &&
        (of.version === undefined || name === of.version),
    )
    .sort(newestFirst);
  if (!version) {
    return undefined;
  }
  try {
    const object = await reader.readLive(
      ...([kubernetesCluster, namespace, id, version.name] as const),
    );
    const { pipelineSpec, platformSpec } = fieldsAt(object, 'spec');
    return compile(pipelineSpec, platformSpec).compiled?.inputs;
  } catch {
    // The API server does not answer; what is asked for may be right.
    return undefined;
  }
}
