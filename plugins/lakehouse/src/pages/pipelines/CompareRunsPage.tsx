import { Skeleton } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  JsonValue,
  PipelineRunComparison,
  PipelineRunRow,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { DataTable, type Column } from '../../components/DataTable';
import { Duration, RelativeTime } from '../../components/RelativeTime';
import { Region } from '../../components/Region';
import { SentencesBanner } from '../../components/SentencesBanner';
import {
  AwayMark,
  EmptyState,
  ErrorState,
  SkeletonRows,
} from '../../components/States';
import { formatDuration } from '../../format/formatTime';
import { useLive, useQueryState } from '../../live';
import { kubeflowKey, readKubeflowKey } from '../../paths';
import { Columns, PageHead } from '../Page';
import { PlaceLink } from '../WorkloadLink';
import { compareSentence, differenceWords } from './compareSentence';
import { PipelineLink, RunLink, VersionLink } from './PipelineLinks';
import { RunChip, startedBy } from './runColumns';
import { StepChip } from './StepChip';
import { valueText } from './ValueList';
import styles from './pipelines.module.css';

/** In what do two runs differ? */
export function CompareRunsPage() {
  const query = useQueryState();
  const first = readKubeflowKey(query.get('first') ?? '');
  const second = readKubeflowKey(query.get('second') ?? '');
  const api = useApi(lakehouseApiRef);
  const live = useLive<PipelineRunComparison | null>(
    `run comparison ${first && kubeflowKey(first)} ${
      second && kubeflowKey(second)
    }`,
    async signal =>
      first && second
        ? api.comparePipelineRuns(first, second, { signal })
        : null,
  );
  if (!first || !second) {
    return (
      <>
        <PageHead title="Compare runs" />
        <EmptyState title="Two runs are compared">
          Open one of them, and choose the other under "Compare with".
        </EmptyState>
      </>
    );
  }
  const { value } = live;
  if (!value) {
    return (
      <>
        <PageHead
          title="Compare runs"
          sentence={live.loading && <Skeleton width={480} height={20} />}
        />
        {live.error === undefined ? (
          <SkeletonRows rows={10} />
        ) : (
          <ErrorState
            error={live.error}
            what="the comparison of these runs"
            retry={live.retry}
          />
        )}
      </>
    );
  }
  return (
    <>
      <PageHead title="Compare runs" sentence={compareSentence(value)} />
      <AwayMark since={live.awaySince} error={live.error} />
      <SentencesBanner sentences={value.missing} />
      <Columns>
        <OneRun title="First" run={value.runs[0]} />
        <OneRun title="Second" run={value.runs[1]} />
      </Columns>
      <Region title="Parameters that differ">
        <Parameters comparison={value} />
      </Region>
      <Region title="Metrics">
        <Metrics comparison={value} />
      </Region>
      <Region title="Steps">
        <Steps comparison={value} />
      </Region>
    </>
  );
}

function OneRun(props: { title: string; run: PipelineRunRow }) {
  const { title, run } = props;
  return (
    <Region title={title} actions={<RunChip run={run} />}>
      <div className={styles.one}>
        <div>
          <RunLink run={run} />
        </div>
        <div>
          <PlaceLink place={run} />
          {run.pipeline && (
            <>
              {' '}
              · <PipelineLink place={run} name={run.pipeline} />
            </>
          )}
          {run.version && (
            <>
              {' '}
              at <VersionLink place={run} name={run.version} />
            </>
          )}
        </div>
        <div className={styles.quiet}>
          started <RelativeTime time={run.startedAt} none="not yet" /> by{' '}
          {startedBy(run)}, took{' '}
          <Duration from={run.startedAt} to={run.endedAt} />
        </div>
        {run.reason && <div>{run.reason.message}</div>}
      </div>
    </Region>
  );
}

type Parameter = PipelineRunComparison['parameters'][number];
const said = (value: JsonValue) =>
  value === null ? (
    <span className={styles.quiet}>not said</span>
  ) : (
    valueText(value)
  );
const parameterColumns: Column<Parameter>[] = [
  { id: 'name', title: 'Parameter', wraps: true, cell: row => row.name },
  {
    id: 'first',
    title: 'First',
    wraps: true,
    width: '35%',
    cell: row => said(row.values[0]),
  },
  {
    id: 'second',
    title: 'Second',
    wraps: true,
    width: '35%',
    cell: row => said(row.values[1]),
  },
];

function Parameters({ comparison }: { comparison: PipelineRunComparison }) {
  return comparison.parameters.length === 0 ? (
    <EmptyState title="The same parameters">
      Both runs were started with the same values.
    </EmptyState>
  ) : (
    <DataTable
      label="Parameters that differ"
      columns={parameterColumns}
      rows={comparison.parameters}
      keyOf={({ name }) => name}
    />
  );
}

type Metric = PipelineRunComparison['metrics'][number];
const numberText = (value: number | null) =>
  value === null
    ? '–'
    : value.toLocaleString('en', { maximumSignificantDigits: 6 });
const metricColumns: Column<Metric>[] = [
  {
    id: 'name',
    title: 'Metric',
    wraps: true,
    cell: row => (
      <>
        {row.name} <span className={styles.quiet}>of {row.step}</span>
      </>
    ),
  },
  {
    id: 'first',
    title: 'First',
    number: true,
    cell: row => numberText(row.values[0]),
  },
  {
    id: 'second',
    title: 'Second',
    number: true,
    cell: row => numberText(row.values[1]),
  },
  {
    id: 'difference',
    title: 'Difference',
    number: true,
    cell: row => differenceWords(row.values, numberText),
  },
];

function Metrics({ comparison }: { comparison: PipelineRunComparison }) {
  return comparison.metrics.length === 0 ? (
    <EmptyState title="No metrics">
      Neither run gave numbers as metrics.
    </EmptyState>
  ) : (
    <DataTable
      label="Metrics"
      columns={metricColumns}
      rows={comparison.metrics}
      keyOf={({ step, name }) => `${step} ${name}`}
    />
  );
}

type Step = PipelineRunComparison['steps'][number];
const secondsText = (seconds: number | null) =>
  seconds === null ? '–' : formatDuration(seconds * 1000);
const stateOf = (state: Step['states'][number]) =>
  state ? (
    <StepChip state={state} />
  ) : (
    <span className={styles.quiet}>not in it</span>
  );
const stepColumns: Column<Step>[] = [
  {
    id: 'step',
    title: 'Step',
    wraps: true,
    cell: row => (
      <span className={styles.named} title={row.id}>
        {row.title}
      </span>
    ),
  },
  { id: 'first', title: 'First', cell: row => stateOf(row.states[0]) },
  { id: 'second', title: 'Second', cell: row => stateOf(row.states[1]) },
  {
    id: 'took-first',
    title: 'First took',
    number: true,
    wide: true,
    cell: row => secondsText(row.seconds[0]),
  },
  {
    id: 'took-second',
    title: 'Second took',
    number: true,
    wide: true,
    cell: row => secondsText(row.seconds[1]),
  },
  {
    id: 'difference',
    title: 'Difference',
    number: true,
    cell: row => differenceWords(row.seconds, secondsText),
  },
];

function Steps({ comparison }: { comparison: PipelineRunComparison }) {
  return comparison.steps.length === 0 ? (
    <EmptyState title="No steps are known">
      Neither run has steps that can be told.
    </EmptyState>
  ) : (
    <DataTable
      label="Steps of both runs"
      columns={stepColumns}
      rows={comparison.steps}
      keyOf={({ id }) => id}
    />
  );
}
