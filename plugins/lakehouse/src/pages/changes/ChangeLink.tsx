import { Link } from '@backstage/ui';
import type { ChangeRequest } from '@lakefront/backstage-plugin-lakehouse-common';
import { useLakehousePaths } from '../../useLakehousePaths';

/** A change request by its title, in a table. */
export function ChangeLink(props: { change: ChangeRequest }) {
  const paths = useLakehousePaths();
  return (
    <Link href={paths.change(props.change.id)} weight="bold" standalone>
      {props.change.title}
    </Link>
  );
}
