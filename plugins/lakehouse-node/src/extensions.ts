import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { WorkloadKind } from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHostProvider } from './GitHost';

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

/**
 * Adds Git hosts that changes can be proposed on. One of these is asked before
 * the built-in ones, so that it can serve an address in its own way.
 * @public
 */
export interface LakehouseGitHostsExtensionPoint {
  /** Throws where a host of this id was added already. */
  addGitHost(...hosts: GitHostProvider[]): void;
}

/** @public */
export const lakehouseGitHostsExtensionPoint =
  createExtensionPoint<LakehouseGitHostsExtensionPoint>({
    id: 'lakehouse.gitHosts',
  });
