import { useMemo, useState } from 'react';
import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  KubeflowFreshness,
  PipelineBackfill,
  PipelineRunRow,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef, type PipelineRunQuery } from '../../api';
import type { Column } from '../../components/DataTable';
import { BackfillLines } from '../../components/KubeflowFreshness';
import { LiveTable } from '../../components/LiveTable';
import { EmptyState } from '../../components/States';
import { useLiveList, useReading, type QueryState } from '../../live';
import { isFiltered, noFilters, toRunsQuery } from './runsQuery';

const PAGE_SIZE = 100;

const keyOf = (run: PipelineRunRow) =>
  `${run.kubernetesCluster}/${run.namespace}/${run.runId}`;

/** The runs that a query selects, and how far what they come from can be believed. */
export function useRuns(query: PipelineRunQuery, isReading?: () => boolean) {
  const api = useApi(lakehouseApiRef);
  const [from, setFrom] = useState<{
    kubeflow: KubeflowFreshness[];
    backfill: PipelineBackfill[];
  }>({ kubeflow: [], backfill: [] });
  const live = useLiveList<PipelineRunRow>({
    key: JSON.stringify(['pipeline runs', query]),
    load: async ({ cursor }, signal) => {
      const { kubeflow, backfill, ...page } = await api.listPipelineRuns(
        { ...query, limit: PAGE_SIZE, cursor },
        { signal },
      );
      if (!signal.aborted) {
        setFrom({ kubeflow, backfill });
      }
      return page;
    },
    keyOf,
    isReading,
  });
  return { live, ...from };
}

/** What the address asks for of runs; its time ends when it was asked first, so that pages fit. */
export function useRunsQuery(state: QueryState): PipelineRunQuery {
  const asked = JSON.stringify(toRunsQuery(state, 0));
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => toRunsQuery(state, Date.now()), [asked]);
}

/** Runs as a table; nothing moves under a reader. */
export function RunTable(props: {
  runs: Omit<ReturnType<typeof useRuns>, 'kubeflow'>;
  columns: Column<PipelineRunRow>[];
  reading: ReturnType<typeof useReading<HTMLDivElement>>;
  /** What filters and sorts them; without it they are neither. */
  state?: QueryState;
  /** What shows here once there is one. */
  none: string;
}) {
  const { runs, columns, reading, state, none } = props;
  return (
    <div ref={reading.ref}>
      <BackfillLines backfill={runs.backfill} />
      <LiveTable
        live={runs.live}
        label="Runs"
        what="the runs"
        columns={columns}
        keyOf={keyOf}
        sort={state && (state.get('sort') ?? '-startedAt')}
        onSort={
          state &&
          (sort =>
            state.set({ sort: sort === '-startedAt' ? undefined : sort }))
        }
        empty={
          <NoRun
            reading={runs.backfill.some(one => one.state !== 'done')}
            state={state}
            none={none}
          />
        }
      />
    </div>
  );
}

function NoRun(props: {
  /** The history of a Kubernetes cluster is not all read. */
  reading: boolean;
  state?: QueryState;
  none: string;
}) {
  const { reading, state, none } = props;
  if (state && isFiltered(state)) {
    return (
      <EmptyState
        title="No run matches"
        action={
          <Button variant="secondary" onPress={() => state.set(noFilters)}>
            Show all runs
          </Button>
        }
      >
        {reading
          ? 'Every run that was read so far is left out by the filters.'
          : 'Every run is left out by the filters.'}
      </EmptyState>
    );
  }
  return reading ? (
    <EmptyState title="Not known yet">
      Older runs show here as soon as they were read.
    </EmptyState>
  ) : (
    <EmptyState title="No runs yet">{none}</EmptyState>
  );
}
