import type { Submission } from '../spark/buildPods';
import { podStatus } from '../spark/containerStatus';
import { failureLines } from '../spark/failureLines';
import { between } from '../spark/ids';
import type { Termination } from '../spark/Kubelet';
import type { SparkApplication } from '../spark/SparkApplication';
import {
  driverBootLines,
  driverWorkLines,
  executorBootLines,
  executorWorkLines,
  sparkLogLine,
} from '../spark/sparkLog';
import type { KubeObject, Random } from '../types';

const STEPS = 40;
const SLOWEST_STEP_MS = 10_000;

interface Span {
  startedAt: number;
  endedAt: number;
}

/** Steps of work, evenly; of a long span only the last, as a log that was cut. */
function steps({ startedAt, endedAt }: Span): Array<{ at: number; n: number }> {
  const stepMs = Math.min(SLOWEST_STEP_MS, (endedAt - startedAt) / STEPS);
  const last = Math.floor((endedAt - startedAt) / stepMs);
  return Array.from({ length: STEPS }, (_, index) => {
    const n = last - STEPS + index;
    return { n, at: startedAt + (n + 0.5) * stepMs };
  });
}

function endLines(
  app: SparkApplication,
  termination: Termination | undefined,
): Array<{ level: 'INFO' | 'WARN' | 'ERROR'; text: string }> {
  if (!termination) return [];
  return termination.exitCode === 0
    ? [
        {
          level: 'INFO',
          text: 'SparkContext: Successfully stopped SparkContext',
        },
      ]
    : failureLines({ termination, type: app.spec.type, failures: 3 });
}

/** What a driver of the past wrote. */
export function seedDriverLog(
  app: SparkApplication,
  options: {
    submission: Submission;
    driver: KubeObject;
    executors: number;
    span: Span;
    termination?: Termination;
    random: Random;
  },
): string[] {
  const { submission, driver, executors, span, termination, random } = options;
  const boot = driverBootLines({
    name: app.metadata.name,
    sparkVersion: app.spec.sparkVersion,
    applicationId: submission.applicationId,
    mainFile: app.spec.mainApplicationFile,
    podIp: podStatus(driver).podIP ?? '',
  }).map((text, index) =>
    sparkLogLine(span.startedAt + index * 280, 'INFO', text),
  );
  const work = steps(span).flatMap(({ at, n }) => {
    const executor = (n % Math.max(executors, 1)) + 1;
    return driverWorkLines({
      step: n,
      executor,
      host: `10.244.${executor}.17`,
      milliseconds: Math.round(between(random, 300, 1900)),
    }).map(text => sparkLogLine(at, 'INFO', text));
  });
  const end = endLines(app, termination).map(({ level, text }) =>
    sparkLogLine(span.endedAt, level, text),
  );
  return [...boot, ...work, ...end];
}

/** What an executor of the past wrote. */
export function seedExecutorLog(
  app: SparkApplication,
  options: { id: number; executor: KubeObject; span: Span; random: Random },
): string[] {
  const { id, executor, span, random } = options;
  const { name, namespace } = app.metadata;
  const boot = executorBootLines({
    id,
    podIp: podStatus(executor).podIP ?? '',
    driver: `${name}-driver-svc.${namespace}.svc`,
  }).map((text, index) =>
    sparkLogLine(span.startedAt + index * 200, 'INFO', text),
  );
  const work = steps(span).flatMap(({ at, n }) =>
    executorWorkLines({
      step: n,
      bytes: Math.round(between(random, 1500, 6000)),
    }).map(text => sparkLogLine(at, 'INFO', text)),
  );
  return [...boot, ...work];
}
