import type { KindInfo } from '../types';
import { kubeflowPipelineKind } from './kubeflow-pipeline';
import { kubeflowPipelineVersionKind } from './kubeflow-pipeline-version';
import { kubeflowRecurringRunKind } from './kubeflow-recurring-run';
import { kubeflowRunKind } from './kubeflow-run';
import { kubeflowScheduleKind } from './kubeflow-schedule';
import { kubeflowStartKind } from './kubeflow-start';
import { isObjectOf } from './labelSelector';
import { lakefsBranchKind } from './lakefs-branch';
import { sparkApplicationKind } from './spark-application';
import { sparkConnectKind } from './spark-connect';
import type { WorkloadKind } from './WorkloadKind';

/** The kinds that come with Lakefront. @public */
export const builtInKinds: WorkloadKind[] = [
  sparkApplicationKind,
  sparkConnectKind,
  lakefsBranchKind,
  kubeflowPipelineKind,
  kubeflowPipelineVersionKind,
  kubeflowStartKind,
  kubeflowScheduleKind,
  kubeflowRecurringRunKind,
  kubeflowRunKind,
];

/** The kinds that are known, by their names. @public */
export interface KindRegistry {
  all(): WorkloadKind[];
  byId(id: string): WorkloadKind | undefined;
  /**
   * By the `apiVersion` and `kind` of an object, and where kinds share these,
   * by its labels.
   */
  byObject(object: {
    apiVersion?: unknown;
    kind?: unknown;
    metadata?: unknown;
  }): WorkloadKind | undefined;
}

/** Throws where two kinds have one id, or nothing tells their objects apart. @public */
export function createKindRegistry(
  kinds: WorkloadKind[] = builtInKinds,
): KindRegistry {
  const byId = new Map<string, WorkloadKind>();
  const told = new Set<string>();
  for (const kind of kinds) {
    // The group tells operators apart that share a kind, a label what people make of one.
    const of = `${kind.group}/${kind.kind}`;
    const key = `${of} ${kind.labelSelector ?? ''}`;
    if (byId.has(kind.id) || told.has(key)) {
      throw new Error(`The kind ${kind.id} (${of}) is there twice`);
    }
    byId.set(kind.id, kind);
    told.add(key);
  }
  // One that any object passes for is asked last.
  const inOrder = [...kinds].sort(
    (a, b) => Number(!a.labelSelector) - Number(!b.labelSelector),
  );
  return {
    all: () => [...byId.values()],
    byId: id => byId.get(id),
    byObject: object => inOrder.find(kind => isObjectOf(kind, object)),
  };
}

/** The part of a kind that the browser needs. @public */
export function toKindInfo(kind: WorkloadKind): KindInfo {
  return {
    id: kind.id,
    group: kind.group,
    version: kind.version,
    kind: kind.kind,
    role: kind.role,
    title: kind.title,
    titlePlural: kind.titlePlural,
    nameRule: kind.nameRule,
    verbs: kind.verbs.map(({ id, title, states, fields }) => ({
      id,
      title,
      states,
      ...(fields && { fields }),
    })),
    editable: kind.editable,
    ...(kind.template && { template: kind.template }),
    ...(kind.readOnly && { readOnly: true }),
  };
}
