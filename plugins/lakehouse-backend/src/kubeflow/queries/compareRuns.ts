import type {
  JsonValue,
  PipelineRunComparison,
  PipelineStepRun,
  PipelineStepState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { maskValues } from './maskValues';
import type { LaidOutRun } from './RunDetailQueries';
import type { StepMetric } from './StepValueQueries';

/** A run with what its steps gave in numbers. */
export interface ComparedRun extends LaidOutRun {
  metrics: readonly StepMetric[];
}

/** Two runs side by side. Pure. */
export function compareRuns(
  first: ComparedRun,
  second: ComparedRun,
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
    metrics: metricsOf(both),
    missing: [
      ...new Set([
        ...both.flatMap(({ missing }) => missing),
        "Metrics are told as far as later steps took them; the others are in Kubeflow's metadata store, which its API does not tell",
      ]),
    ],
  };
}

/** In the order of their steps, those of both. */
function metricsOf(both: readonly [ComparedRun, ComparedRun]) {
  const keyOf = ({ step, name }: StepMetric) => `${step} ${name}`;
  const all = new Map(
    both.flatMap(({ metrics }) => metrics.map(one => [keyOf(one), one])),
  );
  const valueOf = ({ metrics }: ComparedRun, key: string) =>
    metrics.find(one => keyOf(one) === key)?.value ?? null;
  return [...all].map(([key, { step, name }]) => ({
    ...{ step: step.replace(/^root\./, ''), name },
    values: [valueOf(both[0], key), valueOf(both[1], key)] as [
      number | null,
      number | null,
    ],
  }));
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
