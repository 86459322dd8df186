import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { plural } from '../format/plural';
import { diffObjects, type ValueDifference } from './diffObjects';
import { EmptyState } from './States';
import styles from './ObjectDiff.module.css';

/**
 * What differs between Git and the cluster, value by value. What only the
 * cluster holds (defaults, mostly) is folded away.
 */
export function ObjectDiff(props: {
  git: KubernetesObject;
  live: KubernetesObject;
}) {
  const differences = diffObjects(props.git, props.live);
  const ours = differences.filter(one => one.kind !== 'only-live');
  const theirs = differences.filter(one => one.kind === 'only-live');
  return (
    <>
      {ours.length === 0 ? (
        <EmptyState title="No difference">
          Every value that stands in Git is what the cluster holds.
        </EmptyState>
      ) : (
        <DifferenceTable
          label="Values that differ between Git and the cluster"
          rows={ours}
        />
      )}
      {theirs.length > 0 && (
        <details className={styles.more}>
          <summary>
            {plural(theirs.length, 'value')} that only the cluster holds
            (defaults, mostly)
          </summary>
          <DifferenceTable
            label="Values that only the cluster holds"
            rows={theirs}
          />
        </details>
      )}
    </>
  );
}

function DifferenceTable(props: { label: string; rows: ValueDifference[] }) {
  return (
    <table className={styles.table} aria-label={props.label}>
      <thead>
        <tr>
          <th scope="col">Value</th>
          <th scope="col">In Git</th>
          <th scope="col">In the cluster</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map(row => (
          <tr key={row.path}>
            <td className={styles.value}>{row.path}</td>
            <td className={styles.value}>{row.git ?? '(not there)'}</td>
            <td className={styles.value}>{row.live ?? '(not there)'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
