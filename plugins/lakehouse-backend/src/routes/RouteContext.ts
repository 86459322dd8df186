import type {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  type Freshness,
  lakehouseDomainReadPermission,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Request } from 'express';
import type { DefaultDomainAccess } from '../access/DefaultDomainAccess';
import type { ReadGitFile } from '../changes';
import type { HealthQueries } from '../health/HealthQueries';
import type { DomainMap } from '../index/DomainMap';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import { worstPerCluster } from '../index/toFreshness';
import type { Kubeflow } from '../kubeflow/createKubeflow';
import type { KubeApi } from '../kubernetes/KubeApi';
import type { LakeFS } from '../lakefs/createLakeFS';
import type { DomainQueries } from '../queries/DomainQueries';
import type {
  PlaceFilters,
  PlaceSelector,
  Selection,
} from '../queries/PlaceSelector';
import type { WorkloadQueries } from '../queries/WorkloadQueries';
import type { RunStore } from '../runs/RunStore';
import type { UsualDurations } from '../runs/UsualDurations';
import type { WakeUps } from '../signals/WakeUps';
import type { ChangeService, DomainKey, LakehouseReader } from '../types';
import type { UsageStore } from '../usage/UsageStore';
import type { Versions } from '../versions/Versions';

/** What routes are made of. */
export interface RouteServices {
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  access: DefaultDomainAccess;
  index: LakehouseIndex;
  domains: DomainMap;
  selector: PlaceSelector;
  reader: LakehouseReader;
  workloads: WorkloadQueries;
  domainQueries: DomainQueries;
  versions: Versions;
  runs: RunStore;
  usual: UsualDurations;
  usage: UsageStore;
  wakeUps: WakeUps;
  changes: ChangeService;
  health: HealthQueries;
  lakefs: LakeFS;
  kubeflow: Kubeflow;
  readGitFile: ReadGitFile;
  /** By the name of the Kubernetes cluster. */
  apis: ReadonlyMap<string, KubeApi>;
  now: () => number;
}

/** Who asks, and what they may see: the beginning of every answer. */
export interface Asker {
  credentials: BackstageCredentials<BackstageUserPrincipal>;
  userEntityRef: string;
  /** Places that the user may read. */
  scope: ReadonlySet<DomainKey>;
}

/**
 * Answers users only: other services are always allowed everything by the
 * framework, so that asking with their credentials would be no question.
 */
export async function askerOf(
  services: RouteServices,
  request: Request,
): Promise<Asker> {
  const credentials = await services.httpAuth.credentials(request, {
    allow: ['user'],
  });
  const scope = await services.access.scope(
    credentials,
    lakehouseDomainReadPermission,
  );
  return {
    credentials,
    userEntityRef: credentials.principal.userEntityRef,
    scope,
  };
}

/** The places of an asker under a filter; they are woken up when something there changes. */
export function selectPlaces(
  services: RouteServices,
  asker: Asker,
  filters?: PlaceFilters,
): Selection {
  const selection = services.selector.select(asker.scope, filters);
  services.wakeUps.remember(asker.userEntityRef, selection.keys);
  return selection;
}

/**
 * One line per Kubernetes cluster of an answer. One that was never read is in
 * every answer: whose domains are there is not known, so nobody can be told
 * that they have none.
 */
export function freshnessOf(
  services: RouteServices,
  { kubernetesClusters }: Pick<Selection, 'kubernetesClusters'>,
): Freshness[] {
  return worstPerCluster(
    services.reader.freshness(),
    new Set([...kubernetesClusters, ...services.index.unreadClusters()]),
  );
}

/** Whether the user may do this at a place that they may read. */
export async function may(
  services: RouteServices,
  asker: Asker,
  permission: ResourcePermission,
  key: DomainKey,
): Promise<boolean> {
  const scope = await services.access.scope(asker.credentials, permission);
  return scope.has(key);
}
