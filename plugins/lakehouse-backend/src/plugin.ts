import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { ConflictError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  builtInKinds,
  createKindRegistry,
  lakehousePermissions,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  type GitHostProvider,
  lakehouseDomainResourceRef,
  lakehouseGitHostsExtensionPoint,
  lakehouseKindsExtensionPoint,
  lakehousePermissionRules,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { toDomainResource } from './access/toDomainResource';
import { readLakehouseConfig } from './config';
import { createLakehouse } from './createLakehouse';
import { createGitHosts } from './githosts';
import { RepositoryWatch } from './health/RepositoryWatch';
import type { DomainPlace } from './types';

/** Then another replica may go on; before, this one has stopped by itself. */
const HISTORY_TIMEOUT = { minutes: 10 };
const HISTORY_MS = 8 * 60_000;

/**
 * The lakehouse: what runs on the Kubernetes clusters of config, for whoever
 * may see it, and pull requests for whoever may change it.
 * @public
 */
export const lakehousePlugin = createBackendPlugin({
  pluginId: 'lakehouse',
  register(env) {
    let kinds = createKindRegistry(builtInKinds);
    env.registerExtensionPoint(lakehouseKindsExtensionPoint, {
      addKind(...added) {
        kinds = createKindRegistry([...kinds.all(), ...added]);
      },
    });

    const gitHosts = new Map<string, GitHostProvider>();
    env.registerExtensionPoint(lakehouseGitHostsExtensionPoint, {
      addGitHost(...added) {
        for (const host of added) {
          if (gitHosts.has(host.id)) {
            throw new ConflictError(`Git host '${host.id}' was added twice`);
          }
          gitHosts.set(host.id, host);
        }
      },
    });

    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { database, lifecycle, rootConfig, scheduler } = services;
        const knex = await database.getClient();
        if (!database.migrations?.skip) {
          await knex.migrate.latest({
            directory: resolvePackagePath(
              '@lakefront/backstage-plugin-lakehouse-backend',
              'migrations',
            ),
          });
        }
        // Rules are registered before what asks with them is made.
        let places: () => DomainPlace[] = () => [];
        services.permissionsRegistry.addResourceType({
          resourceRef: lakehouseDomainResourceRef,
          permissions: lakehousePermissions,
          rules: Object.values(lakehousePermissionRules),
          getResources: async refs =>
            refs.map(ref => {
              const place = places().find(({ key }) => key === ref);
              return place && toDomainResource(place);
            }),
        });
        const config = readLakehouseConfig(rootConfig);
        const repositoryWatch = new RepositoryWatch();
        const integrations = ScmIntegrations.fromConfig(rootConfig);
        const hosts = createGitHosts({
          integrations,
          added: [...gitHosts.values()],
          observe: repositoryWatch.observe,
        });
        config.gitops.repositories.forEach(hosts.assertSupported);
        const lakehouse = await createLakehouse({
          ...{
            ...services,
            config,
            kinds,
            hosts,
            repositoryWatch,
            integrations,
          },
          portalUrl: rootConfig.getString('app.baseUrl'),
          database: knex,
        });
        places = lakehouse.places;
        services.httpRouter.use(lakehouse.router);
        lifecycle.addStartupHook(() => lakehouse.start());
        lifecycle.addShutdownHook(() => lakehouse.stop());
        await scheduler.scheduleTask({
          id: 'sweep-changes',
          frequency: { seconds: 15 },
          timeout: { minutes: 5 },
          fn: () => lakehouse.sweepChanges(),
        });
        if (config.tidy.domains.length > 0) {
          await scheduler.scheduleTask({
            id: 'tidy-domains',
            ...config.tidy.schedule,
            fn: () => lakehouse.tidyDomains(),
          });
        }
        if (config.kubeflow.length > 0) {
          await scheduler.scheduleTask({
            id: 'read-pipeline-history',
            frequency: { seconds: 30 },
            timeout: HISTORY_TIMEOUT,
            fn: signal =>
              lakehouse.readPipelineHistory(
                AbortSignal.any([signal, AbortSignal.timeout(HISTORY_MS)]),
              ),
          });
        }
        await scheduler.scheduleTask({
          id: 'sample-quotas',
          frequency: { minutes: 5 },
          timeout: { minutes: 1 },
          fn: () => lakehouse.sampleQuotas(),
        });
        await scheduler.scheduleTask({
          id: 'forget-runs',
          frequency: { hours: 24 },
          timeout: { minutes: 10 },
          fn: () => lakehouse.forgetHistory(),
        });
      },
    });
  },
});
