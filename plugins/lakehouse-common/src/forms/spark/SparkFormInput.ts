import type { DomainChoices } from './domainChoices';

/** What every form of Spark asks for. */
export interface SparkFormInput extends DomainChoices {
  name: string;
  owner?: string;
  packages?: string[];
  size: {
    driverCores: number;
    driverMemory: string;
    executorCores: number;
    executorMemory: string;
    instances?: number;
    dynamicAllocation?: { minExecutors: number; maxExecutors: number };
  };
  /** Names of presets of the domain's settings. */
  catalogs?: string[];
  storage?: string[];
}
