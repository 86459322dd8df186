import {
  kubeflowPipelineKind,
  kubeflowPipelineVersionKind,
  kubeflowRecurringRunKind,
  kubeflowRunKind,
  kubeflowScheduleKind,
  kubeflowStartKind,
  type KubernetesObject,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Projection, WireObject } from '@lakefront/kube-index';
import { cutTexts } from '../../cutTexts';
import type { PipelineFacts, WorkloadRow } from '../../index/rows';
import { readPipelineFacts, readVersionFacts } from './pipelineFacts';
import { readRunFacts } from './runFacts';
import { readRecurringRunFacts, readStarterFacts } from './scheduleFacts';
import { given } from './shapes';

const LONGEST_TEXT = 2_000;

const READERS = new Map<string, (object: KubernetesObject) => PipelineFacts>([
  [kubeflowPipelineKind.id, readPipelineFacts],
  [kubeflowPipelineVersionKind.id, readVersionFacts],
  [kubeflowRecurringRunKind.id, readRecurringRunFacts],
  [kubeflowScheduleKind.id, readStarterFacts],
  [kubeflowStartKind.id, readStarterFacts],
  [kubeflowRunKind.id, readRunFacts],
]);

/**
 * Adds to the row of an object of Kubeflow Pipelines what pages about them
 * show, and what it is found by. IRs and nodes of Workflows are dropped.
 */
export function projectPipelines(
  wire: WireObject,
  options: {
    kubernetesCluster: string;
    kind: WorkloadKind;
    projected: Projection<WorkloadRow>;
  },
): Projection<WorkloadRow> {
  const { kubernetesCluster, kind, projected } = options;
  const read = READERS.get(kind.id);
  if (!read) {
    return projected;
  }
  const { namespace, uid } = wire.metadata;
  const told = projected.row.workload.pipeline ?? {};
  const facts: PipelineFacts = {
    ...given('pipeline', told.name),
    ...given('version', told.version),
    ...given('runId', told.runId),
    ...orNothing(() => read(wire as KubernetesObject)),
  };
  return {
    row: { ...projected.row, pipelines: facts },
    keys: {
      ...projected.keys,
      uid: uid ? [`${kubernetesCluster}/${uid}`] : [],
      pipeline: facts.pipeline
        ? [toPipelineKey({ kubernetesCluster, namespace }, facts.pipeline)]
        : [],
      run: facts.runId
        ? [toRunKey({ kubernetesCluster, namespace }, facts.runId)]
        : [],
    },
  };
}

interface Place {
  kubernetesCluster: string;
  namespace?: string;
}

/** What is of one pipeline of a namespace is found by this. */
export function toPipelineKey(place: Place, pipeline: string): string {
  return `${place.kubernetesCluster}/${place.namespace}/${pipeline}`;
}

/** The Workflow of a run is found by this. */
export function toRunKey(place: Place, runId: string): string {
  return `${place.kubernetesCluster}/${place.namespace}/${runId}`;
}

/** An object that makes no sense stays in sight, without them. */
function orNothing(read: () => PipelineFacts): PipelineFacts {
  try {
    const { packedSteps, ...facts } = read();
    const cut = cutTexts(facts, LONGEST_TEXT) as PipelineFacts;
    return { ...cut, ...(packedSteps && { packedSteps }) };
  } catch {
    return {};
  }
}
