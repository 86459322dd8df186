import { Link } from '@backstage/ui';
import type { WorkloadAddress } from '@lakefront/backstage-plugin-lakehouse-common';
import { useLakehousePaths } from '../useLakehousePaths';

/** A workload's name, as the way to its page. */
export function WorkloadLink(props: { address: WorkloadAddress }) {
  const paths = useLakehousePaths();
  return (
    <Link href={paths.workload(props.address)} weight="bold" standalone>
      {props.address.name}
    </Link>
  );
}

/** Where a workload or a change is: a domain may live on several Kubernetes clusters. */
export function PlaceLink(props: {
  place: { domain: string; kubernetesCluster: string };
}) {
  const { domain, kubernetesCluster } = props.place;
  return (
    <>
      <DomainLink domain={domain} /> on {kubernetesCluster}
    </>
  );
}

/** A domain's name, as the way to its page. */
export function DomainLink(props: { domain: string }) {
  const paths = useLakehousePaths();
  return (
    <Link href={paths.domain(props.domain)} standalone>
      {props.domain}
    </Link>
  );
}
