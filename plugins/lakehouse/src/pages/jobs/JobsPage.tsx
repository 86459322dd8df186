import { SearchField } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Facets } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { FreshnessBanner, FreshnessMark } from '../../components/FreshnessMark';
import { LiveValue, Region } from '../../components/Region';
import { plural } from '../../format/plural';
import { useLive, useQueryState } from '../../live';
import { NewButton } from '../NewButton';
import { PageHead } from '../Page';
import { FacetColumn } from './FacetColumn';
import { JobTable } from './JobTable';
import { isFiltered, toWorkloadQuery } from './jobsQuery';
import { RunStripRegion } from './RunStripRegion';
import styles from './FacetColumn.module.css';

/** What ran, what runs, what failed, in my domains? */
export function JobsPage() {
  const api = useApi(lakehouseApiRef);
  const state = useQueryState();
  const query = toWorkloadQuery(state);
  const { sort: _sort, ...asked } = query;
  const facets = useLive(`facets ${JSON.stringify(asked)}`, signal =>
    api.getFacets(asked, { signal }),
  );
  const freshness = facets.value?.freshness ?? [];
  return (
    <>
      <PageHead
        title="Jobs"
        sentence={facets.value && jobsSentence(facets.value, isFiltered(state))}
        actions={<NewButton only="job" />}
      />
      <FreshnessBanner freshness={freshness} />
      <RunStripRegion query={state} />
      <Region
        title="All jobs"
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
          <JobTable query={query} state={state} />
        </div>
      </Region>
    </>
  );
}

/** How the jobs are, in one sentence. */
export function jobsSentence(facets: Facets, filtered: boolean): string {
  const count = (state: string) => facets.state[state] ?? 0;
  const total = Object.values(facets.state).reduce((sum, one) => sum + one, 0);
  const which = filtered ? 'that match' : '';
  const parts = [
    `${count('running')} running`,
    ...(count('pending') ? [`${count('pending')} waiting`] : []),
    ...(count('failed') ? [`${count('failed')} failed`] : []),
  ];
  return total === 0
    ? `No jobs ${which}`.trim().concat('.')
    : `${plural(total, 'job')} ${which}`
        .trim()
        .concat(`: ${parts.join(', ')}.`);
}
