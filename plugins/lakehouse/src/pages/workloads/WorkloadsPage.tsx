import type { ReactNode } from 'react';
import { SearchField } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Facets,
  WorkloadRole,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef, type WorkloadQuery } from '../../api';
import { FreshnessBanner, FreshnessMark } from '../../components/FreshnessMark';
import { LiveValue, Region } from '../../components/Region';
import { plural } from '../../format/plural';
import { type QueryState, useLive, useQueryState } from '../../live';
import { NewButton } from '../NewButton';
import { PageHead } from '../Page';
import { FacetColumn } from './FacetColumn';
import { isFiltered, toWorkloadQuery } from './workloadsQuery';
import styles from './FacetColumn.module.css';

/** All workloads of a role: how they are, a search, filters with counts, and a table beside them. */
export function WorkloadsPage(props: {
  title: string;
  workloadRole: WorkloadRole;
  /** How they are, in one sentence. */
  sentence: (facets: Facets, filtered: boolean) => string;
  /** Heading of the table. */
  all: string;
  /** What stands above the table. */
  above?: (state: QueryState) => ReactNode;
  /** The table, and what stands below it. */
  children: (query: WorkloadQuery, state: QueryState) => ReactNode;
}) {
  const api = useApi(lakehouseApiRef);
  const state = useQueryState();
  const query = toWorkloadQuery(state, props.workloadRole);
  const { sort: _sort, ...asked } = query;
  const facets = useLive(`facets ${JSON.stringify(asked)}`, signal =>
    api.getFacets(asked, { signal }),
  );
  const freshness = facets.value?.freshness ?? [];
  return (
    <>
      <PageHead
        title={props.title}
        sentence={
          facets.value && props.sentence(facets.value, isFiltered(state))
        }
        actions={<NewButton only={props.workloadRole} />}
      />
      <FreshnessBanner freshness={freshness} />
      {props.above?.(state)}
      <Region
        title={props.all}
        actions={<FreshnessMark freshness={freshness} />}
      >
        <div className={styles.layout}>
          <div>
            <SearchField
              aria-label="Search by name"
              placeholder="Search by name"
              size="small"
              defaultValue={state.get('q')}
              onChange={q => state.set({ q: q || undefined })}
            />
            <LiveValue live={facets} what="the filters">
              {value => <FacetColumn facets={value} query={state} />}
            </LiveValue>
          </div>
          <div>{props.children(query, state)}</div>
        </div>
      </Region>
    </>
  );
}

/** How many there are, and how: `3 jobs that match: 1 running, 2 failed.` */
export function countSentence(
  facets: Facets,
  options: {
    filtered: boolean;
    one: string;
    /** What is said of them, by what there is of each state. */
    parts: (count: (state: string) => number, total: number) => string[];
  },
): string {
  const count = (state: string) => facets.state[state] ?? 0;
  const total = Object.values(facets.state).reduce((sum, one) => sum + one, 0);
  const which = options.filtered ? ' that match' : '';
  return total === 0
    ? `No ${options.one}s${which}.`
    : `${plural(total, options.one)}${which}: ${options
        .parts(count, total)
        .join(', ')}.`;
}
