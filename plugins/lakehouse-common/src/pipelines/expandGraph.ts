import type { PathPart } from '../jsonPath';
import type { PipelineEdge, PipelineGraph, PipelineNode } from '../types';
import { containerFields } from './containerFields';
import { DagPlan, planDag } from './planDag';
import { IrProblem } from './IrProblem';
import {
  entryOf,
  type IrComponent,
  type IrMap,
  type IrPipeline,
  type IrTask,
} from './ir';
import {
  clip,
  LONGEST_TEXT,
  type Origins,
  originsOf,
  whenText,
} from './origins';
import { readDefinitions } from './valueInfo';

const MAX_NODES = 2000;
const MAX_NESTING = 32;
/** Of all nodes together, in characters of JSON; a component that is used often counts as often. */
const MAX_EXPANDED_LENGTH = 4_000_000;

/** A graph, and how often each of its nodes can run at once. */
export interface ExpandedGraph extends PipelineGraph {
  /** By node id; 1 outside of loops. */
  rounds: Map<string, number>;
}

interface Room {
  /** Node that holds the tasks; absent at the top. */
  parent?: PipelineNode;
  path: PathPart[];
  depth: number;
  rounds: number;
  /** Where the values come from that its component takes. */
  origins: Origins;
}

/**
 * The graph of a checked IR: each use of a component is written out. A few
 * components that use each other twice would make millions of nodes, so there
 * is an end. Throws `IrProblem`.
 */
export function expandGraph(ir: IrPipeline, root: IrComponent): ExpandedGraph {
  const nodes: PipelineNode[] = [];
  const edges: PipelineEdge[] = [];
  const rounds = new Map<string, number>();
  const plans = new Map<IrComponent, DagPlan>();
  let length = 0;

  const spend = (amount: number, path: PathPart[]) => {
    length += amount;
    if (nodes.length > MAX_NODES || length > MAX_EXPANDED_LENGTH) {
      throw new IrProblem(
        path,
        `written out, the pipeline has more than ${MAX_NODES} steps or ${MAX_EXPANDED_LENGTH} characters`,
      );
    }
  };

  const expand = (component: IrComponent, room: Room) => {
    const { parent, path, depth } = room;
    if (depth > MAX_NESTING) {
      throw new IrProblem(path, `groups may be nested ${MAX_NESTING} deep`);
    }
    const tasks = component.dag?.tasks ?? {};
    if (nodes.length + Object.keys(tasks).length > MAX_NODES) {
      spend(MAX_EXPANDED_LENGTH + 1, path);
    }
    const plan = plans.get(component) ?? planDag(tasks);
    plans.set(component, plan);
    const idOf = (name: string) => (parent ? `${parent.id}/${name}` : name);
    for (const name of plan.order) {
      const task = tasks[name];
      const taskPath = [...path, 'dag', 'tasks', name];
      const used = task.componentRef?.name ?? '';
      const called = entryOf(ir.components, used);
      if (!called) {
        continue;
      }
      spend(entriesOf(task), taskPath);
      const origins = originsOf(task, room.origins);
      const loop = loopOf(task, origins, taskPath);
      const node: PipelineNode = {
        id: idOf(name),
        ...(parent && { parent: parent.id }),
        type: typeOf(ir, called, task, plan.beforeAlways.has(name)),
        title: clip(task.taskInfo?.name || name),
        ...whenOf(task, origins),
        ...(loop && { loop: loop.shown }),
        ...containerFields(
          entryOf(ir.deploymentSpec?.executors, called.executorLabel)
            ?.container,
        ),
        caching: task.cachingOptions?.enableCache === true,
        ...retriesOf(task, parent),
        inputs: readDefinitions(called.inputDefinitions, origins),
        outputs: readDefinitions(called.outputDefinitions),
      };
      nodes.push(node);
      const atOnce = room.rounds * (loop?.atOnce ?? 1);
      rounds.set(node.id, atOnce);
      spend(JSON.stringify(node).length, taskPath);
      if (called.dag) {
        expand(called, {
          parent: node,
          path: ['components', used],
          depth: depth + 1,
          rounds: atOnce,
          origins: loop?.item
            ? new Map([...origins, [loop.item, `${node.title}.item`]])
            : origins,
        });
      }
    }
    for (const edge of plan.edges) {
      spend(edge.from.length + edge.to.length + 40, path);
      edges.push({ ...edge, from: idOf(edge.from), to: idOf(edge.to) });
    }
  };

  expand(root, {
    path: ['root'],
    depth: 0,
    rounds: 1,
    origins: new Map(
      [
        ...Object.keys(root.inputDefinitions?.parameters ?? {}),
        ...Object.keys(root.inputDefinitions?.artifacts ?? {}),
      ].map(name => [name, name]),
    ),
  });
  return { nodes, edges, rounds };
}

/** What it costs to look at a task that says little. */
function entriesOf({ inputs }: IrTask): number {
  const count = (map: IrMap<unknown> | undefined) =>
    Object.keys(map ?? {}).length;
  return 20 * (1 + count(inputs?.parameters) + count(inputs?.artifacts));
}

function typeOf(
  ir: IrPipeline,
  component: IrComponent,
  task: IrTask,
  isBeforeAlways: boolean,
): PipelineNode['type'] {
  if (!component.dag) {
    const executor = entryOf(
      ir.deploymentSpec?.executors,
      component.executorLabel,
    );
    return executor?.importer ? 'importer' : 'step';
  }
  if (task.parameterIterator) {
    return 'loop';
  }
  if (task.triggerPolicy?.condition) {
    return 'condition';
  }
  return isBeforeAlways ? 'exit-handler' : 'group';
}

function whenOf(task: IrTask, origins: Origins): { when?: string } {
  const condition = task.triggerPolicy?.condition;
  return condition ? { when: whenText(condition, origins) } : {};
}

/** A group hands its retries to the steps in it that say nothing. */
function retriesOf(
  task: IrTask,
  parent: PipelineNode | undefined,
): { retries?: number } {
  const said = task.retryPolicy
    ? task.retryPolicy.maxRetryCount
    : parent?.retries;
  return said && said > 0 ? { retries: said } : {};
}

interface Loop {
  shown: NonNullable<PipelineNode['loop']>;
  atOnce: number;
  /** The input of its component that is another one each round. */
  item?: string;
}

function loopOf(
  task: IrTask,
  origins: Origins,
  path: PathPart[],
): Loop | undefined {
  const iterator = task.parameterIterator;
  if (!iterator) {
    return undefined;
  }
  const limit = Math.max(0, task.iteratorPolicy?.parallelismLimit ?? 0);
  const { raw, inputParameter } = iterator.items ?? {};
  const items = raw === undefined ? undefined : readItems(raw, path);
  return {
    shown: {
      over:
        raw === undefined
          ? origins.get(inputParameter ?? '') ?? clip(inputParameter ?? '')
          : raw.slice(0, LONGEST_TEXT),
      ...(limit > 0 && { parallel: limit }),
    },
    // Over what is known only when it runs, no more than what it is allowed can be said.
    atOnce: items === undefined ? limit || 1 : Math.min(items, limit || items),
    ...(iterator.itemInput !== undefined && { item: iterator.itemInput }),
  };
}

function readItems(raw: string, path: PathPart[]): number {
  let items: unknown;
  try {
    items = JSON.parse(raw);
  } catch {
    items = undefined;
  }
  if (!Array.isArray(items)) {
    throw new IrProblem(
      [...path, 'parameterIterator', 'items', 'raw'],
      'the items of a loop must be a list as JSON text',
    );
  }
  return items.length;
}
