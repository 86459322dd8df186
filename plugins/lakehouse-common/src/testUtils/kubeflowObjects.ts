import type { KubernetesObject } from '../types';
import type { KindFixture } from './sparkApplicationFixtures';

export const CREATED = '2026-11-20T10:00:00Z';
export const STARTED = '2026-11-20T10:00:05Z';
export const ENDED = '2026-11-20T10:04:00Z';
export const UID = '6b1f3c1e-0000-4000-8000-000000000001';

/** What a fixture is to be read as. */
export type Expected = KindFixture['expected'];

/** As the API server has it some time after it came. */
export function live(
  object: KubernetesObject,
  status?: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
): KubernetesObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...{ uid: UID, creationTimestamp: CREATED },
      ...metadata,
    },
    ...(status && { status }),
  };
}

/** Makes fixtures that differ in their status only. */
export const fixturesOf =
  (make: (status?: Record<string, unknown>) => KubernetesObject) =>
  (
    name: string,
    status: Record<string, unknown> | undefined,
    expected: Expected,
  ): KindFixture => ({ name, object: make(status), expected });

/** Of what is on its way out. */
export const going = { deletionTimestamp: ENDED };
