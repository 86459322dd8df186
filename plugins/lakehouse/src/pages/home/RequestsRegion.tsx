import { Link } from '@backstage/ui';
import type { ChangeRequest } from '@lakefront/backstage-plugin-lakehouse-common';
import { EmptyState } from '../../components/States';
import { LiveValue, Region } from '../../components/Region';
import type { Live } from '../../live';
import { useLakehousePaths } from '../../useLakehousePaths';
import { ChangeList } from '../changes/ChangeList';
import { NewButton } from '../NewButton';

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
            <ChangeList changes={changes} />
          )
        }
      </LiveValue>
    </Region>
  );
}
