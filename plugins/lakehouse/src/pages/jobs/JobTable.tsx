import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef, type WorkloadQuery } from '../../api';
import { LiveTable } from '../../components/LiveTable';
import { EmptyState } from '../../components/States';
import {
  useLiveList,
  useReading,
  type QueryState,
  type UseLiveListResult,
} from '../../live';
import { workloadKey } from '../../paths';
import { compareWorkloads } from './compareWorkloads';
import { jobColumns } from './jobColumns';
import { DEFAULT_SORT, isFiltered, noFilters } from './jobsQuery';

const PAGE_SIZE = 100;

/** The jobs that a query selects, kept up to date. */
export function useJobs(
  query: WorkloadQuery,
  isReading?: () => boolean,
): UseLiveListResult<Workload> {
  const api = useApi(lakehouseApiRef);
  return useLiveList<Workload>({
    key: JSON.stringify(query),
    load: ({ since, cursor }, signal) =>
      api.listWorkloads(
        { ...query, limit: PAGE_SIZE, since, cursor },
        { signal },
      ),
    keyOf: workloadKey,
    compare: compareWorkloads(query.sort ?? DEFAULT_SORT),
    isReading,
  });
}

/** Jobs as a table; nothing moves under a reader. */
export function JobTable(props: { query: WorkloadQuery; state: QueryState }) {
  const { query, state } = props;
  const { ref, isReading } = useReading<HTMLDivElement>();
  const live = useJobs(query, isReading);
  return (
    <div ref={ref}>
      <LiveTable
        live={live}
        label="Jobs"
        what="the jobs"
        columns={jobColumns}
        keyOf={workloadKey}
        sort={query.sort}
        onSort={sort =>
          state.set({ sort: sort === DEFAULT_SORT ? undefined : sort })
        }
        empty={
          isFiltered(state) ? (
            <EmptyState
              title="No job matches"
              action={
                <Button
                  variant="secondary"
                  onPress={() => state.set(noFilters)}
                >
                  Show all jobs
                </Button>
              }
            >
              Every job is left out by the filters.
            </EmptyState>
          ) : (
            <EmptyState title="No jobs yet">
              A Spark job that somebody asks for here shows as soon as its pull
              request is merged.
            </EmptyState>
          )
        }
      />
    </div>
  );
}
