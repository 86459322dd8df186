import { kubeTime } from '../kubeTime';
import { PODS } from '../knownResources';
import type { Clock, KubeClient, KubeObject } from '../types';
import type { ApplicationWriter } from './ApplicationWriter';
import { LABEL_ROLE } from './buildPods';
import { containerState, podStatus } from './containerStatus';
import type { DriverPrograms } from './DriverPrograms';
import {
  driverPodName,
  stateOf,
  type ExecutorState,
  type SparkApplication,
  type SparkState,
} from './SparkApplication';
import { driverProblem, executorProblem, executorStates } from './sparkRules';
import type { Move } from './submit';

/** A driver whose image cannot be pulled is given up after this. */
export const PULL_GIVE_UP_MS = 600_000;

interface Observation {
  /** Into another state. */
  move?: { state: SparkState; status: Partial<Move['status']> };
  /** The same state, with something new to say. */
  status?: object;
  /** Look again then, whatever happens. */
  waitMs?: number;
}

interface Observer {
  client: KubeClient;
  clock: Clock;
  programs: DriverPrograms;
  writer: ApplicationWriter;
}

/** What the pods of a submitted application say about it. */
export function observeDriver(
  app: SparkApplication,
  observer: Observer,
): Observation {
  const { client, clock, programs, writer } = observer;
  const { namespace } = app.metadata;
  const driver = client.get(PODS, namespace, driverPodName(app));
  const pods = client.list(PODS, {
    namespace,
    labelSelector: `spark-app-selector=${
      app.status?.sparkApplicationId ?? 'none'
    },${LABEL_ROLE}=executor`,
  });
  const executorState = executorStates(app, pods, driver);
  const now = kubeTime(clock.now());
  const failing = (errorMessage: string): Observation => ({
    move: {
      state: 'FAILING',
      status: {
        executorState,
        applicationState: { errorMessage },
        terminationTime: now,
      },
    },
  });
  if (!driver) return failing('driver pod not found');
  const { name } = driver.metadata;
  switch (podStatus(driver).phase) {
    case 'Succeeded':
      writer.say(
        app,
        'Normal',
        'SparkDriverCompleted',
        `Driver ${name} completed`,
      );
      return {
        move: {
          state: 'SUCCEEDING',
          status: { executorState, terminationTime: now },
        },
      };
    case 'Failed': {
      const problem = driverProblem(driver);
      writer.say(
        app,
        'Warning',
        'SparkDriverFailed',
        `Driver ${name} failed: ${problem}`,
      );
      return failing(problem);
    }
    case 'Running':
      programs.ensure(app, driver);
      if (stateOf(app) !== 'RUNNING') {
        writer.say(
          app,
          'Normal',
          'SparkDriverRunning',
          `Driver ${name} is running`,
        );
        return { move: { state: 'RUNNING', status: { executorState } } };
      }
      return noteExecutors(app, { executorState, pods, writer });
    default: {
      const waiting = containerState(driver).waiting;
      if (!waiting || !/Pull/.test(waiting.reason)) return {};
      const since = Date.parse(app.status?.lastSubmissionAttemptTime ?? '');
      const left = since + PULL_GIVE_UP_MS - clock.now();
      if (left > 0) return { waitMs: left };
      client.delete(PODS, namespace, name);
      return failing(
        `driver container failed to start: ${waiting.reason}: ${waiting.message}`,
      );
    }
  }
}

function noteExecutors(
  app: SparkApplication,
  options: {
    executorState: Record<string, ExecutorState>;
    pods: KubeObject[];
    writer: ApplicationWriter;
  },
): Observation {
  const { executorState, pods, writer } = options;
  const before = app.status?.executorState ?? {};
  const changed = Object.entries(executorState).filter(
    ([name, state]) => before[name] !== state,
  );
  for (const [name, state] of changed) {
    const pod = pods.find(candidate => candidate.metadata.name === name);
    if (state === 'FAILED' && pod) {
      writer.say(app, 'Warning', 'SparkExecutorFailed', executorProblem(pod));
    } else if (state === 'RUNNING') {
      const text = `Executor ${name} is running`;
      writer.say(app, 'Normal', 'SparkExecutorRunning', text);
    }
  }
  return changed.length > 0 ? { status: { executorState } } : {};
}
