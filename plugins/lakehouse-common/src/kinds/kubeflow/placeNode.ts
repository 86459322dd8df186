import type { WorkflowNode } from './workflowNodes';

/** What a node of a Workflow is to a task of the pipeline. */
export interface NodePlace {
  /** Id of the task; empty for the pipeline itself. */
  id: string;
  /** Of the loops it is in, outermost first. */
  iteration: number[];
  part: NodePart;
}

export type NodePart =
  /** The task itself. */
  | 'task'
  /** Prepares the task: reads its inputs, looks for an earlier run. */
  | 'driver'
  /** Runs its container; with retries, holds the tries. */
  | 'executor'
  /** One try of its container. */
  | 'attempt'
  /** The rounds of a loop together. */
  | 'rounds'
  /** Held by other nodes, and says nothing of its own. */
  | 'inner';

const CONTAINER_EXECUTOR = /system-container-executor$/;
const DRIVER = /^system-(dag|container)-driver$/;
const LOOP = /-iterator$/;

/**
 * Where a node belongs, from its name. KFP makes of a task `fit` the nodes
 * `fit-driver`, `fit` and `fit.executor` (`fit.executor(1)` is its second try),
 * of a loop `loop.iteration-driver` and `loop.iteration-iterations(2:2)`, in
 * which `iteration-item-driver` and `iteration-item` stand for the round, and
 * of a step that runs at the end `<group>.onExit.<step>`. `templates` is the
 * template of each node by name. Nothing for a node that is none of the pipeline's.
 */
export function placeNode(
  node: WorkflowNode,
  workflowName: string,
  templates: ReadonlyMap<string, string>,
): NodePlace | undefined {
  if (!node.name.startsWith(`${workflowName}.`)) {
    return undefined;
  }
  const segments = node.name.slice(workflowName.length + 1).split('.');
  if (segments[0] === 'root-driver' && segments.length === 1) {
    return { id: '', iteration: [], part: 'driver' };
  }
  if (segments[0] !== 'root') {
    return undefined;
  }
  const ids: string[] = [];
  const iteration: number[] = [];
  let name = `${workflowName}.root`;
  let part: NodePart = 'task';
  let isRound = false;
  for (const segment of segments.slice(1)) {
    const holder = templates.get(name) ?? '';
    name = `${name}.${segment}`;
    const template = templates.get(name) ?? '';
    const round = /^iteration-iterations\((\d+):/.exec(segment);
    if (segment === 'onExit') {
      // What runs at the end stands beside the group after which it runs.
      ids.pop();
      part = 'inner';
    } else if (LOOP.test(holder) && segment === 'iteration-driver') {
      part = 'driver';
    } else if (LOOP.test(holder) && segment === 'iteration-iterations') {
      part = 'rounds';
    } else if (LOOP.test(holder) && round) {
      iteration.push(Number(round[1]));
      part = 'inner';
    } else if (isRound && segment === 'iteration-item-driver') {
      part = 'driver';
      if (!template.includes('container')) {
        // Of a round that is a group: told of the loop, as nobody sees the round.
        iteration.pop();
      }
    } else if (isRound && segment === 'iteration-item') {
      part = CONTAINER_EXECUTOR.test(template) ? 'task' : 'inner';
    } else if (CONTAINER_EXECUTOR.test(holder) && segment === 'executor') {
      part = 'executor';
    } else if (
      CONTAINER_EXECUTOR.test(holder) &&
      /^executor\(\d+\)$/.test(segment)
    ) {
      part = 'attempt';
    } else if (segment.endsWith('-driver') && DRIVER.test(template)) {
      ids.push(segment.slice(0, -'-driver'.length));
      part = 'driver';
    } else {
      ids.push(segment);
      part = 'task';
    }
    isRound = round !== null;
  }
  return { id: ids.join('/'), iteration, part };
}
