import type {
  PipelineGraph,
  PipelineStepRun,
  PipelineStepState,
  Reason,
} from '../../types';
import { placeNode } from './placeNode';
import { containerReason, driverReason } from './stepReason';
import type { WorkflowNode, WorkflowNodes } from './workflowNodes';

/** The nodes of one task, in one round of its loops. */
interface TaskNodes {
  id: string;
  iteration: number[];
  task?: WorkflowNode;
  drivers: WorkflowNode[];
  executor?: WorkflowNode;
  attempts: WorkflowNode[];
  rounds?: WorkflowNode;
}

const ENDED_BADLY = new Set(['Failed', 'Error']);
const ENDED = new Set([...ENDED_BADLY, 'Succeeded']);
const HAS_ENDED = new Set<PipelineStepState>([
  'succeeded',
  'failed',
  'skipped',
]);

/** The steps of a Workflow; with a graph also those that did not begin. */
export function toStepRuns(
  workflow: WorkflowNodes,
  graph?: PipelineGraph,
): PipelineStepRun[] {
  const runs = [...gatherTasks(workflow).values()]
    .filter(({ id }) => id !== '')
    .map(nodes => toStepRun(nodes, workflow));
  return graph ? withUnbegun(runs, graph, workflow) : runs;
}

/** What keeps the pipeline itself from its first step, if its own driver failed. */
export function rootProblem(workflow: WorkflowNodes): Reason | undefined {
  const failed = gatherTasks(workflow)
    .get(keyOf('', []))
    ?.drivers.find(({ phase }) => ENDED_BADLY.has(phase));
  return failed && driverReason(failed, workflow.isStopped);
}

function keyOf(id: string, iteration: number[]): string {
  return `${id} ${iteration.join(',')}`;
}

function gatherTasks(workflow: WorkflowNodes): Map<string, TaskNodes> {
  const templates = new Map(
    workflow.nodes.map(({ name, templateName }) => [name, templateName]),
  );
  const tasks = new Map<string, TaskNodes>();
  for (const node of workflow.nodes) {
    const place = placeNode(node, workflow.name, templates);
    if (
      !place ||
      place.part === 'inner' ||
      node.name === `${workflow.name}.root`
    ) {
      continue;
    }
    const { id, iteration, part } = place;
    const key = keyOf(id, iteration);
    const task = tasks.get(key) ?? { id, iteration, drivers: [], attempts: [] };
    tasks.set(key, task);
    switch (part) {
      case 'driver':
        task.drivers.push(node);
        break;
      case 'attempt':
        task.attempts.push(node);
        break;
      default:
        task[part] = node;
    }
  }
  return tasks;
}

function toStepRun(nodes: TaskNodes, workflow: WorkflowNodes): PipelineStepRun {
  const { id, iteration, task, drivers, attempts } = nodes;
  const container = lastOf(attempts) ?? nodes.executor ?? importerOf(task);
  const outcome = outcomeOf(nodes, container, workflow.isStopped);
  const pod = container && podName(container, workflow);
  // All tries together; the pod is that of the last one.
  const startedAt =
    attempts[0]?.startedAt ??
    container?.startedAt ??
    task?.startedAt ??
    drivers[0]?.startedAt;
  const ended = ENDED.has(task?.phase ?? '') || outcome.state === 'failed';
  const endedAt =
    task?.endedAt ?? container?.endedAt ?? lastOf(drivers)?.endedAt;
  const began = outcome.state !== 'skipped' && startedAt !== undefined;
  return {
    id,
    ...(iteration.length > 0 && { iteration }),
    ...outcome,
    ...(pod && outcome.state !== 'skipped' && { pod }),
    ...(began && { startedAt }),
    ...(began && ended && endedAt && { endedAt }),
    retries: Math.max(0, attempts.length - 1),
  };
}

type Outcome = Pick<
  PipelineStepRun,
  'state' | 'stateDetail' | 'cached' | 'reason'
>;

