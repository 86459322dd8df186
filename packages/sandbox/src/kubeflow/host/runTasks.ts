import { fnv32a, podNameOf } from '../argo/hash';
import type { ArgoNode, Workflow } from '../argo/types';
import type { RunState, RunTask } from './types';

const STATES: Record<string, RunState> = {
  Pending: 'PENDING',
  Running: 'RUNNING',
  Succeeded: 'SUCCEEDED',
  Skipped: 'SKIPPED',
  Failed: 'FAILED',
  Error: 'FAILED',
};

/** Argo's word for the state of a node or workflow as KFP says it. */
export function toRunState(phase: string | undefined): RunState {
  return STATES[phase ?? ''] ?? 'RUNTIME_STATE_UNSPECIFIED';
}

/** The tasks that KFP reads out of a workflow: one for each node, in the order of their ids. */
export function tasksOfWorkflow(workflow: Workflow): RunTask[] {
  const nodes = workflow.status?.nodes ?? {};
  return Object.keys(nodes)
    .sort()
    .map(id => toTask(workflow, nodes[id]));
}

function toTask(workflow: Workflow, node: ArgoNode): RunTask {
  const pod = podNameOf(
    workflow.metadata.name,
    node.name,
    node.templateName ?? '',
  );
  return {
    id: taskId(`${workflow.metadata.labels?.['pipeline/runid']}/${pod}`),
    displayName: node.displayName,
    state: toRunState(node.phase),
    startedAt: timeOf(node.startedAt),
    finishedAt: timeOf(node.finishedAt),
    children: node.children ?? [],
  };
}

function timeOf(text: string | null): number {
  return text ? Date.parse(text) : 0;
}

/** The same for the same node: KFP keeps what it gave out first. */
function taskId(key: string): string {
  const hex = [0, 1, 2, 3]
    .map(part => fnv32a(`${part}/${key}`).toString(16).padStart(8, '0'))
    .join('');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
