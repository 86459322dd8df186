import type {
  ProposedObject,
  ProposeInput,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** A change of one workload, where it is, or of several of its domain. */
export function inputOf(
  { domain, kubernetesCluster }: Pick<Workload, 'domain' | 'kubernetesCluster'>,
  ...objects: ProposedObject[]
): ProposeInput {
  return { domain, kubernetesCluster, objects };
}
