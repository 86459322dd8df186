/** What the form of `templates/spark-job` asks for. */
export interface SparkApplicationInput {
  name: string;
  owner?: string;
  language: 'Python' | 'Scala' | 'Java' | 'SQL';
  image: string;
  sparkVersion?: string;
  mainFile: string;
  mainClass?: string;
  arguments?: string[];
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
  sparkConf?: Array<{ key: string; value: string }>;
  env?: Array<{ name: string; value: string }>;
  secretEnv?: Array<{ name: string; secret: string; key: string }>;
  serviceAccount?: string;
  /** Name of a volume of the domain's settings, for shuffle and spill. */
  shuffleVolume?: string;
  retries?: number;
}
