import { Link } from '@backstage/ui';
import type { ChangeRequest } from '@lakefront/backstage-plugin-lakehouse-common';
import { EmptyState } from '../../components/States';
import { LiveValue, Region } from '../../components/Region';
import { RelativeTime } from '../../components/RelativeTime';
import { ChangeChip } from '../../components/StateChip';
import type { Live } from '../../live';
import { useLakehousePaths } from '../../useLakehousePaths';
import { NewButton } from '../NewButton';
import styles from './HomeList.module.css';

/** Pull requests that the reader asked for, and who has the ball. */
export function RequestsRegion(props: {
  live: Live<ChangeRequest[]>;
  mayCreate: boolean;
}) {
  const paths = useLakehousePaths();
  return (
    <Region
      title="My requests"
      actions={<Link href={paths.changes()}>All requests</Link>}
    >
      <LiveValue live={props.live} what="your requests">
        {changes =>
          changes.length === 0 ? (
            <EmptyState
              title="You have asked for nothing yet"
              action={props.mayCreate && <NewButton />}
            >
              A form here becomes a pull request; what is merged runs.
            </EmptyState>
          ) : (
            <ul className={styles.list}>
              {changes.map(change => (
                <li key={change.id} className={styles.row}>
                  <ChangeChip change={change} />
                  <div className={styles.what}>
                    <Link
                      href={paths.change(change.id)}
                      weight="bold"
                      standalone
                    >
                      {change.title}
                    </Link>
                    <div className={styles.why}>{change.summary}</div>
                  </div>
                  <span className={styles.when}>
                    <RelativeTime time={change.updatedAt} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </LiveValue>
    </Region>
  );
}
