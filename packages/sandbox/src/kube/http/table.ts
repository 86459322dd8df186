import { KubeObject } from '../../types';
import { ResourceDefinition } from '../resources';
import { columnsOf } from './columns';

/** A list as `kubectl get` prints it. */
export function toTable(
  objects: KubeObject[],
  resource: ResourceDefinition,
  options: { metadata: object; now: number; include: string },
): object {
  const columns = columnsOf(resource);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: columns.map(({ name, type, format, wide }) => ({
      name,
      type,
      format: format ?? '',
      description: '',
      priority: wide ? 1 : 0,
    })),
    rows: objects.map(object => ({
      cells: columns.map(({ value }) => value(object, options.now) ?? null),
      ...rowObject(object, options.include),
    })),
  };
}

function rowObject(object: KubeObject, include: string): object {
  if (include === 'None') {
    return {};
  }
  return {
    object:
      include === 'Object'
        ? object
        : {
            kind: 'PartialObjectMetadata',
            apiVersion: 'meta.k8s.io/v1',
            metadata: object.metadata,
          },
  };
}
