import { isSame } from '../gitops/isSame';
import { kubeStatusOf } from '../kubeStatusOf';
import type { KubeClient, KubeObject, ResourceRef } from '../types';
import {
  groupVersionOf,
  trackingId,
  TRACKING_ID,
  withTracking,
  type Application,
  type ResourceStatus,
} from './argoObjects';
import { compareKinds } from './kindOrder';

/** What Git wants of one object, what the cluster has, and whether they differ. */
export interface ComparedObject {
  status: ResourceStatus;
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
  name: string;
}): string {
  const { group = '', kind, namespace = '', name } = item;
  return `${group}/${kind}/${namespace}/${name}`;
}

/** Whether the cluster would hold something else after the target was applied. */
function differs(
  client: KubeClient,
  { target, live, resource }: ComparedObject,
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

/**
 * Compares the objects of an Application's directory with the cluster, and
 * finds those that it applied before and that Git no longer holds.
 */
export function compareState(
  client: KubeClient,
  app: Application,
  objects: KubeObject[],
): ComparedObject[] {
  const { name: application } = app.metadata;
  const compared = [...objects].sort(compareKinds).map(object => {
    const resource = client.resourceFor(object.apiVersion, object.kind);
    const namespace = resource?.namespaced
      ? object.metadata.namespace ?? app.spec.destination.namespace
      : undefined;
    const target = withTracking(application, {
      ...object,
      metadata: { ...object.metadata, ...(namespace && { namespace }) },
    });
    const { name } = object.metadata;
    const item: ComparedObject = {
      target,
      resource,
      live: resource && client.get(resource, namespace, name),
      status: {
        ...groupVersionOf(object.apiVersion),
        kind: object.kind,
        ...(namespace && { namespace }),
        name,
        status: 'Synced',
      },
    };
    if (differs(client, item)) item.status.status = 'OutOfSync';
    return item;
  });
  const wanted = new Set(compared.map(({ status }) => keyOf(status)));
  const gone = (app.status?.resources ?? [])
    .filter(status => !wanted.has(keyOf(status)))
    .flatMap((status): ComparedObject[] => {
      const { group, version, kind, namespace, name } = status;
      const apiVersion = group ? `${group}/${version}` : version;
      const resource = client.resourceFor(apiVersion, kind);
      const live = resource && client.get(resource, namespace, name);
      const owned =
        live?.metadata.annotations?.[TRACKING_ID] ===
        (live && trackingId(application, live));
      return live && owned
        ? [
            {
              live,
              resource,
              status: { ...status, status: 'OutOfSync', requiresPruning: true },
            },
          ]
        : [];
    });
  return [...compared, ...gone];
}
