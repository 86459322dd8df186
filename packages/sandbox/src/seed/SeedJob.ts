/** What a job has been through by the time the sandbox starts. Seconds. */
export type JobPast =
  | { state: 'COMPLETED'; endedAgo: number; took: number }
  | {
      state: 'FAILED';
      why: 'oom' | 'error' | 'executors' | 'image' | 'refused';
      endedAgo: number;
      took: number;
    }
  | {
      state: 'RUNNING';
      startedAgo: number;
      /** Executors that it has; the others were refused. */
      executors: number;
    }
  /** Its image cannot be pulled, and it still tries. */
  | { state: 'SUBMITTED'; submittedAgo: number }
  /** Its driver is refused by the quota, and it tries again. */
  | { state: 'SUBMISSION_FAILED'; attempts: number }
  | { state: 'SUSPENDED'; changedAgo: number };

/** One job of the seed: its manifest in short, and its past. */
export interface SeedJob {
  domain: string;
  name: string;
  requestedBy: string;
  type: 'Python' | 'Scala';
  /** `4.0` or `3.5`: which of the stock images. */
  spark?: '3.5';
  image?: string;
  main: string;
  arguments?: string[];
  driver: { cores: number; memory: string; coreRequest?: string };
  serviceAccount?: string;
  executor: { cores: number; memory: string; instances: number };
  dynamic?: { min: number; max: number };
  retries?: { submission?: number; always?: boolean };
  lake?: boolean;
  past: JobPast;
}
