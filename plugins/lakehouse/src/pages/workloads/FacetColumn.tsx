import type { ReactNode } from 'react';
import type {
  Facets,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { useKinds } from '../../api/useKinds';
import { StateChip } from '../../components/StateChip';
import { humanName } from '../../format/humanName';
import type { QueryState } from '../../live';
import { FilterFold } from './FilterFold';
import { facetKeys, type FacetKey } from './workloadsQuery';
import styles from './FacetColumn.module.css';

const titles: Record<FacetKey, string> = {
  state: 'State',
  domain: 'Domain',
  kubernetesCluster: 'Kubernetes cluster',
  kind: 'Kind',
  owner: 'Owner',
};

/** More values than this are not shown; search finds the rest. */
const MAX_VALUES = 12;

/** What there is, with counts; each value a filter in the address. */
export function FacetColumn(props: { facets: Facets; query: QueryState }) {
  const { facets, query } = props;
  const kindOf = useKinds();
  const nameOf = (key: FacetKey, value: string): ReactNode => {
    switch (key) {
      case 'state':
        return <StateChip state={value as WorkloadState} />;
      case 'kind':
        return kindOf(value)?.titlePlural ?? value;
      case 'owner':
        return humanName(value);
      default:
        return value;
    }
  };
  return (
    <FilterFold>
      <Attention query={query} />
      {facetKeys.map(key => (
        <Facet
          key={key}
          id={key}
          counts={facets[key]}
          query={query}
          nameOf={nameOf}
        />
      ))}
    </FilterFold>
  );
}

/** What failed or waits, whatever its state is called. */
function Attention(props: { query: QueryState }) {
  const { query } = props;
  const on = query.get('attention') === 'true';
  return (
    <label className={styles.option}>
      <input
        type="checkbox"
        checked={on}
        onChange={() => query.set({ attention: on ? undefined : 'true' })}
      />
      <span className={styles.name}>Needs attention</span>
    </label>
  );
}

function Facet(props: {
  id: FacetKey;
  counts: Record<string, number>;
  query: QueryState;
  nameOf: (key: FacetKey, value: string) => ReactNode;
}) {
  const { id, counts, query, nameOf } = props;
  const chosen = query.all(id);
  // What is chosen stays visible, even where nothing matches any more.
  const values = [...new Set([...chosen, ...Object.keys(counts)])]
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a.localeCompare(b))
    .filter((value, index) => index < MAX_VALUES || chosen.includes(value));
  if (values.length === 0) {
    return null;
  }
  const toggle = (value: string) =>
    query.set({
      [id]: chosen.includes(value)
        ? chosen.filter(other => other !== value)
        : [...chosen, value],
    });
  return (
    <fieldset className={styles.facet}>
      <legend>{titles[id]}</legend>
      {values.map(value => (
        <label key={value} className={styles.option}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => toggle(value)}
          />
          <span className={styles.name} title={value}>
            {nameOf(id, value)}
          </span>
          <span className={styles.count}>{counts[value] ?? 0}</span>
        </label>
      ))}
    </fieldset>
  );
}
