import { KubeObject } from '../types';
import { deepEqual } from './json';
import { ResourceDefinition } from './resources';

/** Built-in kinds whose generation counts the changes of what is wanted. */
const COUNTED = [
  'deployments',
  'statefulsets',
  'jobs',
  'cronjobs',
  'networkpolicies',
  'poddisruptionbudgets',
];

/** What is kept of the old object and what is taken from the wanted one. */
export function mergeUpdate(
  resource: ResourceDefinition,
  old: KubeObject,
  wanted: KubeObject,
  subresource: 'status' | undefined,
): KubeObject {
  const { uid, creationTimestamp, generation, deletionTimestamp } =
    old.metadata;
  const { deletionGracePeriodSeconds, resourceVersion } = old.metadata;
  if (subresource === 'status') {
    return { ...old, metadata: { ...old.metadata }, status: wanted.status };
  }
  const metadata = Object.fromEntries(
    Object.entries({
      ...wanted.metadata,
      uid,
      resourceVersion,
      creationTimestamp,
      generation,
      deletionTimestamp,
      deletionGracePeriodSeconds,
      // an update says nothing about who applied what
      managedFields:
        wanted.metadata.managedFields ?? old.metadata.managedFields,
    }).filter(([, value]) => value !== undefined),
  ) as KubeObject['metadata'];
  const merged: KubeObject = { ...wanted, metadata };
  if (resource.status) {
    delete merged.status;
    return old.status === undefined
      ? merged
      : { ...merged, status: old.status };
  }
  return merged;
}

/** One more when what is wanted changed; metadata and status are not part of that. */
export function nextGeneration(
  resource: ResourceDefinition,
  object: KubeObject,
  old: KubeObject | undefined,
): number | undefined {
  if (!resource.custom && !COUNTED.includes(resource.plural)) {
    return old?.metadata.generation;
  }
  const before = old?.metadata.generation ?? 0;
  return old && deepEqual(desiredPart(object), desiredPart(old))
    ? before
    : before + 1;
}

function desiredPart(object: KubeObject) {
  const { metadata: _, status: __, ...desired } = object;
  return desired;
}