function outcomeOf(
  { task, drivers, rounds }: TaskNodes,
  container: WorkflowNode | undefined,
  isStopped: boolean,
): Outcome {
  const badDriver = drivers.find(({ phase }) => ENDED_BADLY.has(phase));
  if (badDriver) {
    return {
      state: 'failed',
      stateDetail: badDriver.phase,
      reason: driverReason(badDriver, isStopped),
    };
  }
  if (!task) {
    const driver = lastOf(drivers);
    const isLeftOut =
      driver?.phase === 'Omitted' || driver?.phase === 'Skipped';
    const reason =
      driver?.phase === 'Pending' ? containerReason(driver) : undefined;
    return {
      state: isLeftOut ? 'skipped' : 'pending',
      stateDetail: driver?.phase ?? '',
      ...(reason && { reason }),
    };
  }
  if (task.phase === 'Skipped' || task.phase === 'Omitted') {
    return { state: 'skipped', stateDetail: task.phase };
  }
  if (isSkipped(rounds) && task.phase === 'Succeeded') {
    return { state: 'skipped', stateDetail: 'Skipped' };
  }
  if (task.phase === 'Succeeded') {
    return {
      state: 'succeeded',
      stateDetail: task.phase,
      ...(isSkipped(container) && { cached: true }),
    };
  }
  if (ENDED_BADLY.has(task.phase)) {
    const reason =
      (container && containerReason(container, isStopped)) ??
      reasonOfTask(task, isStopped);
    return {
      state: 'failed',
      stateDetail: task.phase,
      ...(reason && { reason }),
    };
  }
  const now = container ?? task;
  const reason = container && containerReason(container, isStopped);
  return {
    state: stateOfPhase(now.phase),
    stateDetail: now.phase,
    ...(reason && { reason }),
  };
}

/** A group says only which of its nodes failed, by an id that nobody knows. */
function reasonOfTask(
  task: WorkflowNode,
  isStopped: boolean,
): Reason | undefined {
  return task.message && !/^child '.*' failed$/.test(task.message)
    ? containerReason(task, isStopped)
    : undefined;
}

function stateOfPhase(phase: string): PipelineStepState {
  switch (phase) {
    case 'Running':
    case 'Daemoned':
    // A try has ended, its step has not: Argo looks whether to try again.
    // eslint-disable-next-line no-fallthrough
    case 'Succeeded':
    case 'Failed':
    case 'Error':
      return 'running';
    case 'Pending':
    case '':
      return 'pending';
    default:
      return 'unknown';
  }
}

function isSkipped(node: WorkflowNode | undefined): boolean {
  return node?.phase === 'Skipped';
}

/** Importers, and steps that only make something in Kubernetes, are pods themselves. */
function importerOf(task: WorkflowNode | undefined): WorkflowNode | undefined {
  return task?.type === 'Pod' ? task : undefined;
}

/** As Argo calls pods: after Workflow, template and a hash of the node's name, which ends the node's id. */
function podName(
  node: WorkflowNode,
  { name, oldPodNames }: WorkflowNodes,
): string | undefined {
  if (node.type !== 'Pod') {
    return undefined;
  }
  if (oldPodNames || !node.id.startsWith(`${name}-`)) {
    return node.id;
  }
  const hash = node.id.slice(name.length + 1);
  return `${`${name}-${node.templateName}`.slice(0, 242)}-${hash}`;
}

/** In the order of the graph; what has not begun waits, or was left out with what holds it. */
function withUnbegun(
  runs: PipelineStepRun[],
  graph: PipelineGraph,
  workflow: WorkflowNodes,
): PipelineStepRun[] {
  const byId = new Map<string, PipelineStepRun[]>();
  for (const run of runs) {
    byId.set(run.id, [...(byId.get(run.id) ?? []), run]);
  }
  const over = new Set<string>();
  const known = graph.nodes.flatMap(({ id, parent }) => {
    const isOver =
      ENDED.has(workflow.phase) || (parent !== undefined && over.has(parent));
    const begun = byId.get(id) ?? [
      {
        id,
        state: isOver ? ('skipped' as const) : ('pending' as const),
        stateDetail: '',
        retries: 0,
      },
    ];
    byId.delete(id);
    // Nodes stand after what holds them.
    if (begun.every(({ state }) => HAS_ENDED.has(state))) {
      over.add(id);
    }
    return begun.sort((a, b) => compareRounds(a.iteration, b.iteration));
  });
  return [...known, ...[...byId.values()].flat()];
}

function compareRounds(a: number[] = [], b: number[] = []): number {
  const at = a.findIndex((round, index) => round !== b[index]);
  return at === -1 ? a.length - b.length : a[at] - (b[at] ?? -1);
}

function lastOf<T>(items: T[]): T | undefined {
  return items[items.length - 1];
}
