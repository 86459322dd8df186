import { kubeStatusOf } from '../kubeStatusOf';
import type { KubeClient, KubeObject, ResourceRef } from '../types';
import { toStages } from './applyOrder';
import { isSame } from '../gitops/isSame';
import { LABEL_NAME, LABEL_NAMESPACE } from './fluxObjects';
import {
  formatItem,
  fromInventoryEntry,
  toInventoryEntry,
  type InventoryEntry,
} from './inventory';

/** Applying stopped, in Flux' words. */
export class ApplyError extends Error {}

/** Something could not be deleted. */
export class PruneError extends Error {}

interface Target {
  object: KubeObject;
  resource: ResourceRef;
  namespace?: string;
}

export interface ApplyOptions {
  /** Acts as the account that the Kustomization names. */
  client: KubeClient;
  /** The controller's own: looks at what is there. */
  reader: KubeClient;
  owner: { name: string; namespace: string };
  objects: KubeObject[];
}

/** A manifest with the labels that say which Kustomization applies it. */
export function withOwner(
  object: KubeObject,
  owner: ApplyOptions['owner'],
): KubeObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      labels: {
        ...object.metadata.labels,
        [LABEL_NAME]: owner.name,
        [LABEL_NAMESPACE]: owner.namespace,
      },
    },
  };
}

function dryRunFailed(object: KubeObject, error: unknown): ApplyError {
  const status = kubeStatusOf(error);
  if (!status) throw error;
  const item = formatItem({ kind: object.kind, ...object.metadata });
  return new ApplyError(
    `${item} dry-run failed (${status.reason}): ${status.message}`,
  );
}

function locate(client: KubeClient, object: KubeObject): Target {
  const resource = client.resourceFor(object.apiVersion, object.kind);
  const item = formatItem({ kind: object.kind, ...object.metadata });
  if (!resource) {
    throw new ApplyError(
      `${item} dry-run failed: no matches for kind "${object.kind}" in version "${object.apiVersion}"`,
    );
  }
  const { namespace } = object.metadata;
  if (resource.namespaced && !namespace) {
    throw new ApplyError(
      `${item} namespace not specified: the server could not find the requested resource`,
    );
  }
  return {
    object,
    resource,
    ...(resource.namespaced && { namespace }),
  };
}

/**
 * Applies manifests as Flux does: stage by stage, each object tried first
 * without effect, and where one is refused nothing of its stage is applied.
 * Objects that are as they should be are left alone. Returns the inventory and
 * what changed; throws `ApplyError`.
 */
export function applyManifests(options: ApplyOptions): {
  inventory: InventoryEntry[];
  changed: string[];
} {
  const { client, reader, owner } = options;
  const objects = options.objects.map(object => withOwner(object, owner));
  const changed: string[] = [];

  const write = ({ object, resource, namespace }: Target, dryRun: boolean) =>
    client.patch(resource, namespace, object.metadata.name, object, {
      type: 'apply',
      dryRun,
    });

  for (const stage of toStages(objects)) {
    const drifted: Target[] = [];
    for (const object of stage) {
      const target = locate(client, object);
      try {
        const { resource, namespace } = target;
        const result = write(target, true);
        const live = reader.get(resource, namespace, object.metadata.name);
        if (!live || !isSame(live, result)) drifted.push(target);
      } catch (error) {
        throw dryRunFailed(object, error);
      }
    }
    for (const target of drifted) {
      try {
        write(target, false);
      } catch (error) {
        const status = kubeStatusOf(error);
        if (!status) throw error;
        const { kind, metadata } = target.object;
        throw new ApplyError(
          `${formatItem({ kind, ...metadata })} apply failed: ${
            status.message
          }`,
        );
      }
      changed.push(
        formatItem({ kind: target.object.kind, ...target.object.metadata }),
      );
    }
  }
  return { inventory: objects.map(toInventoryEntry), changed };
}

/**
 * Deletes what an earlier revision applied and this one does not, but for
 * objects that say otherwise or belong to another sync by now.
 */
export function pruneManifests(options: {
  client: KubeClient;
  reader: KubeClient;
  owner: { name: string; namespace: string };
  before: InventoryEntry[];
  after: InventoryEntry[];
}): string[] {
  const { client, reader, owner, before, after } = options;
  const kept = new Set(after.map(({ id }) => id));
  const pruned: string[] = [];
  for (const entry of before) {
    if (kept.has(entry.id)) continue;
    const item = fromInventoryEntry(entry);
    const resource = client.resourceFor(item.apiVersion, item.kind);
    if (!resource) continue;
    const namespace = resource.namespaced ? item.namespace : undefined;
    try {
      const live = reader.get(resource, namespace, item.name);
      const labels = live?.metadata.labels;
      const owned =
        labels?.[LABEL_NAME] === owner.name &&
        labels?.[LABEL_NAMESPACE] === owner.namespace;
      const spared =
        live?.metadata.annotations?.[
          'kustomize.toolkit.fluxcd.io/prune'
        ]?.toLowerCase() === 'disabled';
      if (!live || !owned || spared) continue;
      client.delete(resource, namespace, item.name);
      pruned.push(formatItem(item));
    } catch (error) {
      const status = kubeStatusOf(error);
      if (!status) throw error;
      throw new PruneError(
        `${formatItem(item)} delete failed: ${status.message}`,
      );
    }
  }
  return pruned;
}
