import { Link } from '@backstage/ui';
import type { LakeFSAddress } from '@lakefront/backstage-plugin-lakehouse-common';
import { useLakehousePaths } from '../../useLakehousePaths';

/** A repository's name, as the way to its page. */
export function RepositoryLink(props: { address: LakeFSAddress }) {
  const paths = useLakehousePaths();
  return (
    <Link href={paths.lakefsRepository(props.address)} weight="bold" standalone>
      {props.address.repository}
    </Link>
  );
}

/** A branch's name, as the way to its page. */
export function BranchLink(props: {
  address: LakeFSAddress & { branch: string };
}) {
  const paths = useLakehousePaths();
  return (
    <Link href={paths.lakefsBranch(props.address)} weight="bold" standalone>
      {props.address.branch}
    </Link>
  );
}

/** The way into lakeFS' own UI. */
export function LakeFSUiLink(props: { href: string; children: string }) {
  return (
    <Link href={props.href} target="_blank">
      {props.children} ↗
    </Link>
  );
}
