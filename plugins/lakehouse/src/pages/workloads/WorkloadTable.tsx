import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef, type WorkloadQuery } from '../../api';
import type { Column } from '../../components/DataTable';
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
import { DEFAULT_SORT, isFiltered, noFilters } from './workloadsQuery';

const PAGE_SIZE = 50;

/** The workloads that a query selects, kept up to date. */
export function useWorkloads(
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

/** How a table speaks of what it lists. */
export interface TableWords {
  /** `Jobs`; names the table. */
  label: string;
  one: string;
  many: string;
  /** What shows here once there is one. */
  none: string;
}

/** Workloads as a table; nothing moves under a reader. */
export function WorkloadTable(props: {
  query: WorkloadQuery;
  state: QueryState;
  columns: Column<Workload>[];
  words: TableWords;
}) {
  const { query, state, columns, words } = props;
  const { ref, isReading } = useReading<HTMLDivElement>();
  const live = useWorkloads(query, isReading);
  return (
    <div ref={ref}>
      <LiveTable
        live={live}
        label={words.label}
        what={`the ${words.many}`}
        columns={columns}
        keyOf={workloadKey}
        sort={query.sort}
        onSort={sort =>
          state.set({ sort: sort === DEFAULT_SORT ? undefined : sort })
        }
        empty={
          isFiltered(state) ? (
            <EmptyState
              title={`No ${words.one} matches`}
              action={
                <Button
                  variant="secondary"
                  onPress={() => state.set(noFilters)}
                >
                  Show all {words.many}
                </Button>
              }
            >
              Every {words.one} is left out by the filters.
            </EmptyState>
          ) : (
            <EmptyState title={`No ${words.many} yet`}>{words.none}</EmptyState>
          )
        }
      />
    </div>
  );
}
