import { DAY, HOUR, MINUTE } from '../jobs/words';

/** What a compute cluster has been through by the time the sandbox starts. Seconds. */
export type ComputePast =
  | {
      state: 'Ready';
      startedAgo: number;
      executors: number;
      /** It was edited since, and still runs with the size that it had before. */
      before?: { changedAgo: number; server: Size; executor: Size };
    }
  /** The image of its server cannot be pulled. */
  | { state: 'NotReady'; startedAgo: number }
  /** The quota refuses its server, of which the operator says nothing. */
  | { state: 'refused'; createdAgo: number };

export interface Size {
  cores: number;
  memory: string;
}

/** One compute cluster of the seed: its manifest in short, and its past. */
export interface SeedCompute {
  domain: string;
  name: string;
  requestedBy: string;
  image?: string;
  server: Size;
  executor: Size & { instances?: number };
  dynamic?: { min: number; max: number };
  lake?: boolean;
  past: ComputePast;
}

/** Small ones where people work with the sandbox: the quota is for jobs. */
export const SEED_COMPUTE: SeedCompute[] = [
  {
    domain: 'sales',
    name: 'sales-sql',
    requestedBy: 'mia',
    server: { cores: 1, memory: '2g' },
    executor: { cores: 1, memory: '1g', instances: 1 },
    lake: true,
    past: { state: 'Ready', startedAgo: 2 * DAY + 5 * HOUR, executors: 1 },
  },
  {
    domain: 'marketing',
    name: 'campaign-sql',
    requestedBy: 'pat',
    server: { cores: 2, memory: '4g' },
    executor: { cores: 2, memory: '4g', instances: 2 },
    past: { state: 'refused', createdAgo: 25 * MINUTE },
  },
  {
    domain: 'risk',
    name: 'risk-notebooks',
    requestedBy: 'noah',
    server: { cores: 2, memory: '4g' },
    executor: { cores: 2, memory: '4g' },
    dynamic: { min: 1, max: 4 },
    lake: true,
    past: { state: 'Ready', startedAgo: 7 * HOUR, executors: 2 },
  },
  {
    domain: 'risk',
    name: 'risk-reports',
    requestedBy: 'noah',
    server: { cores: 2, memory: '8g' },
    executor: { cores: 2, memory: '4g', instances: 2 },
    past: {
      state: 'Ready',
      startedAgo: 4 * DAY,
      executors: 2,
      before: {
        changedAgo: 50 * MINUTE,
        server: { cores: 1, memory: '2g' },
        executor: { cores: 1, memory: '2g' },
      },
    },
  },
  {
    domain: 'risk',
    name: 'risk-adhoc',
    requestedBy: 'noah',
    image: 'registry.example.com/risk/jobs:0.9.0-missing',
    server: { cores: 1, memory: '2g' },
    executor: { cores: 1, memory: '2g', instances: 1 },
    past: { state: 'NotReady', startedAgo: 12 * MINUTE },
  },
];

/** What people connect to on `east`. */
export const EAST_COMPUTE: SeedCompute[] = [
  {
    domain: 'sales',
    name: 'eu-sql',
    requestedBy: 'ben',
    server: { cores: 1, memory: '2g' },
    executor: { cores: 1, memory: '2g', instances: 1 },
    lake: true,
    past: { state: 'Ready', startedAgo: 3 * DAY + 2 * HOUR, executors: 1 },
  },
];
