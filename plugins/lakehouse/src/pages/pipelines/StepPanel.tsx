import { useId } from 'react';
import { Select, TabPanel } from '@backstage/ui';
import type {
  PipelineNode,
  PipelineRunDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { QueryTabs } from '../../components/QueryTabs';
import { EmptyState } from '../../components/States';
import { useTicking, type QueryState } from '../../live';
import { PodLog } from '../../log/PodLog';
import { EventsTab } from '../job/EventsTab';
import { asksWords } from './NodeTable';
import { stepSentence } from './runSentence';
import { StepChip } from './StepChip';
import { roundWords, runsItself, type StepRow } from './stepRows';
import { StepValues } from './StepValues';
import styles from './StepPanel.module.css';

/** Of the tabs. */
const titles = { log: 'Log', values: 'Values', events: 'Events' };

/** The step that is looked at: how it is, why, and the evidence. */
export function StepPanel(props: {
  detail: PipelineRunDetail;
  rows: StepRow[];
  row: StepRow;
  query: QueryState;
  onSelect(row: StepRow): void;
}) {
  const { detail, rows, row, query, onSelect } = props;
  const id = useId();
  const sentence = useTicking(now =>
    stepSentence(row, detail.graph, rows, now),
  );
  const rounds = rows.filter(other => other.id === row.id);
  const why = row.step?.reason?.detail;
  return (
    <section aria-labelledby={id} className={styles.panel}>
      <div className={styles.head}>
        <StepChip
          state={row.state}
          cached={row.step?.cached}
          detail={row.step?.stateDetail}
        />
        <h4 id={id} className={styles.title}>
          {row.title}
        </h4>
        {rounds.length > 1 && (
          <Select
            size="small"
            aria-label="Round"
            options={rounds.map(({ key, iteration, state }) => ({
              id: key,
              label: `${roundWords(iteration)} of ${rounds.length}, ${state}`,
            }))}
            value={row.key}
            onChange={key => {
              const next = rounds.find(other => other.key === key);
              if (next) {
                onSelect(next);
              }
            }}
          />
        )}
      </div>
      <p className={styles.sentence}>{sentence}</p>
      {why && (
        <details className={styles.detail}>
          <summary>What the system says</summary>
          <pre>{why}</pre>
        </details>
      )}
      {row.node && <NodeFacts node={row.node} />}
      {(!row.node || runsItself(row)) && (
        <Evidence detail={detail} row={row} query={query} />
      )}
    </section>
  );
}

/** What the pipeline says of a step, in one quiet line each. */
function NodeFacts({ node }: { node: PipelineNode }) {
  const { image, when, loop, retries } = node;
  const asks = asksWords(node);
  const facts: Array<[string, string]> = [
    ['Runs if', when ?? ''],
    [
      'Once for each of',
      loop
        ? `${loop.over}${loop.parallel ? `, ${loop.parallel} at once` : ''}`
        : '',
    ],
    ['Image', image ?? ''],
    ['Asks for', asks],
    ['Tried again', retries ? `at most ${retries} times` : ''],
  ].filter((fact): fact is [string, string] => fact[1] !== '');
  return facts.length === 0 ? null : (
    <dl className={styles.facts}>
      {facts.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Evidence(props: {
  detail: PipelineRunDetail;
  row: StepRow;
  query: QueryState;
}) {
  const { detail, row, query } = props;
  const { run } = detail;
  const first = row.step?.pod && run.workload ? 'log' : 'values';
  return (
    <QueryTabs
      label="Evidence of the step"
      titles={titles}
      first={first}
      query={query}
    >
      <TabPanel id="log">
        <StepLog detail={detail} row={row} />
      </TabPanel>
      <TabPanel id="values">
        <div className={styles.values}>
          <StepValues address={{ ...run, name: run.runId }} row={row} />
        </div>
      </TabPanel>
      <TabPanel id="events">
        {run.workload && row.step?.pod ? (
          <EventsTab address={run.workload} pod={row.step.pod} />
        ) : (
          <NoPod detail={detail} row={row} what="Events are" />
        )}
      </TabPanel>
    </QueryTabs>
  );
}

function StepLog(props: { detail: PipelineRunDetail; row: StepRow }) {
  const { detail, row } = props;
  const { workload } = detail.run;
  const pod = row.step?.pod;
  return workload && pod ? (
    <PodLog
      address={workload}
      pod={pod}
      mayWrite={row.state === 'running' || row.state === 'pending'}
    />
  ) : (
    <NoPod detail={detail} row={row} what="Its log is" />
  );
}

/** Why nothing can be read from a pod: it was never there, or is gone. */
function NoPod(props: {
  detail: PipelineRunDetail;
  row: StepRow;
  /** `Its log is`. */
  what: string;
}) {
  const { detail, row, what } = props;
  if (row.step?.cached) {
    return (
      <EmptyState title="Nothing ran">
        It was taken from an earlier run, in which its pod was.
      </EmptyState>
    );
  }
  if (row.state === 'pending' || row.state === 'skipped') {
    return (
      <EmptyState title="No pod">
        {what} read from the step's pod, and it has none
        {row.state === 'pending' ? ' yet' : ''}.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="The pod is gone">
      {what} read from the step's pod, which went with the run's Workflow.
      {detail.links.length > 0 &&
        ' Where Kubeflow keeps logs, its own page has them.'}
    </EmptyState>
  );
}
