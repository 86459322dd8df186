import type { Facets } from '@lakefront/backstage-plugin-lakehouse-common';
import { countSentence, WorkloadsPage } from '../workloads/WorkloadsPage';
import { ComputeTable } from './ComputeTable';
import { WhoUsesIt } from './WhoUsesIt';
import styles from './Compute.module.css';

/** What can I connect to, and does it answer? */
export function ComputePage() {
  return (
    <WorkloadsPage
      title="Compute"
      workloadRole="compute"
      sentence={computeSentence}
      all="All compute clusters"
    >
      {(query, state) => (
        <>
          <ComputeTable query={query} state={state} />
          <div className={styles.below}>
            <WhoUsesIt />
          </div>
        </>
      )}
    </WorkloadsPage>
  );
}

/** How the compute clusters are, in one sentence. */
export function computeSentence(facets: Facets, filtered: boolean): string {
  return countSentence(facets, {
    ...{ filtered, one: 'compute cluster' },
    parts: (count, total) => {
      const away = total - count('running');
      return [
        `${count('running')} ready`,
        ...(away ? [`${away} not ready`] : []),
      ];
    },
  });
}
