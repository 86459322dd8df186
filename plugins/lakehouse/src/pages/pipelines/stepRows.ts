import type {
  PipelineGraph,
  PipelineNode,
  PipelineRunDetail,
  PipelineStepRun,
  PipelineStepState,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** One step of a run, or one round of it. */
export interface StepRow {
  key: string;
  id: string;
  iteration?: number[];
  title: string;
  /** How many nodes hold it. */
  depth: number;
  state: PipelineStepState;
  /** What the graph says of it. */
  node?: PipelineNode;
  /** What became of it; nothing where it has not begun. */
  step?: PipelineStepRun;
}

/** Which step is meant: by its id and, in loops, its round. */
export interface StepChoice {
  id: string;
  iteration?: number[];
}

const RUNS: ReadonlySet<PipelineNode['type']> = new Set(['step', 'importer']);

/** Whether it runs itself, rather than holding what runs. */
export const runsItself = (row: StepRow) =>
  row.node ? RUNS.has(row.node.type) : row.step?.pod !== undefined;

/** Names a step and its round; equal for equal ones. */
export function stepKey({ id, iteration }: StepChoice): string {
  return iteration?.length ? `${id} ${iteration.join(',')}` : id;
}

/** `round 2`, and within another loop `round 2.1`; people count from one. */
export function roundWords(iteration: number[] | undefined): string {
  return iteration?.length
    ? `round ${iteration.map(round => round + 1).join('.')}`
    : '';
}

const depthOf = (id: string) => id.split('/').length - 1;

/**
 * All steps of a run in the order of its graph, each round of a loop by
 * itself. A node without a word about it is still to come, or did not run
 * where the run is over. Pure.
 */
export function stepRows(
  detail: Pick<PipelineRunDetail, 'graph' | 'steps' | 'run'>,
): StepRow[] {
  const { graph, steps, run } = detail;
  const over = run.state === 'succeeded' || run.state === 'failed';
  const byId = new Map<string, PipelineStepRun[]>();
  for (const step of steps) {
    byId.set(step.id, [...(byId.get(step.id) ?? []), step]);
  }
  const nodes = inOrder(graph);
  const known = new Set(nodes.map(({ id }) => id));
  return [
    ...nodes.flatMap((node): StepRow[] => {
      const those = byId.get(node.id) ?? [];
      return those.length > 0
        ? those.sort(byRound).map(step => rowOf(step, node))
        : [
            {
              ...{ key: node.id, id: node.id, node },
              title: node.title,
              depth: depthOf(node.id),
              state: over ? 'skipped' : 'pending',
            },
          ];
    }),
    ...steps.filter(({ id }) => !known.has(id)).map(step => rowOf(step)),
  ];
}

/** The steps of a graph that is not run. Pure. */
export function runFreeRows(graph: PipelineGraph): StepRow[] {
  return inOrder(graph).map(node => ({
    ...{ key: node.id, id: node.id, node, title: node.title },
    depth: depthOf(node.id),
    state: 'unknown',
  }));
}

function rowOf(step: PipelineStepRun, node?: PipelineNode): StepRow {
  const { id, iteration, state } = step;
  const names = id.split('/');
  const title = node?.title ?? names[names.length - 1];
  const round = roundWords(iteration);
  return {
    ...{ key: stepKey(step), id, state, step },
    ...(iteration && { iteration }),
    ...(node && { node }),
    title: round ? `${title}, ${round}` : title,
    depth: depthOf(id),
  };
}

function byRound(a: PipelineStepRun, b: PipelineStepRun): number {
  const [x, y] = [a.iteration ?? [], b.iteration ?? []];
  const at = x.findIndex((round, index) => round !== y[index]);
  return at < 0 ? x.length - y.length : x[at] - (y[at] ?? -1);
}

/** Of these, those that wait for none of the others. */
function whatIsFree(
  left: PipelineNode[],
  placed: ReadonlySet<string>,
  edges: PipelineGraph['edges'],
): PipelineNode[] {
  const ids = new Set(left.map(({ id }) => id));
  return left.filter(({ id }) =>
    edges.every(
      ({ from, to }) => to !== id || placed.has(from) || !ids.has(from),
    ),
  );
}

/** What waits for another comes after it, and what is held after what holds it. */
function inOrder(graph: PipelineGraph | null): PipelineNode[] {
  if (!graph) {
    return [];
  }
  const { nodes, edges } = graph;
  const ids = new Set(nodes.map(({ id }) => id));
  const placed = new Set<string>();
  const result: PipelineNode[] = [];
  const place = (parent: string | undefined) => {
    let left = nodes.filter(node =>
      parent === undefined
        ? !node.parent || !ids.has(node.parent)
        : node.parent === parent,
    );
    while (left.length > 0) {
      const free = whatIsFree(left, placed, edges);
      // A graph that goes in a circle still has all of its nodes listed.
      for (const node of free.length > 0 ? free : left) {
        placed.add(node.id);
        result.push(node);
        place(node.id);
      }
      left = left.filter(({ id }) => !placed.has(id));
    }
  };
  place(undefined);
  return result;
}

/** The step to look at first: what failed, what runs, or what ended last. */
export function firstToShow(rows: StepRow[]): StepRow | undefined {
  const leaves = rows.filter(runsItself);
  const of = (state: PipelineStepState) =>
    leaves.find(row => row.state === state) ??
    rows.find(row => row.state === state);
  const ended = leaves
    .filter(({ step }) => step?.endedAt)
    .sort((a, b) => (a.step?.endedAt! < b.step?.endedAt! ? -1 : 1));
  return of('failed') ?? of('running') ?? ended[ended.length - 1] ?? leaves[0];
}

/** The row that the address names; without its round, the one of it to look at first. */
export function chosenRow(
  rows: StepRow[],
  choice: StepChoice | undefined,
): StepRow | undefined {
  if (!choice) {
    return firstToShow(rows);
  }
  const key = stepKey(choice);
  const those = rows.filter(({ id }) => id === choice.id);
  return (
    rows.find(row => row.key === key) ??
    those.find(({ state }) => state === 'failed') ??
    those.find(({ state }) => state === 'running') ??
    those[0] ??
    firstToShow(rows)
  );
}

/** A step along the time of its run; numbers are percent of the whole. */
export interface StepBar {
  left: number;
  width: number;
}

/** Lays steps over the time from the first one's start to the last one's end, or now. Pure. */
export function stepBars(rows: StepRow[], now: number): Map<string, StepBar> {
  const begun = rows.flatMap(({ key, step }) => {
    const start = Date.parse(step?.startedAt ?? '');
    return Number.isNaN(start)
      ? []
      : [
          {
            ...{ key, start },
            end: step?.endedAt
              ? Date.parse(step.endedAt)
              : Math.max(now, start),
          },
        ];
  });
  const from = Math.min(...begun.map(({ start }) => start));
  const to = Math.max(from + 1000, ...begun.map(({ end }) => end));
  const percent = (time: number) => ((time - from) / (to - from)) * 100;
  return new Map(
    begun.map(({ key, start, end }) => [
      key,
      {
        left: percent(start),
        width: Math.max(0, percent(end) - percent(start)),
      },
    ]),
  );
}
