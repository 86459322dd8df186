import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { WorkloadKind } from '@lakefront/backstage-plugin-lakehouse-common';

/**
 * Adds kinds of workloads to the lakehouse plugin: they are watched, listed,
 * shown and proposed like the built-in ones.
 * @public
 */
export interface LakehouseKindsExtensionPoint {
  /** Throws where a kind of this id, or of this group and kind, is there already. */
  addKind(...kinds: WorkloadKind[]): void;
}

/** @public */
export const lakehouseKindsExtensionPoint =
  createExtensionPoint<LakehouseKindsExtensionPoint>({ id: 'lakehouse.kinds' });
