import { randomUuid } from '../random';
import { hex } from '../spark/ids';
import type { Termination } from '../spark/Kubelet';
import { executorCounts, podResources } from '../spark/podResources';
import type { SparkApplication } from '../spark/SparkApplication';
import { toSubmission } from '../spark/toSubmission';
import type { Random } from '../types';
import { SECOND, type Context } from './historyContext';
import type { JobHistory, SeedEvent } from './JobHistory';
import { gaveUpImage, refused, waitsForImage } from './notStarted';
import { ran } from './ran';
import type { SeedCluster } from './SeedCluster';
import type { JobPast, SeedJob } from './SeedJob';

/** Events older than this would be forgotten. */
const REMEMBERED = 24 * 3600 * SECOND;

const TERMINATIONS: Record<string, Termination> = {
  oom: { exitCode: 137, reason: 'OOMKilled' },
  error: { exitCode: 1, reason: 'Error' },
  executors: { exitCode: 11, reason: 'Error' },
};

function suspended(context: Context, changedAt: number): JobHistory {
  return {
    createdAt: changedAt,
    status: {
      applicationState: { state: 'SUSPENDED' },
      driverInfo: { podName: `${context.app.metadata.name}-driver` },
    },
    pods: [],
    events: [],
  };
}

/** The quota's own sentence on a driver that does not fit. */
function quotaRefusal({ app, job, cluster }: Context): string {
  const { cpu } = podResources(app.spec, 'driver').requests;
  const hard = cluster.domains.find(({ name }) => name === job.domain)!.quota;
  return `exceeded quota: domain-quota, requested: requests.cpu=${cpu}, used: requests.cpu=15500m, limited: requests.cpu=${hard['requests.cpu']}`;
}

function historyOf(context: Context, past: JobPast): JobHistory {
  const { app, now } = context;
  const ago = (seconds: number) => now - seconds * SECOND;
  const { initial } = executorCounts(app.spec);
  switch (past.state) {
    case 'COMPLETED':
      return ran(context, {
        startedAt: ago(past.endedAgo + past.took),
        endedAt: ago(past.endedAgo),
        executors: initial,
        termination: { exitCode: 0, reason: 'Completed' },
      });
    case 'RUNNING':
      return ran(context, {
        startedAt: ago(past.startedAgo),
        executors: past.executors,
      });
    case 'SUBMITTED':
      return waitsForImage(context, ago(past.submittedAgo));
    case 'SUSPENDED':
      return suspended(context, ago(past.changedAgo));
    case 'SUBMISSION_FAILED':
      return refused(context, {
        at: ago(15),
        why: quotaRefusal(context),
        attempts: past.attempts,
        state: 'SUBMISSION_FAILED',
      });
    default:
  }
  const endedAt = ago(past.endedAgo);
  if (past.why === 'image') return gaveUpImage(context, endedAt);
  if (past.why === 'refused') {
    const { namespace } = app.metadata;
    const { serviceAccount } = app.spec.driver;
    return refused(context, {
      at: endedAt,
      why: `error looking up service account ${namespace}/${serviceAccount}: serviceaccount "${serviceAccount}" not found`,
      attempts: 1,
      state: 'FAILED',
    });
  }
  return ran(context, {
    startedAt: endedAt - past.took * SECOND,
    endedAt,
    executors: past.why === 'executors' ? initial + 3 : initial,
    termination: TERMINATIONS[past.why],
  });
}

/** The status, pods, events and logs that a job of the seed has left behind. */
export function buildHistory(
  job: SeedJob,
  app: SparkApplication,
  options: { now: number; random: Random; cluster: SeedCluster },
): JobHistory {
  const { now, random, cluster } = options;
  const submission = toSubmission(app, {
    submissionId: randomUuid(random),
    applicationId: `spark-${hex(random, 32)}`,
  });
  const history = historyOf(
    { job, app, cluster, now, random, submission },
    job.past,
  );
  const remembered = (events: SeedEvent[]) =>
    events.filter(({ last }) => now - last < REMEMBERED);
  return {
    ...history,
    events: remembered(history.events),
    pods: history.pods.map(pod => ({ ...pod, events: remembered(pod.events) })),
  };
}
