import type { ResourceHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import { hintOf } from './hintOf';
import type { WatchedResource } from './WatchedResource';

/** A first list that takes longer is worth a word. */
const LONG_SYNC_SECONDS = 120;

/** Who brings a CRD, by its API group. */
const BROUGHT_BY: Record<string, string> = {
  'sparkoperator.k8s.io': 'the Spark operator',
  'kustomize.toolkit.fluxcd.io': 'Flux (its kustomize-controller)',
  'argoproj.io': 'Argo CD',
  'lakefront.dev': "Lakefront's branch controller",
};

export type Advised = Pick<
  ResourceHealth,
  'kubernetesCluster' | 'state' | 'reach' | 'message' | 'everSynced'
> & {
  /** How long it has been in this state. */
  seconds: number;
};

/** What somebody can do about a resource that is not as it should be. Pure. */
export function advise(
  row: Advised,
  watched: WatchedResource,
): string | undefined {
  const { kubernetesCluster: cluster } = row;
  switch (row.state) {
    case 'live':
      return row.reach === 'namespaces'
        ? `It is followed namespace by namespace, as the portal may not list all of ${cluster} at once. ${ruleFor(
            cluster,
            watched,
          )}, and one watch is enough.`
        : undefined;
    case 'forbidden':
      return `${ruleFor(
        cluster,
        watched,
      )}; the portal sees it within half a minute.`;
    case 'absent':
      return `${cluster} has no ${nameOf(watched)}. ${absence(
        watched,
      )} Where nobody needs it there, nothing is wrong.`;
    case 'unreachable':
      return (
        hintOf(row.message ?? '', cluster) ??
        `Look whether the API server of ${cluster} runs and can be reached from the portal.`
      );
    case 'stale':
      return `The last state is shown while the portal connects again by itself. ${
        hintOf(row.message ?? '', cluster) ??
        `If it lasts, look at the API server of ${cluster}.`
      }`;
    default:
      return row.seconds < LONG_SYNC_SECONDS
        ? undefined
        : `The ${
            row.everSynced ? 'new' : 'first'
          } list takes long: ${cluster} is big or slow. Look at the load of its API server and its limits for the portal's account (API priority and fairness).`;
  }
}

/** `pods`, `sparkapplications.sparkoperator.k8s.io`. */
export function nameOf({ group, plural }: WatchedResource): string {
  return group ? `${plural}.${group}` : plural;
}

function ruleFor(cluster: string, watched: WatchedResource): string {
  const { group, plural, namespace } = watched;
  const role = namespace ? `Role in the namespace ${namespace}` : 'ClusterRole';
  return `Add to the ${role} of the portal's account on ${cluster}: apiGroups ["${group}"], resources ["${plural}"], verbs ["list", "watch"]`;
}

function absence({ group }: WatchedResource): string {
  const by = BROUGHT_BY[group];
  return by
    ? `Install ${by}; it is picked up as soon as its CRD is there.`
    : 'Install what brings its CRD; it is picked up as soon as that is there.';
}
