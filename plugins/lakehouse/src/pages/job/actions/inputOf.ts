import type {
  ProposedObject,
  ProposeInput,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** A change of one workload, where it is. */
export function inputOf(
  { domain, kubernetesCluster }: Pick<Workload, 'domain' | 'kubernetesCluster'>,
  object: ProposedObject,
): ProposeInput {
  return { domain, kubernetesCluster, objects: [object] };
}
