import { Link } from '@backstage/ui';
import type { ChangeRequest } from '@lakefront/backstage-plugin-lakehouse-common';
import { RelativeTime } from '../../components/RelativeTime';
import { Row, RowList } from '../../components/RowList';
import { ChangeChip } from '../../components/StateChip';
import { useLakehousePaths } from '../../useLakehousePaths';

/** Few requests, each with who has the ball. */
export function ChangeList(props: { changes: ChangeRequest[] }) {
  const paths = useLakehousePaths();
  return (
    <RowList>
      {props.changes.map(change => (
        <Row
          key={change.id}
          state={<ChangeChip change={change} />}
          what={
            <Link href={paths.change(change.id)} weight="bold" standalone>
              {change.title}
            </Link>
          }
          why={change.summary}
          when={<RelativeTime time={change.updatedAt} />}
        />
      ))}
    </RowList>
  );
}
