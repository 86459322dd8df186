import { isDeepStrictEqual } from 'node:util';
import type {
  KubernetesObject,
  WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** Whether suspending it would change nothing; never of kinds that can't be suspended. Pure. */
export function isSuspended(
  object: KubernetesObject,
  kind: Pick<WorkloadKind, 'verbs'>,
): boolean {
  const suspend = kind.verbs.find(({ id }) => id === 'suspend');
  return (
    suspend !== undefined &&
    isDeepStrictEqual(suspend.apply(object, ''), object)
  );
}
