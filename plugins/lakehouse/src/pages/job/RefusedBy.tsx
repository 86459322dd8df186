import { Link } from '@backstage/ui';
import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { Region } from '../../components/Region';
import { scrollable } from '../../components/scrollable';
import { useLakehousePaths } from '../../useLakehousePaths';
import { wayOnFrom } from '../lakefs/promotion';
import styles from '../lakefs/lakefs.module.css';

/** All of what was said against a branch, where the headline has but a sentence of it, and the way on. */
export function RefusedBy(props: {
  workload: Pick<Workload, 'reason' | 'standing'>;
}) {
  const { reason, standing } = props.workload;
  const paths = useLakehousePaths();
  const { into, refused, done } = standing?.promotion ?? {};
  if (!reason?.detail && !refused?.hookRun) {
    return null;
  }
  return (
    <Region
      title="What was said against it"
      actions={
        standing &&
        into &&
        refused?.hookRun && (
          <Link
            href={paths.lakefsBranch(
              { ...standing, branch: into },
              { tab: 'hooks', run: refused.hookRun },
            )}
          >
            All that the hooks printed
          </Link>
        )
      }
    >
      {reason?.detail && (
        <pre
          className={styles.output}
          aria-label="What was said against it"
          {...scrollable}
        >
          {reason.detail}
        </pre>
      )}
      {standing && into && refused && !done && (
        <div className={styles.note}>
          {wayOnFrom(refused.code, { branch: standing.branch, into })}
        </div>
      )}
    </Region>
  );
}
