import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { PipelineRunDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { PipelineGraphView } from '../../components/graph/PipelineGraphView';
import { FreshnessMark } from '../../components/FreshnessMark';
import { PipelinesBanner } from '../../components/KubeflowFreshness';
import { Region } from '../../components/Region';
import { SentencesBanner } from '../../components/SentencesBanner';
import { AwayMark, EmptyState } from '../../components/States';
import { useLive, useQueryState, useTicking, type Live } from '../../live';
import { kubeflowKey } from '../../paths';
import { useLakehousePaths } from '../../useLakehousePaths';
import { NoValueYet } from '../NoValueYet';
import { LinkRow, PageHead } from '../Page';
import { DomainLink } from '../WorkloadLink';
import { CompareWith } from './CompareWith';
import { KubeflowLinks, PipelineLink, VersionLink } from './PipelineLinks';
import { RunChip, startedBy } from './runColumns';
import { runSentence } from './runSentence';
import { StepPanel } from './StepPanel';
import { chosenRow, type StepChoice, stepRows, type StepRow } from './stepRows';
import { StepTable } from './StepTable';
import { ValueList } from './ValueList';
import { useKubeflowAddress } from './useKubeflowAddress';
import styles from './RunPage.module.css';

/** What is the run doing and, if it failed, why? */
export function RunPage() {
  const address = useKubeflowAddress('runId');
  const api = useApi(lakehouseApiRef);
  const detail = useLive(`pipeline run ${kubeflowKey(address)}`, signal =>
    api.getPipelineRun(address, { signal }),
  );
  if (!detail.value) {
    return (
      <NoValueYet
        title={address.name}
        live={detail}
        what={`the run ${address.name}`}
      />
    );
  }
  return <Run detail={detail} value={detail.value} />;
}

function Run(props: {
  detail: Live<PipelineRunDetail>;
  value: PipelineRunDetail;
}) {
  const { detail, value } = props;
  const { run, parameters } = value;
  const query = useQueryState();
  const [search] = useSearchParams();
  const rows = useMemo(() => stepRows(value), [value]);
  const row = chosenRow(rows, readChoice(query));
  const sentence = useTicking(now => runSentence(value, rows, now));
  const hrefOf = ({ id, iteration }: StepRow) => {
    const next = new URLSearchParams(search);
    next.set('step', id);
    next.delete('round');
    if (iteration?.length) {
      next.set('round', iteration.join(','));
    }
    return `?${next}`;
  };
  const select = ({ id, iteration }: StepChoice) =>
    query.set({ step: id, round: iteration?.map(String) });
  return (
    <>
      <PageHead
        title={
          <>
            <RunChip run={run} />
            {run.name}
          </>
        }
        context={<Context value={value} />}
        sentence={sentence}
        actions={
          <>
            <FreshnessMark freshness={value.freshness} />
            {run.pipeline && <CompareWith run={run} />}
          </>
        }
      />
      <AwayMark since={detail.awaySince} error={detail.error} />
      <PipelinesBanner freshness={value.freshness} kubeflow={value.kubeflow} />
      <SentencesBanner sentences={value.missing} />
      <WhereFrom value={value} />
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Region title="Graph">
            {value.graph ? (
              <PipelineGraphView
                graph={value.graph}
                steps={value.steps}
                selected={row?.id}
                onSelect={id => id !== undefined && select({ id })}
              />
            ) : (
              <EmptyState title="No graph">
                What the run was made of is not known any more; its steps are
                listed below.
              </EmptyState>
            )}
          </Region>
          <div className={styles.last}>
            <Region title="Parameters">
              {parameters.length === 0 ? (
                <EmptyState title="No parameters">
                  The run was started without any.
                </EmptyState>
              ) : (
                <ValueList label="Parameters" values={parameters} />
              )}
            </Region>
          </div>
        </div>
        {row && (
          <Region title="The step">
            <StepPanel
              key={row.key}
              detail={value}
              rows={rows}
              row={row}
              query={query}
              onSelect={select}
            />
          </Region>
        )}
      </div>
      <Region title="Steps over time">
        <StepTable rows={rows} selected={row?.key} hrefOf={hrefOf} />
      </Region>
    </>
  );
}

/** The step that the address names. */
function readChoice(query: {
  get(key: string): string | undefined;
  all(key: string): string[];
}): StepChoice | undefined {
  const id = query.get('step');
  const iteration = query.all('round').map(Number);
  return id === undefined
    ? undefined
    : {
        id,
        ...(iteration.length > 0 &&
          iteration.every(Number.isInteger) && { iteration }),
      };
}

function Context({ value }: { value: PipelineRunDetail }) {
  const { run } = value;
  return (
    <>
      <DomainLink domain={run.domain} />
      <span>· {run.kubernetesCluster}</span>
      {run.pipeline && (
        <span>
          · run of <PipelineLink place={run} name={run.pipeline} />
          {run.version && (
            <>
              {' '}
              at <VersionLink place={run} name={run.version} />
            </>
          )}
        </span>
      )}
      {(run.schedule || run.requestedBy) && (
        <span>· started by {startedBy(run)}</span>
      )}
      {run.archived && <span>· archived</span>}
    </>
  );
}

/** One click to its object in the cluster and to Kubeflow's own page. */
function WhereFrom({ value }: { value: PipelineRunDetail }) {
  const { run, links } = value;
  const paths = useLakehousePaths();
  if (!run.workload && !run.schedule && links.length === 0) {
    return null;
  }
  return (
    <LinkRow>
      {run.workload && (
        <Link href={paths.workload(run.workload)}>In the cluster</Link>
      )}
      {run.pipeline && run.schedule && (
        <Link
          href={paths.pipeline(
            { ...run, name: run.pipeline },
            { tab: 'schedules' },
          )}
        >
          The schedule {run.schedule}
        </Link>
      )}
      <KubeflowLinks links={links} />
    </LinkRow>
  );
}
