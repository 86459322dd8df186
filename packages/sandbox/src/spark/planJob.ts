import type { Random } from '../types';
import { between } from './ids';
import type { SparkSpec } from './SparkApplication';

/** How a job goes; chosen with the argument `--sandbox-outcome=<outcome>`. */
export const JOB_OUTCOMES = [
  'success',
  'fail',
  'oom',
  'executor-lost',
  'executors-failing',
  'stream',
] as const;

export type JobOutcome = (typeof JOB_OUTCOMES)[number];

export interface JobPlan {
  outcome: JobOutcome;
  /** Seconds of work, counted while at least one executor runs. */
  seconds: number;
}

function argument(spec: SparkSpec, name: string): string | undefined {
  const prefix = `--${name}=`;
  return spec.arguments
    ?.find(value => value.startsWith(prefix))
    ?.slice(prefix.length);
}

/** Reads from a job's own arguments how it will go; without any it succeeds in 20 to 40 s. */
export function planJob(spec: SparkSpec, random: Random): JobPlan {
  const asked = argument(spec, 'sandbox-outcome');
  const outcome = JOB_OUTCOMES.find(value => value === asked) ?? 'success';
  const seconds = Number(argument(spec, 'sandbox-seconds'));
  return {
    outcome,
    seconds:
      Number.isFinite(seconds) && seconds > 0
        ? seconds
        : Math.round(between(random, 20, 40)),
  };
}
