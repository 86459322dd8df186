import type { RecordedEvent } from '../spark/EventRecorder';
import type { SparkStatus } from '../spark/SparkApplication';
import type { KubeObject } from '../types';

/** What a job has left behind by the time the sandbox starts. */
export interface JobHistory {
  createdAt: number;
  status: SparkStatus;
  /** The driver first; executors refer to it by its uid. */
  pods: SeedPod[];
  /** About the application itself. */
  events: SeedEvent[];
}

export interface SeedPod {
  pod: KubeObject;
  lines: string[];
  events: SeedEvent[];
}

export interface SeedEvent extends RecordedEvent {
  first: number;
  last: number;
  count: number;
}
