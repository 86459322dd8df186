import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  MetricsService,
  MetricsServiceObservableResult,
} from '@backstage/backend-plugin-api/alpha';
import type { KubeIndex, ResourceFreshness } from '@lakefront/kube-index';
import type { ChangeCount } from '../changes/countChanges';

type Result = MetricsServiceObservableResult;

/**
 * What is looked up when somebody collects: rows and lag of the index, and
 * changes by phase. Returns a function that ends it.
 */
export function observeLakehouse(options: {
  metrics: MetricsService;
  kube: Pick<KubeIndex, 'freshness'>;
  countChanges: () => Promise<ChangeCount[]>;
  logger: LoggerService;
  now: () => number;
}): () => void {
  const { metrics, kube, countChanges, logger, now } = options;
  const stops: Array<() => void> = [];
  const observe = (
    gauge: { name: string; description: string; unit: string },
    look: (result: Result) => void | Promise<void>,
  ) => {
    const { name, ...rest } = gauge;
    const instrument = metrics.createObservableGauge(name, rest);
    instrument.addCallback(look);
    stops.push(() => instrument.removeCallback(look));
  };
  const eachResource =
    (read: (row: ResourceFreshness) => number | undefined) =>
    (result: Result) => {
      for (const row of kube.freshness()) {
        const value = read(row);
        if (value !== undefined) {
          result.observe(value, {
            kubernetes_cluster: row.kubernetesCluster,
            resource: row.resource,
            state: row.state,
          });
        }
      }
    };
  observe(
    {
      name: 'lakehouse.index.rows',
      description: 'Rows in memory',
      unit: '{row}',
    },
    eachResource(({ count }) => count),
  );
  observe(
    {
      name: 'lakehouse.index.lag',
      description: 'Time since the API server was last heard of',
      unit: 's',
    },
    eachResource(({ lastHeardAt }) =>
      lastHeardAt === undefined
        ? undefined
        : Math.max(0, (now() - lastHeardAt) / 1000),
    ),
  );
  observe(
    {
      name: 'lakehouse.changes',
      description: 'Change requests in the database',
      unit: '{change}',
    },
    async result => {
      try {
        for (const { phase, blocked, count } of await countChanges()) {
          result.observe(count, { phase, blocked });
        }
      } catch (error) {
        logger.debug(`Changes could not be counted: ${error}`);
      }
    },
  );
  return () => stops.forEach(stop => stop());
}
