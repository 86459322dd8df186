import { isSame } from '../gitops/isSame';
import { kubeStatusOf } from '../kubeStatusOf';
import type { KubeClient, KubeObject, ResourceRef } from '../types';
import {
  kindOf,
  trackingId,
  TRACKING_ID,
  withTracking,
  type Application,
  type AppProject,
  type Complaint,
  type ResourceStatus,
} from './argoObjects';
import { compareKinds } from './kindOrder';
import { isKindPermitted } from './projectRules';

/** What Git wants of one object, what the cluster has, and whether they differ. */
export interface ComparedObject {
  status: ResourceStatus;
  /** Whether Git and the cluster differ; `status` does not say so of what the project does not permit. */
  differs: boolean;
  /** Undefined where Git no longer holds it. */
  target?: KubeObject;
  live?: KubeObject;
  /** Undefined where no such kind is served. */
  resource?: ResourceRef & { namespaced: boolean };
}

function keyOf(item: {
  group?: string;
  kind: string;
  namespace?: string;
  name?: string;
}): string {
  const { group = '', kind, namespace = '', name = '' } = item;
  return `${group}/${kind}/${namespace}/${name}`;
}

/** Whether the cluster would hold something else after the target was applied. */
function differs(
  client: KubeClient,
  {
    target,
    live,
    resource,
  }: Pick<ComparedObject, 'target' | 'live' | 'resource'>,
): boolean {
  if (!live || !target || !resource) return true;
  const { namespace, name } = target.metadata;
  try {
    const applied = client.patch(resource, namespace, name, target, {
      type: 'apply',
      dryRun: true,
    });
    return !isSame(live, applied);
  } catch (error) {
    // What would be refused is not as it should be; the sync says why.
    if (kubeStatusOf(error)) return true;
    throw error;
  }
}

/** The last of several manifests of one object is the one that counts; a complaint says so. */
function deduplicate(targets: KubeObject[]): {
  unique: KubeObject[];
  complaints: Complaint[];
} {
  const byKey = new Map<string, KubeObject[]>();
  for (const target of targets) {
    const key = keyOf({ ...kindOf(target), ...target.metadata });
    byKey.set(key, [...(byKey.get(key) ?? []), target]);
  }
  return {
    unique: [...byKey.values()].map(same => same[same.length - 1]),
    complaints: [...byKey]
      .filter(([, same]) => same.length > 1)
      .map(([key, same]) => ({
        type: 'RepeatedResourceWarning',
        message: `Resource ${key} appeared ${same.length} times among application resources.`,
      })),
  };
}

/**
 * Compares the objects of an Application's directory with the cluster, and
 * finds those that it applied before and that Git no longer holds.
 */
export function compareState(
  client: KubeClient,
  { app, project }: { app: Application; project: AppProject },
  objects: KubeObject[],
): { compared: ComparedObject[]; complaints: Complaint[] } {
  const resourceOf = ({ apiVersion, kind }: KubeObject) =>
    client.resourceFor(apiVersion, kind);
  const { unique, complaints } = deduplicate(
    objects.map(object => {
      const { namespace: own, ...metadata } = object.metadata;
      const resource = resourceOf(object);
      // What nobody knows is taken to have a namespace.
      const namespace =
        resource?.namespaced === false
          ? undefined
          : own ?? app.spec.destination.namespace;
      return withTracking(app, {
        ...object,
        metadata: { ...metadata, ...(namespace && { namespace }) },
      });
    }),
  );
  const compared = unique.sort(compareKinds).map((target): ComparedObject => {
    const { name, namespace } = target.metadata;
    const resource = resourceOf(target);
    const live = resource && client.get(resource, namespace, name);
    const isOther = differs(client, { target, live, resource });
    const synced = isOther ? 'OutOfSync' : 'Synced';
    return {
      ...{ target, resource, live, differs: isOther },
      status: {
        ...kindOf(target),
        ...(namespace && { namespace }),
        ...(name && { name }),
        status: isKindPermitted(target, project, resource?.namespaced)
          ? synced
          : 'Unknown',
      },
    };
  });
  const wanted = new Set(compared.map(({ status }) => keyOf(status)));
  const gone = (app.status?.resources ?? [])
    .filter(status => !wanted.has(keyOf(status)))
    .flatMap((status): ComparedObject[] => {
      const { group, version, kind, namespace, name = '' } = status;
      const apiVersion = group ? `${group}/${version}` : version;
      const resource = client.resourceFor(apiVersion, kind);
      const live = resource && client.get(resource, namespace, name);
      const owned =
        live?.metadata.annotations?.[TRACKING_ID] ===
        (live && trackingId(app, live));
      return live && owned
        ? [
            {
              ...{ live, resource, differs: true },
              status: { ...status, status: 'OutOfSync', requiresPruning: true },
            },
          ]
        : [];
    });
  return { compared: [...compared, ...gone], complaints };
}
