import type {
  FreshnessState,
  KubeflowFreshness,
  LakeFSFreshness,
  LakehouseHealth,
  ResourceHealth,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { formatTimeOfDay } from '../../format/formatTime';
import { plural } from '../../format/plural';

const list = (names: string[]) => new Intl.ListFormat('en').format(names);
const is = (count: number) => (count === 1 ? 'is' : 'are');

/** How resources are told that are not live; the worst first. What is not installed is no fault. */
const TOLD: Array<[FreshnessState, (count: number, since: string) => string]> =
  [
    ['unreachable', (count, since) => `${is(count)} away since ${since}`],
    ['stale', (count, since) => `${is(count)} silent since ${since}`],
    ['forbidden', () => 'may not be read'],
    ['syncing', count => `${is(count)} being read`],
  ];

/** How all of it is, in a sentence or two. */
export function healthSentence(health: LakehouseHealth): string {
  const { resources, repositories, platformRoots, stuck } = health;
  const { lakefs, kubeflow } = health;
  if (resources.length === 0) {
    return 'No Kubernetes cluster is configured.';
  }
  const clusters = [
    ...new Set(resources.map(({ kubernetesCluster }) => kubernetesCluster)),
  ].sort();
  const faults = clusters.flatMap(cluster =>
    faultsOf(
      cluster,
      resources.filter(row => row.kubernetesCluster === cluster),
    ),
  );
  const away = repositories.filter(
    ({ state }) => state === 'refuses' || state === 'unreachable',
  );
  const stopped = platformRoots
    .filter(({ state }) => state === 'blocked')
    .map(({ kubernetesCluster }) => kubernetesCluster)
    .sort();
  const sentences = [
    ...(stopped.length > 0
      ? [`No change of the platform arrives on ${list(stopped)}`]
      : []),
    faults.length > 0 ? faults.join('; ') : allWell(resources, clusters),
    ...away.map(({ name, state }) =>
      state === 'refuses'
        ? `The repository ${name} refuses the portal`
        : `The host of the repository ${name} does not answer`,
    ),
    ...lakefs.flatMap(({ server, freshness }) =>
      lakefsFault(server, freshness.state),
    ),
    ...kubeflow.flatMap(({ kubernetesCluster, freshness }) =>
      kubeflowFault(kubernetesCluster, freshness.state),
    ),
    ...(stuck.length > 0
      ? [`${plural(stuck.length, 'request')} ${is(stuck.length)} stuck`]
      : []),
  ];
  return `${sentences.join('. ')}.`;
}

function lakefsFault(
  server: string,
  state: LakeFSFreshness['state'],
): string[] {
  switch (state) {
    case 'refused':
      return [`lakeFS ${server} refuses the portal`];
    case 'unreachable':
      return [`lakeFS ${server} does not answer`];
    default:
      return [];
  }
}

function kubeflowFault(
  cluster: string,
  state: KubeflowFreshness['state'],
): string[] {
  switch (state) {
    case 'refused':
      return [`Kubeflow Pipelines of ${cluster} refuses the portal`];
    case 'unreachable':
      return [`Kubeflow Pipelines of ${cluster} does not answer`];
    default:
      return [];
  }
}

function faultsOf(cluster: string, rows: ResourceHealth[]): string[] {
  const there = rows.filter(({ state }) => state !== 'absent');
  return TOLD.flatMap(([state, tell]) => {
    const those = rows.filter(row => row.state === state);
    if (those.length === 0) {
      return [];
    }
    const [since] = those.map(row => row.since).sort();
    const at = formatTimeOfDay(since);
    // All of them: it is the Kubernetes cluster.
    return those.length === there.length && there.length > 1
      ? [`${cluster} ${tell(1, at)}`]
      : [
          `${plural(those.length, 'resource')} of ${cluster} ${tell(
            those.length,
            at,
          )}`,
        ];
  });
}

function allWell(resources: ResourceHealth[], clusters: string[]): string {
  const absent = resources.filter(({ state }) => state === 'absent').length;
  const live = resources.length - absent;
  const where = list(clusters);
  return `${
    live === 1 ? 'The one resource' : `All ${live} resources`
  } of ${where} ${is(live)} live${
    absent > 0 ? `; ${absent} ${is(absent)} not installed` : ''
  }`;
}
