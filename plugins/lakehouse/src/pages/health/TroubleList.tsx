import { FreshnessChip } from '../../components/FreshnessChip';
import { RelativeTime } from '../../components/RelativeTime';
import { plural } from '../../format/plural';
import type { Trouble } from './healthTroubles';
import { resourceTitle } from './resourceTitle';
import styles from './Health.module.css';

/** What is not as it should be: where, since when, what the system says, and what to do. */
export function TroubleList(props: { troubles: Trouble[] }) {
  return (
    <ul className={styles.troubles}>
      {props.troubles.map(trouble => (
        <TroubleItem
          key={`${trouble.kubernetesCluster} ${trouble.state} ${trouble.resources}`}
          trouble={trouble}
        />
      ))}
    </ul>
  );
}

function TroubleItem(props: { trouble: Trouble }) {
  const { kubernetesCluster, state, resources, ...trouble } = props.trouble;
  const names = resources.map(resourceTitle);
  return (
    <li className={styles.trouble}>
      <div className={styles.troubleHead}>
        <FreshnessChip state={state} />
        <strong>
          {kubernetesCluster}:{' '}
          {names.length === 1 ? names[0] : plural(names.length, 'resource')}
        </strong>
        <span className={styles.quiet}>
          <RelativeTime time={trouble.since} />
        </span>
      </div>
      {names.length > 1 && (
        <div className={styles.quiet}>{names.join(', ')}</div>
      )}
      {trouble.advice && <p className={styles.advice}>{trouble.advice}</p>}
      {trouble.message && (
        <pre className={styles.message}>{trouble.message}</pre>
      )}
      {trouble.missingRights.map(right => (
        <div key={right} className={styles.quiet}>
          Missing right: <code>{right}</code>
        </div>
      ))}
    </li>
  );
}
