import { SearchField } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Facets } from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseApiRef } from '../../api';
import { FreshnessBanner, FreshnessMark } from '../../components/FreshnessMark';
import { LiveValue, Region } from '../../components/Region';
import { plural } from '../../format/plural';
import { useLive, useQueryState } from '../../live';
import { FacetColumn } from '../jobs/FacetColumn';
import { isFiltered, toWorkloadQuery } from '../jobs/jobsQuery';
import { NewButton } from '../NewButton';
import { PageHead } from '../Page';
import { ComputeTable } from './ComputeTable';
import { WhoUsesIt } from './WhoUsesIt';
import layout from '../jobs/FacetColumn.module.css';
import styles from './Compute.module.css';

/** What can I connect to, and does it answer? */
export function ComputePage() {
  const api = useApi(lakehouseApiRef);
  const state = useQueryState();
  const query = toWorkloadQuery(state, 'compute');
  const { sort: _sort, ...asked } = query;
  const facets = useLive(`facets ${JSON.stringify(asked)}`, signal =>
    api.getFacets(asked, { signal }),
  );
  const freshness = facets.value?.freshness ?? [];
  return (
    <>
      <PageHead
        title="Compute"
        sentence={
          facets.value && computeSentence(facets.value, isFiltered(state))
        }
        actions={<NewButton only="compute" />}
      />
      <FreshnessBanner freshness={freshness} />
      <Region
        title="All compute clusters"
        actions={<FreshnessMark freshness={freshness} />}
      >
        <div className={layout.layout}>
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
          <div>
            <ComputeTable query={query} state={state} />
            <div className={styles.below}>
              <WhoUsesIt />
            </div>
          </div>
        </div>
      </Region>
    </>
  );
}

/** How the compute clusters are, in one sentence. */
export function computeSentence(facets: Facets, filtered: boolean): string {
  const count = (state: string) => facets.state[state] ?? 0;
  const total = Object.values(facets.state).reduce((sum, one) => sum + one, 0);
  const which = filtered ? ' that match' : '';
  const away = total - count('running');
  const parts = [
    `${count('running')} ready`,
    ...(away ? [`${away} not ready`] : []),
  ];
  return total === 0
    ? `No compute clusters${which}.`
    : `${plural(total, 'compute cluster')}${which}: ${parts.join(', ')}.`;
}
