import type { LakeFSBranchView } from '@lakefront/backstage-plugin-lakehouse-common';
import type { QueryState } from '../../live';
import type { BranchCounts } from './BranchTable';
import styles from '../workloads/FacetColumn.module.css';

const titles: Record<LakeFSBranchView | 'kept', string> = {
  all: 'All',
  mine: 'Mine',
  declared: 'Declared in Git',
  expiring: 'Expiring',
  stale: 'Stale',
  kept: 'Kept or deleted',
};

/** What the list is about, as the address says. */
export type Shown = keyof typeof titles;

/** Reads it from the address. */
export function shownOf(state: QueryState): Shown {
  const asked = state.get('show');
  return asked && asked in titles ? (asked as Shown) : 'all';
}

/** Which branches the table shows, with how many each choice has. */
export function BranchViews(props: {
  state: QueryState;
  /** What is not known has no count. */
  counts: Partial<BranchCounts> | undefined;
  kept: number | undefined;
}) {
  const { state, counts, kept } = props;
  const shown = shownOf(state);
  const all = { ...counts, kept };
  return (
    <fieldset className={styles.facet}>
      <legend>Show</legend>
      {(Object.keys(titles) as Shown[]).map(id => (
        <label key={id} className={styles.option}>
          <input
            type="radio"
            name="branches-shown"
            checked={shown === id}
            onChange={() => state.set({ show: id === 'all' ? undefined : id })}
          />
          <span className={styles.name}>{titles[id]}</span>
          <span className={styles.count}>
            {all[id]?.toLocaleString('en') ?? ''}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
