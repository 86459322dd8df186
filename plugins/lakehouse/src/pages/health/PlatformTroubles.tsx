import type { PlatformRootHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import { SyncList } from '../domain/SyncList';
import styles from './Health.module.css';

/** Syncs of the platform's files that are stopped: by what, and what to do. */
export function PlatformTroubles(props: { roots: PlatformRootHealth[] }) {
  return (
    <>
      {props.roots.map(root => (
        <div
          key={`${root.kubernetesCluster} ${root.path}`}
          className={styles.trouble}
        >
          <SyncList syncs={[root]} />
          <p className={styles.advice}>{root.advice}</p>
        </div>
      ))}
    </>
  );
}
