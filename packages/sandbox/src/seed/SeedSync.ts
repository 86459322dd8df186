import type { KubeClient, KubeObject } from '../types';

/** A sync object of an engine, as the seed works with it. */
export interface SeedSync {
  name: string;
  /** In the repository. */
  directory: string;
  /** Acts as the account that applies. */
  client: KubeClient;
  /** The objects in the order in which they are applied, marked as this sync's. */
  arrange(objects: KubeObject[]): KubeObject[];
  /** Says in its status that these are applied. */
  mark(objects: KubeObject[]): void;
}

/** What the seed has to know of an engine. */
export interface SeedEngine {
  /** Says that Git was read. */
  markSource(): void;
  /** Those that are on the cluster now; the platform root is the first. */
  syncs(): SeedSync[];
}

export const PLATFORM_SYNC = 'lakefront-platform';
/** How long ago the engines applied what is there. Milliseconds. */
export const APPLIED_AGO = 8 * 60_000;
