import type { DomainChoices } from '../spark/domainChoices';

/** What the form of `templates/spark-connect` asks for. */
export interface SparkConnectInput extends DomainChoices {
  name: string;
  owner?: string;
  packages?: string[];
  /** The driver is the server. */
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
