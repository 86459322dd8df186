import type { Submission } from './buildPods';
import type { SparkApplication } from './SparkApplication';

/** A submission with the name that its executors' pods begin with. */
export function toSubmission(
  app: SparkApplication,
  ids: { submissionId: string; applicationId: string },
): Submission {
  const part = ids.applicationId.slice('spark-'.length, 'spark-'.length + 16);
  return { ...ids, executorPrefix: `${app.metadata.name}-${part}` };
}
