import { InputError } from '@backstage/errors';
import { isRecord } from '../../jsonPath';
import type { KubernetesObject } from '../../types';

/** A node of Argo's `status.nodes`, as far as it is read here. */
export interface WorkflowNode {
  id: string;
  name: string;
  type: string;
  phase: string;
  templateName: string;
  message?: string;
  startedAt?: string;
  endedAt?: string;
  exitCode?: number;
}

/** A Workflow's own name and state, and its nodes in the order they began. */
export interface WorkflowNodes {
  name: string;
  phase: string;
  /** Somebody stopped it: KFP gives such a run no time any more. */
  isStopped: boolean;
  /** Pods are called after their nodes only; an old setting of Argo. */
  oldPodNames: boolean;
  nodes: WorkflowNode[];
}

const POD_NAME_FORMAT = 'workflows.argoproj.io/pod-name-format';

/** Throws `InputError` where the nodes are not in the object as such. */
export function readNodes(workflow: KubernetesObject): WorkflowNodes {
  const status = isRecord(workflow.status) ? workflow.status : {};
  const spec = isRecord(workflow.spec) ? workflow.spec : {};
  const { name, annotations } = workflow.metadata;
  const nodes = isRecord(status.nodes) ? Object.values(status.nodes) : [];
  if (nodes.length === 0 && text(status.compressedNodes)) {
    throw new InputError(
      `The steps of the workflow "${name}" are compressed and cannot be read as they are`,
    );
  }
  if (nodes.length === 0 && text(status.offloadNodeStatusVersion)) {
    throw new InputError(
      `The steps of the workflow "${name}" are kept in Argo's own database and cannot be read from it`,
    );
  }
  return {
    name,
    phase: text(status.phase) ?? '',
    isStopped:
      spec.activeDeadlineSeconds === 0 || text(spec.shutdown) !== undefined,
    oldPodNames: annotations?.[POD_NAME_FORMAT] === 'v1',
    nodes: nodes
      .flatMap(node => readNode(node) ?? [])
      .sort((a, b) => compare(a.startedAt ?? '', b.startedAt ?? '')),
  };
}

function readNode(value: unknown): WorkflowNode | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const id = text(value.id);
  const name = text(value.name);
  if (!id || !name) {
    return undefined;
  }
  const outputs = isRecord(value.outputs) ? value.outputs : {};
  const exitCode = Number(text(outputs.exitCode));
  return {
    id,
    name,
    type: text(value.type) ?? '',
    phase: text(value.phase) ?? '',
    templateName: text(value.templateName) ?? '',
    message: text(value.message),
    startedAt: text(value.startedAt),
    endedAt: text(value.finishedAt),
    ...(Number.isInteger(exitCode) && { exitCode }),
  };
}

/** Argo writes null and an empty text for what is not there. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
