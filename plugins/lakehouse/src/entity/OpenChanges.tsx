import { Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { lakehouseApiRef } from '../api';
import { LiveValue } from '../components/Region';
import { useLive } from '../live';
import { ChangeList } from '../pages/changes/ChangeList';
import { underWay } from '../pages/changes/changePhases';
import { useLakehousePaths } from '../useLakehousePaths';
import { FEW } from './few';
import styles from './EntityCard.module.css';

/** The domain's requests that are not live yet, and who has the ball. */
export function OpenChanges({ domain }: { domain: string }) {
  const api = useApi(lakehouseApiRef);
  const paths = useLakehousePaths();
  const live = useLive(`requests of ${domain}`, signal =>
    api.listChanges(
      { domain: [domain], phase: underWay, limit: FEW },
      { signal },
    ),
  );
  return (
    <LiveValue live={live} what="the requests">
      {({ items, nextCursor }) =>
        items.length === 0 ? (
          <div className={styles.none}>No pull request is open.</div>
        ) : (
          <>
            <ChangeList changes={items} />
            {nextCursor && (
              <div className={styles.more}>
                <Link href={`${paths.domain(domain)}?tab=changes`}>
                  All of them
                </Link>
              </div>
            )}
          </>
        )
      }
    </LiveValue>
  );
}
