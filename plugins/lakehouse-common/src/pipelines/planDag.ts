import type { PipelineEdge } from '../types';
import type { IrMap, IrTask } from './ir';
import { dependenciesOf } from './taskDependencies';
import { plainName } from './valueInfo';

const ALWAYS = 'ALL_UPSTREAM_TASKS_COMPLETED';

/** What is alike in each use of a dag; names are those of its tasks. */
export interface DagPlan {
  /** None before one that it waits for. */
  order: string[];
  edges: PipelineEdge[];
  /** Tasks after which another runs, whatever came of them. */
  beforeAlways: Set<string>;
}

/** Of tasks that do not wait for each other in a circle. */
export function planDag(tasks: IrMap<IrTask>): DagPlan {
  const edges = Object.entries(tasks).flatMap(([to, task]) =>
    edgesTo(to, task),
  );
  const waitsFor = new Map<string, string[]>();
  for (const { from, to } of edges) {
    waitsFor.set(to, [...(waitsFor.get(to) ?? []), from]);
  }
  const levels = new Map<string, number>();
  const levelOf = (name: string): number => {
    const known = levels.get(name);
    if (known !== undefined) {
      return known;
    }
    const level = (waitsFor.get(name) ?? []).reduce(
      (deepest, from) => Math.max(deepest, levelOf(from) + 1),
      0,
    );
    levels.set(name, level);
    return level;
  };
  return {
    order: Object.keys(tasks).sort((a, b) => levelOf(a) - levelOf(b)),
    edges,
    beforeAlways: new Set(
      edges.filter(({ always }) => always).map(({ from }) => from),
    ),
  };
}

function edgesTo(to: string, task: IrTask): PipelineEdge[] {
  const values = new Map<string, Set<string>>();
  for (const { producer, value } of dependenciesOf(task)) {
    const along = values.get(producer) ?? new Set();
    values.set(producer, along);
    if (value) {
      along.add(plainName(value));
    }
  }
  const always = task.triggerPolicy?.strategy === ALWAYS;
  return [...values].map(([from, along]) => ({
    from,
    to,
    values: [...along],
    ...(always && { always }),
  }));
}
