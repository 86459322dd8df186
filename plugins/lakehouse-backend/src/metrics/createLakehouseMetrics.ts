import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { KubeIndexMetrics, MeasuredResource } from '@lakefront/kube-index';

/** Who counts what happens here; names and labels are told in the README. */
export interface LakehouseMetrics {
  index: KubeIndexMetrics;
  /** An API server was asked for something beside lists and watches. */
  read(kubernetesCluster: string): void;
  /** A lakeFS of config was asked; `status` is 0 where there was no answer. */
  lakefsRequest(request: { server: string; status: number }): void;
  /** A Kubeflow Pipelines of config was asked; `status` is 0 where there was no answer. */
  kubeflowRequest(request: { kubernetesCluster: string; status: number }): void;
  /** So many users were told to ask again. */
  wokeUp(users: number): void;
}

/** Labels never name users, domains or objects: there are many, and they are nobody's business. */
const labelsOf = ({ kubernetesCluster, resource }: MeasuredResource) => ({
  kubernetes_cluster: kubernetesCluster,
  resource,
});

/** The counters of the plugin, for whatever OpenTelemetry exporter the operator runs. */
export function createLakehouseMetrics(
  metrics: MetricsService,
): LakehouseMetrics {
  const requests = metrics.createCounter('lakehouse.kubernetes.requests', {
    description: 'Requests to API servers',
    unit: '{request}',
  });
  const relists = metrics.createCounter('lakehouse.index.relists', {
    description: 'Lists that began though there had been a complete one',
    unit: '{list}',
  });
  const lists = metrics.createHistogram('lakehouse.index.list.duration', {
    description: 'How long complete lists took',
    unit: 's',
  });
  const events = metrics.createCounter('lakehouse.index.watch_events', {
    description: 'What watches said, bookmarks included',
    unit: '{event}',
  });
  const failures = metrics.createCounter('lakehouse.index.failures', {
    description: 'Lists and watches that failed; the index begins again',
    unit: '{failure}',
  });
  const lakefs = metrics.createCounter('lakehouse.lakefs.requests', {
    description: 'Requests to lakeFS',
    unit: '{request}',
  });
  const kubeflow = metrics.createCounter('lakehouse.kubeflow.requests', {
    description: 'Requests to Kubeflow Pipelines',
    unit: '{request}',
  });
  const wakeUps = metrics.createCounter('lakehouse.wakeups', {
    description: 'Empty signals to users whose pages have something to ask for',
    unit: '{signal}',
  });
  return {
    index: {
      requested: ({ request, ...about }) =>
        requests.add(1, { ...labelsOf(about), request }),
      relisted: about => relists.add(1, labelsOf(about)),
      listed: ({ ms, ...about }) => lists.record(ms / 1000, labelsOf(about)),
      event: ({ type, ...about }) =>
        events.add(1, { ...labelsOf(about), type: type.toLowerCase() }),
      failed: ({ reason, ...about }) =>
        failures.add(1, { ...labelsOf(about), reason }),
    },
    read: kubernetesCluster =>
      requests.add(1, {
        kubernetes_cluster: kubernetesCluster,
        request: 'read',
      }),
    lakefsRequest: ({ server, status }) => lakefs.add(1, { server, status }),
    kubeflowRequest: ({ kubernetesCluster, status }) =>
      kubeflow.add(1, { kubernetes_cluster: kubernetesCluster, status }),
    wokeUp: users => wakeUps.add(users),
  };
}
