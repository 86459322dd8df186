import { checkPolicy } from '../../policy';
import { settingsFixture } from '../../testUtils';
import type { KubernetesObject, Workload } from '../../types';
import { createKindRegistry } from '../KindRegistry';
import type { WorkloadKind } from '../WorkloadKind';

export const registry = createKindRegistry();

/** What the rules of sales say against an object, as `path message`. */
export const check = (
  object: unknown,
  kind: WorkloadKind,
  settings = settingsFixture,
) =>
  checkPolicy({
    ...{ object, kind, settings, domain: 'sales', namespace: 'dom-sales' },
  }).map(({ path, message }) => `${path} ${message}`);

/** The object with other values in its spec. */
export const edited = (
  object: KubernetesObject,
  spec: Record<string, unknown>,
): KubernetesObject => ({
  ...object,
  spec: { ...(object.spec as object), ...spec },
});

/** What the index tells of an object. */
export function workload(object: KubernetesObject): Workload {
  const kind = registry.byObject(object)!;
  return {
    ...kind.summarize(object),
    ...{ kubernetesCluster: 'west', domain: 'sales', namespace: 'dom-sales' },
    ...{ kind: kind.id, role: kind.role, name: object.metadata.name },
    ...{ uid: 'u-1', createdAt: '2026-01-01T00:00:00Z' },
    footprint: kind.footprint(object),
  };
}
