import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { CopyText } from '../../components/CopyText';
import { Region } from '../../components/Region';
import { WhoUsesIt } from './WhoUsesIt';
import styles from './Compute.module.css';

/** Where clients connect to, and from where they can. */
export function ConnectRegion(props: { workload: Workload }) {
  const { endpoint, kubernetesCluster, domain, name, state } = props.workload;
  if (!endpoint) {
    return null;
  }
  return (
    <Region title="Connect">
      <div className={styles.connect}>
        <CopyText text={endpoint} what={`the address of ${name}`} />
        <CopyText
          text={`SparkSession.builder.remote("${endpoint}").getOrCreate()`}
          what="the line of Python"
        />
        <p className={styles.note}>
          {state === 'running'
            ? 'It answers'
            : 'It will answer there, once it is ready,'}{' '}
          inside the Kubernetes cluster {kubernetesCluster}, as far as the
          network rules of {domain} let others in.
        </p>
        <WhoUsesIt />
      </div>
    </Region>
  );
}
