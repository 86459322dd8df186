import { PODS } from '../knownResources';
import type { KubeClient, KubeObject } from '../types';
import { LABEL_ROLE, type Submission } from './buildPods';
import { podStatus } from './containerStatus';
import type { SparkApplication } from './SparkApplication';

/** Those of one submission of a job, by their ids. */
export function listExecutors(
  client: KubeClient,
  app: SparkApplication,
  { applicationId }: Submission,
): KubeObject[] {
  return client
    .list(PODS, {
      namespace: app.metadata.namespace,
      labelSelector: `spark-app-selector=${applicationId},${LABEL_ROLE}=executor`,
    })
    .sort((a, b) => executorId(a) - executorId(b));
}

export function executorId(pod: KubeObject): number {
  return Number(pod.metadata.labels?.['spark-exec-id'] ?? 0);
}

export function isRunning(pod: KubeObject): boolean {
  return podStatus(pod).phase === 'Running';
}

export function isAlive(pod: KubeObject): boolean {
  const { phase } = podStatus(pod);
  return phase !== 'Succeeded' && phase !== 'Failed';
}
