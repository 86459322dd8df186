import type {
  AuditorService,
  AuthService,
  HttpAuthService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  RootConfigService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { ScmIntegrations } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  lakefsBranchKind,
  type KindRegistry,
  type WorkloadRun,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { lakehouseDomainResourceRef } from '@lakefront/backstage-plugin-lakehouse-node';
import { createKubeIndex } from '@lakefront/kube-index';
import type { Router } from 'express';
import type { Knex } from 'knex';
import { DefaultDomainAccess } from './access/DefaultDomainAccess';
import {
  createChangeService,
  createReadGitFile,
  createTidier,
} from './changes';
import { systemClock } from './changes/Clock';
import { countChanges } from './changes/countChanges';
import type { LakehouseConfig } from './config';
import type { GitHosts } from './githosts';
import { platformRoots } from './health/platformRoots';
import { HealthQueries } from './health/HealthQueries';
import { HEALTH } from './health/healthKey';
import type { RepositoryWatch } from './health/RepositoryWatch';
import { DefaultLakehouseReader } from './index/DefaultLakehouseReader';
import { toResourceDefinitions } from './index/definitions';
import { DomainMap } from './index/DomainMap';
import { LakehouseIndex } from './index/LakehouseIndex';
import { createAskStrategy } from './kubernetes/askStrategy';
import { DryRuns } from './kubernetes/DryRuns';
import { KubeApi } from './kubernetes/KubeApi';
import { toKubeConnection } from './kubernetes/toKubeConnection';
import { createKubeflow } from './kubeflow/createKubeflow';
import { createLakeFS } from './lakefs/createLakeFS';
import { countWakeUps } from './metrics/countWakeUps';
import { createLakehouseMetrics } from './metrics/createLakehouseMetrics';
import { observeLakehouse } from './metrics/observeLakehouse';
import { DomainQueries } from './queries/DomainQueries';
import { PlaceSelector } from './queries/PlaceSelector';
import { WorkloadQueries } from './queries/WorkloadQueries';
import { toIndexLogger } from './index/toIndexLogger';
import { createRouter } from './router';
import { RunRecorder } from './runs/RunRecorder';
import { RunStore } from './runs/RunStore';
import { UsualDurations } from './runs/UsualDurations';
import { ChangeWatch } from './signals/ChangeWatch';
import { WakeUps } from './signals/WakeUps';
import type { DomainPlace } from './types';
import { QuotaSampler } from './usage/QuotaSampler';
import { UsageStore } from './usage/UsageStore';
import { readVersionKey } from './versions/readVersionKey';
import { Versions } from './versions/Versions';

const DAY_MS = 24 * 60 * 60_000;

export interface LakehouseOptions {
  config: LakehouseConfig;
  /** What strategies of cloud providers read their own settings from. */
  rootConfig: RootConfigService;
  portalUrl: string;
  kinds: KindRegistry;
  hosts: GitHosts;
  integrations: ScmIntegrations;
  /** Is told how the hosts answer. */
  repositoryWatch: RepositoryWatch;
  /** Migrated. */
  database: Knex;
  logger: LoggerService;
  auth: AuthService;
  catalog: CatalogService;
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  auditor: AuditorService;
  events: EventsService;
  notifications: NotificationService;
  signals: SignalsService;
  metrics: MetricsService;
}

/** The plugin put together: what is watched, who may see it, and how it is asked. */
export interface Lakehouse {
  router: Router;
  places(): DomainPlace[];
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Goes on with changes whose replica is gone; once over all replicas. */
  sweepChanges(): Promise<void>;
  /** Asks for the tidying of domains that config names; once over all replicas. */
  tidyDomains(): Promise<void>;
  /** Reads Kubeflow's own history of runs; once over all replicas. */
  readPipelineHistory(signal: AbortSignal): Promise<void>;
  /** Writes down how quotas are used now; once over all replicas. */
  sampleQuotas(): Promise<void>;
  /** Forgets old runs and samples; once over all replicas. */
  forgetHistory(): Promise<void>;
}

export async function createLakehouse(
  options: LakehouseOptions,
): Promise<Lakehouse> {
  const { config, kinds, database, logger, hosts } = options;
  const askStrategy = createAskStrategy({ config: options.rootConfig, logger });
  const connections = config.kubernetesClusters.map(cluster =>
    toKubeConnection(cluster, { askStrategy }),
  );
  const metrics = createLakehouseMetrics(options.metrics);
  const apis = new Map(
    connections.map(connection => {
      const onRequest = () => metrics.read(connection.name);
      return [connection.name, new KubeApi(connection, { onRequest })];
    }),
  );
  const resources = toResourceDefinitions({
    kinds: kinds.all(),
    namespaceLabel: config.domains.namespaceLabel,
  });
  const kube = createKubeIndex({
    connections,
    resources,
    logger: toIndexLogger(logger),
    metrics: metrics.index,
  });
  const index = new LakehouseIndex(kube, kinds);
  const domains = new DomainMap(index, config.domains);
  const selector = new PlaceSelector(domains);
  const reader = new DefaultLakehouseReader({ index, domains, apis });
  const versions = new Versions(await readVersionKey(database));
  const runs = new RunStore(database);
  const usual = new UsualDurations({ runs, logger });
  const onEnded = (run: WorkloadRun) => usual.forget(run);
  const recorder = new RunRecorder({ index, domains, runs, logger, onEnded });
  const usage = new UsageStore(database);
  const sampler = new QuotaSampler({ index, domains, usage });
  const signals = countWakeUps(options.signals, metrics.wokeUp);
  const wakeUps = new WakeUps({ signals, logger });
  const access = new DefaultDomainAccess({
    ...options,
    ...config.permissions,
    places: () => domains.places(),
    isAllowed: createConditionAuthorizer(
      options.permissionsRegistry.getPermissionRuleset(
        lakehouseDomainResourceRef,
      ),
    ),
  });
  const write = { ...options, gitops: config.gitops, access, reader, kinds };
  const dryRuns = new DryRuns(
    new Map(
      config.kubernetesClusters.flatMap(cluster => {
        const { name, dryRunAccount: account } = cluster;
        return account
          ? [[name, toKubeConnection({ ...cluster, account }, { askStrategy })]]
          : [];
      }),
    ),
  );
  const lakefs = createLakeFS({
    ...{ index, domains, reader, servers: config.lakefs.servers },
    clock: systemClock,
    onRequest: metrics.lakefsRequest,
  });
  const kubeflow = createKubeflow({
    keepDays: config.pipelineRuns.keepDays,
    ...{ index, domains, reader, database, logger, clock: systemClock },
    servers: config.kubeflow,
    integrations: options.integrations,
    onRequest: metrics.kubeflowRequest,
    onWritten: places =>
      places.forEach(({ kubernetesCluster, domain }) =>
        wakeUps.changed(kubernetesCluster, domain),
      ),
  });
  const steps = new Map([[lakefsBranchKind.id, lakefs.steps]]);
  const changes = await createChangeService({
    ...{ ...write, dryRuns, steps },
    knex: database,
    platformOwner: config.permissions.platform[0],
  });
  const tidier = createTidier({
    ...{ ...write, dryRuns, steps, knex: database, service: changes },
    config: config.tidy,
  });
  const router = createRouter({
    ...{ httpAuth: options.httpAuth, auditor: options.auditor },
    ...{ access, index, domains, reader, versions, runs, wakeUps },
    ...{ changes, apis, selector, usual, usage, lakefs, kubeflow },
    health: new HealthQueries({
      ...{ kube, resources, hosts, changes, now: Date.now },
      repositories: config.gitops.repositories,
      repositoryWatch: options.repositoryWatch,
      lakefs: scope => lakefs.health.read(scope),
      kubeflow: scope => kubeflow.health.read(scope),
      platformRoots: () => platformRoots(config.gitops.repositories, reader),
    }),
    workloads: new WorkloadQueries({ index, selector, versions }),
    domainQueries: new DomainQueries({
      ...{ index, domains, reader, gitops: config.gitops },
    }),
    readGitFile: createReadGitFile({
      reader,
      kinds,
      gitops: config.gitops,
      hosts,
    }),
    now: Date.now,
  });
  const changeWatch = new ChangeWatch({ database, wakeUps, logger });
  const stops = [
    reader.onChange(({ kubernetesCluster, domain }) =>
      wakeUps.changed(kubernetesCluster, domain),
    ),
    index.subscribe(({ type }) => {
      if (type === 'freshness') {
        wakeUps.changed(HEALTH.kubernetesCluster, HEALTH.domain);
      }
    }),
    observeLakehouse({
      ...{ metrics: options.metrics, kube, logger, now: Date.now },
      countChanges: () => countChanges(database),
    }),
  ];
  return {
    router,
    places: () => domains.places(),
    async start() {
      recorder.start();
      kubeflow.start();
      kube.start();
      changeWatch.start();
      await changes.start();
    },
    async stop() {
      stops.forEach(stop => stop());
      changeWatch.stop();
      wakeUps.stop();
      await changes.stop();
      await kube.stop();
      await kubeflow.stop();
      await recorder.stop();
    },
    sweepChanges: () => changes.sweep(),
    tidyDomains: () => tidier.tidy(),
    readPipelineHistory: signal => kubeflow.readHistory(signal),
    sampleQuotas: () => sampler.sample(Date.now()),
    async forgetHistory() {
      const daysAgo = (days: number) => Date.now() - days * DAY_MS;
      const runsFrom = new Date(daysAgo(config.runs.keepDays));
      await runs.forgetBefore(runsFrom.toISOString());
      await kubeflow.forgetRuns();
      await usage.forgetBefore(daysAgo(config.history.keepDays));
    },
  };
}
