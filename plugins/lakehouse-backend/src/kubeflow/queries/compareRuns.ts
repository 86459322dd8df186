import type {
  JsonValue,
  PipelineRunComparison,
  PipelineStepRun,
  PipelineStepState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { maskValues } from './maskValues';
import type { LaidOutRun } from './RunDetailQueries';

/** Two runs side by side. Pure. */
export function compareRuns(
  first: LaidOutRun,
  second: LaidOutRun,
): PipelineRunComparison {
  const both = [first, second] as const;
  const graph = second.graph ?? first.graph;
  const titles = new Map(graph?.nodes.map(({ id, title }) => [id, title]));
  const ids = new Set([
    ...both.flatMap(({ steps }) => steps.map(({ id }) => id)),
  ]);
  return {
    runs: [first.found.row, second.found.row],
    parameters: differing(both),
    steps: [...ids].map(id => {
      const [before, after] = both.map(({ steps }) =>
        steps.filter(step => step.id === id),
      );
      return {
        ...{ id, title: titles.get(id) ?? id },
        states: [stateOf(before), stateOf(after)],
        seconds: [secondsOf(before), secondsOf(after)],
      };
    }),
    metrics: [],
    missing: [
      ...new Set([
        ...both.flatMap(({ missing }) => missing),
        "Metrics are in Kubeflow's metadata store, which its API does not tell",
      ]),
    ],
  };
}

function differing(both: readonly LaidOutRun[]) {
  const [before, after] = both.map(
    ({ told }) =>
      new Map(
        maskValues(told.run?.parameters ?? {}).map(({ name, value }) => [
          ...([name, value] as const),
        ]),
      ),
  ) as Array<Map<string, JsonValue>>;
  return [...new Set([...before.keys(), ...after.keys()])]
    .map(name => ({
      name,
      values: [before.get(name) ?? null, after.get(name) ?? null] as [
        JsonValue,
        JsonValue,
      ],
    }))
    .filter(({ values: [a, b] }) => JSON.stringify(a) !== JSON.stringify(b))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** From worst to best: of all rounds, what somebody should know. */
const WORST: readonly PipelineStepState[] = [
  ...(['failed', 'running', 'pending', 'unknown', 'suspended'] as const),
  ...(['succeeded', 'skipped'] as const),
];

function stateOf(steps: readonly PipelineStepRun[]): PipelineStepState | null {
  return WORST.find(state => steps.some(step => step.state === state)) ?? null;
}

function secondsOf(steps: readonly PipelineStepRun[]): number | null {
  const ended = steps.filter(step => step.startedAt && step.endedAt);
  return ended.length === 0
    ? null
    : ended.reduce(
        (sum, { startedAt, endedAt }) =>
          sum +
          Math.max(0, (Date.parse(endedAt!) - Date.parse(startedAt!)) / 1000),
        0,
      );
}
