import { kubeTime } from '../kubeTime';
import type { Termination } from '../spark/Kubelet';
import type { ExecutorState } from '../spark/SparkApplication';
import { event, SECOND, statusAt, type Context } from './historyContext';
import type { JobHistory, SeedPod } from './JobHistory';
import { seedDriverLog, seedExecutorLog } from './seedLogs';
import { seedDriverPod, seedExecutorPod, type PodFate } from './seedPods';

/** From submission to a running driver. */
const STARTUP = 14 * SECOND;

/** An application whose driver ran; its end is absent where it still does. */
export function ran(
  context: Context,
  options: {
    startedAt: number;
    endedAt?: number;
    executors: number;
    termination?: Termination;
  },
): JobHistory {
  const { app, cluster, now, random, submission } = context;
  const { startedAt, endedAt, executors, termination } = options;
  const { name } = app.metadata;
  const failed = termination !== undefined && termination.exitCode !== 0;
  const ended = failed ? 'FAILED' : 'COMPLETED';
  const state = endedAt ? ended : 'RUNNING';
  const span = { startedAt, endedAt: endedAt ?? now };
  const fate = (from: number, end?: Termination, at = endedAt): PodFate =>
    end && at
      ? {
          phase: end.exitCode === 0 ? 'Succeeded' : 'Failed',
          startedAt: from,
          endedAt: at,
          exitCode: end.exitCode,
          reason: end.reason,
        }
      : { phase: 'Running', startedAt: from };
  const driver = seedDriverPod(app, submission, {
    random,
    cluster: cluster.name,
    fate: fate(startedAt, termination),
  });
  const executorState: Record<string, ExecutorState> = {};
  const pods: SeedPod[] = [];
  for (let id = 1; id <= executors; id++) {
    const podName = `${submission.executorPrefix}-exec-${id}`;
    executorState[podName] = state;
    // Executors of a job that went well are deleted by their driver.
    if (endedAt && !failed) continue;
    const lost = termination?.exitCode === 11 && id <= 3;
    const lostAt = startedAt + (span.endedAt - startedAt) * (0.3 * id);
    const endOf: Termination = lost
      ? { exitCode: 137, reason: 'OOMKilled' }
      : { exitCode: 1, reason: 'Error' };
    const from = startedAt + (3 + id) * SECOND;
    const executor = seedExecutorPod(app, submission, {
      id,
      driver,
      random,
      cluster: cluster.name,
      fate: fate(
        from,
        failed ? endOf : undefined,
        lost ? Math.min(lostAt, span.endedAt) : endedAt,
      ),
    });
    pods.push({
      pod: executor,
      lines: seedExecutorLog(app, {
        id,
        executor,
        span: { startedAt: from, endedAt: span.endedAt },
        random,
      }),
      events: [],
    });
  }
  const errorMessage = failed
    ? `driver container failed with ExitCode: ${termination.exitCode}, Reason: ${termination.reason}`
    : undefined;
  return {
    createdAt: startedAt - STARTUP - SECOND,
    status: statusAt(context, startedAt - STARTUP, {
      applicationState: { state, ...(errorMessage && { errorMessage }) },
      executorState,
      ...(endedAt && { terminationTime: kubeTime(endedAt) }),
    }),
    pods: [
      {
        pod: driver,
        lines: seedDriverLog(app, {
          submission,
          driver,
          executors,
          span,
          termination,
          random,
        }),
        events: [],
      },
      ...pods,
    ],
    events: [
      event(
        'Normal',
        'SparkApplicationSubmitted',
        `SparkApplication ${name} was submitted successfully`,
        startedAt - STARTUP,
      ),
      event(
        'Normal',
        'SparkDriverRunning',
        `Driver ${name}-driver is running`,
        startedAt,
      ),
      ...(endedAt
        ? [
            errorMessage
              ? event(
                  'Warning',
                  'SparkApplicationFailed',
                  `SparkApplication ${name} failed: ${errorMessage}`,
                  endedAt,
                )
              : event(
                  'Normal',
                  'SparkApplicationCompleted',
                  `SparkApplication ${name} completed`,
                  endedAt,
                ),
          ]
        : []),
    ],
  };
}
