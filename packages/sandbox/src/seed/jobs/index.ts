import type { SeedJob } from '../SeedJob';
import { MARKETING_JOBS } from './marketingJobs';
import { PLATFORM_JOBS } from './platformJobs';
import { RISK_JOBS } from './riskJobs';
import { SALES_JOBS } from './salesJobs';

export { EAST_JOBS } from './eastJobs';

/** What runs, ran, waits and failed on `west` when the sandbox starts. */
export const SEED_JOBS: SeedJob[] = [
  ...SALES_JOBS,
  ...MARKETING_JOBS,
  ...RISK_JOBS,
  ...PLATFORM_JOBS,
];
