import { pod } from './core';
import {
  boolean,
  dateTime,
  freeForm,
  int32,
  int64,
  list,
  object,
  oneOf,
  string,
} from './JsonSchema';

const jobSpec = object(
  {
    activeDeadlineSeconds: int64,
    backoffLimit: int32,
    backoffLimitPerIndex: int32,
    completionMode: string,
    completions: int32,
    managedBy: string,
    manualSelector: boolean,
    maxFailedIndexes: int32,
    parallelism: int32,
    podFailurePolicy: freeForm,
    podReplacementPolicy: string,
    selector: freeForm,
    successPolicy: freeForm,
    suspend: boolean,
    template: object({ metadata: freeForm, spec: pod.properties!.spec }),
    ttlSecondsAfterFinished: int32,
  },
  ['template'],
);

export const job = object({ spec: jobSpec, status: freeForm });

export const cronJob = object({
  spec: object(
    {
      concurrencyPolicy: oneOf('Allow', 'Forbid', 'Replace'),
      failedJobsHistoryLimit: int32,
      jobTemplate: object({ metadata: freeForm, spec: jobSpec }, ['spec']),
      schedule: string,
      startingDeadlineSeconds: int64,
      successfulJobsHistoryLimit: int32,
      suspend: boolean,
      timeZone: string,
    },
    ['jobTemplate', 'schedule'],
  ),
  status: object({
    active: list(freeForm),
    lastScheduleTime: dateTime,
    lastSuccessfulTime: dateTime,
  }),
});
