import type { Fetch } from '@lakefront/kfp-client';
import type { Kubelet } from '../spark';
import type { Clock, KubeServer, KubeUser, Logger, Random } from '../types';
import { EventRecorder } from '../spark/EventRecorder';
import { WorkflowController } from './argo/WorkflowController';
import type { SandboxKubeflowServer } from './createKubeflowServer';
import { CronJobController } from './jobs/CronJobController';
import { JobController } from './jobs/JobController';
import { jobProgram } from './jobs/jobProgram';
import { seedRuns } from './seedRuns';
import { ScheduledWorkflowController } from './jobs/ScheduledWorkflowController';

/** KFP's API server, Argo's controller: they may do what they need. */
const KUBEFLOW_USER: KubeUser = {
  name: 'system:serviceaccount:kubeflow:ml-pipeline',
  groups: ['system:masters', 'system:authenticated'],
};

/** Kubeflow Pipelines on one Kubernetes cluster: what runs beside its API; returns stop. */
export function startKubeflow(options: {
  server: SandboxKubeflowServer;
  /** Where the server listens. */
  url: string;
  kube: KubeServer;
  kubelet: Kubelet;
  clock: Clock;
  random: Random;
  tokens: Record<string, KubeUser>;
  logger?: Logger;
  /** Whether it has been there for weeks. */
  withPast?: boolean;
  /** How starters of runs ask its API; `fetch` of Node where absent. */
  fetch?: Fetch;
}): () => void {
  const { server, kube, kubelet, clock, random, tokens, logger } = options;
  const client = kube.as(KUBEFLOW_USER);
  const host = server.serve({ kube, client, clock, random, tokens });
  const workflows = new WorkflowController({
    ...{ client, kubelet, clock, random, logger },
    appendLog: kube.appendLog.bind(kube),
  });
  if (options.withPast) seedRuns({ host, kube, random });
  const recorder = new EventRecorder({ client, clock, random });
  const stopping = new AbortController();
  const jobs = new JobController({
    ...{ client, kubelet, recorder, clock, random, logger },
    appendLog: kube.appendLog.bind(kube),
    program: jobProgram({
      endpoint: options.url,
      issueToken: host.access.issueToken.bind(host.access),
      clock,
      fetch: options.fetch,
      signal: stopping.signal,
    }),
  });
  const cronJobs = new CronJobController({ client, recorder, clock, logger });
  const schedules = new ScheduledWorkflowController({
    ...{ client, host, clock, logger },
  });
  const parts = [host, workflows, jobs, cronJobs, schedules];
  for (const part of parts) part.start();
  return () => {
    stopping.abort(new Error('the sandbox stops'));
    for (const part of parts.reverse()) part.stop();
  };
}
