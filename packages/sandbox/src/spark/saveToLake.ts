import type { JobLake } from '../types';
import type { Submission } from './buildPods';
import { lakeTarget } from './lakeTarget';
import type { SparkApplication } from './SparkApplication';

/** Saves to the branch that the job names, if it names one; false where that is refused. */
export function saveToLake(options: {
  app: SparkApplication;
  submission: Submission;
  lake?: JobLake;
  say(level: 'INFO' | 'ERROR', text: string): void;
}): boolean {
  const { app, submission, lake, say } = options;
  const target = lakeTarget(app.spec);
  if (!lake || !target) return true;
  const address = `lakefs://${target.repository}/${target.branch}/${target.folder}`;
  try {
    const commitId = lake.save({
      ...target,
      namespace: app.metadata.namespace ?? '',
      job: app.metadata.name,
      applicationId: submission.applicationId,
    });
    say('INFO', `LakeFSFileSystem: Committed ${commitId} to ${address}`);
    return true;
  } catch (error) {
    const { message } = error as Error;
    say('ERROR', `LakeFSFileSystem: Can't write to ${address}: ${message}`);
    return false;
  }
}
