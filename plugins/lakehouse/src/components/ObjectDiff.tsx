import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { plural } from '../format/plural';
import { DifferenceTable } from './DifferenceTable';
import { diffObjects } from './diffObjects';
import { EmptyState } from './States';
import styles from './ObjectDiff.module.css';

const SIDES = { before: 'In Git', after: 'In the cluster' };

/**
 * What differs between Git and the cluster, value by value. What only the
 * cluster holds (defaults, mostly) is folded away.
 */
export function ObjectDiff(props: {
  git: KubernetesObject;
  live: KubernetesObject;
}) {
  const differences = diffObjects(props.git, props.live);
  const ours = differences.filter(one => one.kind !== 'added');
  const theirs = differences.filter(one => one.kind === 'added');
  return (
    <>
      {ours.length === 0 ? (
        <EmptyState title="No difference">
          Every value that stands in Git is what the cluster holds.
        </EmptyState>
      ) : (
        <DifferenceTable
          label="Values that differ between Git and the cluster"
          sides={SIDES}
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
            sides={SIDES}
            rows={theirs}
          />
        </details>
      )}
    </>
  );
}
