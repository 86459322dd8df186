import { kubeStatusOf } from '../kubeStatusOf';
import { PODS } from '../knownResources';
import { Timers } from '../Timers';
import type { Clock, JobLake, KubeClient, KubeObject, Random } from '../types';
import { buildExecutorPod, type Submission } from './buildPods';
import { containerState, podStatus } from './containerStatus';
import { executorId, isAlive, isRunning, listExecutors } from './executorPods';
import { between } from './ids';
import type { Kubelet, Termination } from './Kubelet';
import { planJob, type JobPlan } from './planJob';
import { executorCounts } from './podResources';
import { saveToLake } from './saveToLake';
import type { SparkApplication } from './SparkApplication';
import {
  driverBootLines,
  driverWorkLines,
  executorBootLines,
  executorWorkLines,
} from './sparkLog';
import { failureLines } from './failureLines';

const TICK_MS = 1000;
const BOOT_MS = 2500;
const STREAM_LOG_SECONDS = 10;
/** Parts of the work after which an executor is lost, per outcome. */
const LOSSES: Partial<Record<JobPlan['outcome'], number[]>> = {
  'executor-lost': [0.4],
  'executors-failing': [0.25, 0.45, 0.65],
};
const FAILS_AT = 0.6;

export interface SparkDriverOptions {
  app: SparkApplication;
  submission: Submission;
  driver: KubeObject;
  client: KubeClient;
  kubelet: Kubelet;
  clock: Clock;
  random: Random;
  lake?: JobLake;
  log: (
    pod: KubeObject,
    level: 'INFO' | 'WARN' | 'ERROR',
    text: string,
  ) => void;
}

/**
 * The program in a running driver's container: asks for executors, works while
 * it has at least one, writes its log, and ends as the job's plan says.
 */
export class SparkDriver {
  private readonly timers: Timers;
  private readonly plan: JobPlan;
  private readonly max: number;
  private target: number;
  private nextId = 1;
  private allocateAt = 0;
  private refusals = 0;
  private worked = 0;
  private step = 0;
  private losses = 0;
  private ended = false;
  private readonly registered = new Map<string, number>();

  constructor(private readonly options: SparkDriverOptions) {
    this.timers = new Timers(options.clock);
    this.plan = planJob(options.app.spec, options.random);
    const counts = executorCounts(options.app.spec);
    this.target = counts.initial;
    this.max = counts.max;
  }

  /** Begins, or goes on where a driver that ran before this process was. */
  start(): void {
    const { app, clock, driver, submission } = this.options;
    const executors = this.executors();
    for (const pod of executors) {
      this.nextId = Math.max(this.nextId, executorId(pod) + 1);
      if (isRunning(pod))
        this.registered.set(pod.metadata.name, executorId(pod));
    }
    if (executors.length > 0) {
      const startedAt = containerState(driver).running?.startedAt;
      this.worked = startedAt
        ? (clock.now() - Date.parse(startedAt)) / 1000
        : 0;
      this.step = Math.floor(this.worked / this.secondsPerStep());
      this.target = Math.max(this.target, executors.length);
      this.timers.after(TICK_MS, () => this.tick());
      return;
    }
    const lines = driverBootLines({
      name: app.metadata.name,
      sparkVersion: app.spec.sparkVersion,
      applicationId: submission.applicationId,
      mainFile: app.spec.mainApplicationFile,
      podIp: podStatus(driver).podIP ?? '',
    });
    lines.forEach((line, index) =>
      this.timers.after((BOOT_MS * index) / lines.length, () =>
        this.say('INFO', line),
      ),
    );
    this.timers.after(BOOT_MS, () => this.tick());
  }

  stop(): void {
    this.ended = true;
    this.timers.stop();
  }

  private tick(): void {
    if (this.ended) return;
    const pod = this.current(this.options.driver);
    if (!pod || !isRunning(pod)) {
      this.stop();
      return;
    }
    const executors = this.executors();
    this.greet(executors);
    this.allocate(executors.filter(isAlive).length);
    const running = executors.filter(isRunning);
    if (running.length > 0) this.work(running);
    if (!this.ended) this.timers.after(TICK_MS, () => this.tick());
  }

  /** Registers executors that came up and notices those that are gone. */
  private greet(executors: KubeObject[]): void {
    const running = new Map(
      executors.filter(isRunning).map(pod => [pod.metadata.name, pod]),
    );
    for (const [name, pod] of running) {
      if (this.registered.has(name)) continue;
      const id = executorId(pod);
      const podIp = podStatus(pod).podIP ?? '';
      this.registered.set(name, id);
      this.say(
        'INFO',
        `KubernetesClusterSchedulerBackend: Registered executor NettyRpcEndpointRef(spark-client://Executor) (${podIp}:51234) with ID ${id}, ResourceProfileId 0`,
      );
      const { app } = this.options;
      const driver = `${app.metadata.name}-driver-svc.${app.metadata.namespace}.svc`;
      for (const line of executorBootLines({ id, podIp, driver })) {
        this.options.log(pod, 'INFO', line);
      }
    }
    for (const [name, id] of this.registered) {
      if (running.has(name)) continue;
      this.registered.delete(name);
      this.say(
        'ERROR',
        `TaskSchedulerImpl: Lost executor ${id}: The executor with id ${id} exited or its pod ${name} was deleted`,
      );
    }
  }

  /** Asks for one more executor where some are missing; a refusal is asked again, later each time. */
  private allocate(alive: number): void {
    const { app, client, clock, driver, submission } = this.options;
    if (alive >= this.target || clock.now() < this.allocateAt) return;
    const id = this.nextId;
    try {
      client.create(PODS, buildExecutorPod(app, submission, { id, driver }));
      this.nextId += 1;
      this.refusals = 0;
    } catch (error) {
      const status = kubeStatusOf(error);
      if (!status) throw error;
      this.refusals += 1;
      this.allocateAt = clock.now() + Math.min(5000 * this.refusals, 30_000);
      this.say(
        'WARN',
        `ExecutorPodsSnapshotsStoreImpl: Exception when notifying snapshot subscriber: Failure executing: POST at: https://10.96.0.1:443/api/v1/namespaces/${app.metadata.namespace}/pods. Message: ${status.message}`,
      );
      if (alive === 0) {
        this.say(
          'WARN',
          'TaskSchedulerImpl: Initial job has not accepted any resources; check your cluster UI to ensure that workers are registered and have sufficient resources',
        );
      }
    }
  }

  private work(running: KubeObject[]): void {
    const { outcome, seconds } = this.plan;
    this.worked += TICK_MS / 1000;
    while (this.step * this.secondsPerStep() < this.worked) {
      this.finishTask(running);
    }
    if (outcome === 'stream') return;
    const part = this.worked / seconds;
    const losses = LOSSES[outcome] ?? [];
    if (this.losses < losses.length && part >= losses[this.losses]) {
      this.losses += 1;
      this.loseExecutor(running);
      if (outcome === 'executors-failing' && this.losses === losses.length) {
        this.fail({ exitCode: 11, reason: 'Error' });
        return;
      }
    }
    if (outcome === 'fail' && part >= FAILS_AT) {
      this.fail({ exitCode: 1, reason: 'Error' });
    } else if (outcome === 'oom' && part >= FAILS_AT) {
      this.fail({ exitCode: 137, reason: 'OOMKilled' });
    } else if (part >= 1) {
      if (this.save()) this.succeed();
      else this.fail({ exitCode: 1, reason: 'Error' }, []);
    }
  }

  private finishTask(running: KubeObject[]): void {
    const { random } = this.options;
    const pod = running[this.step % running.length];
    const milliseconds = Math.round(between(random, 300, 1900));
    for (const line of driverWorkLines({
      step: this.step,
      executor: executorId(pod),
      host: podStatus(pod).podIP ?? '',
      milliseconds,
    })) {
      this.say('INFO', line);
    }
    const bytes = Math.round(between(random, 1500, 6000));
    for (const line of executorWorkLines({ step: this.step, bytes })) {
      this.options.log(pod, 'INFO', line);
    }
    this.step += 1;
    // With dynamic allocation a backlog of tasks doubles the target, up to the maximum.
    if (this.step % 4 === 0 && this.target < this.max) {
      this.target = Math.min(this.target * 2, this.max);
      this.say(
        'INFO',
        `ExecutorAllocationManager: Requesting executors because tasks are backlogged (new desired total will be ${this.target} for resource profile id: 0)`,
      );
    }
  }

  private loseExecutor(running: KubeObject[]): void {
    const pod = running[running.length - 1];
    const id = executorId(pod);
    this.registered.delete(pod.metadata.name);
    this.say(
      'ERROR',
      `TaskSchedulerImpl: Lost executor ${id} on ${
        podStatus(pod).podIP
      }: The executor with id ${id} exited with exit code 137(SIGKILL, possible container OOM).`,
    );
    this.end(pod, { exitCode: 137, reason: 'OOMKilled' });
  }

  private save(): boolean {
    return saveToLake({
      ...this.options,
      say: (level, text) => this.say(level, text),
    });
  }

  private fail(
    termination: Termination,
    lines = failureLines({
      termination,
      type: this.options.app.spec.type,
      failures: this.losses,
    }),
  ): void {
    for (const { level, text } of lines) this.say(level, text);
    this.finish(termination);
    // Executors notice that their driver is gone and end too; nobody deletes their pods.
    for (const pod of this.executors().filter(isAlive)) {
      this.options.log(
        pod,
        'ERROR',
        'CoarseGrainedExecutorBackend: Executor self-exiting due to : Driver disassociated! Shutting down.',
      );
      this.end(pod, { exitCode: 1, reason: 'Error' });
    }
  }

  private succeed(): void {
    for (const line of [
      'DAGScheduler: Job 0 finished: save at NativeMethodAccessorImpl.java:0',
      'SparkContext: SparkContext is stopping with exitCode 0 from stop.',
      'KubernetesClusterSchedulerBackend: Shutting down all executors',
      'SparkContext: Successfully stopped SparkContext',
      'ShutdownHookManager: Shutdown hook called',
    ]) {
      this.say('INFO', line);
    }
    const keep = this.options.app.spec.executor.deleteOnTermination === false;
    for (const pod of this.executors().filter(isAlive)) {
      this.end(pod, { exitCode: 0, reason: 'Completed' });
    }
    if (!keep) {
      for (const pod of this.executors()) {
        this.options.client.delete(
          PODS,
          pod.metadata.namespace,
          pod.metadata.name,
        );
      }
    }
    this.finish({ exitCode: 0, reason: 'Completed' });
  }

  private finish(termination: Termination): void {
    this.end(this.options.driver, termination);
    this.stop();
  }

  private end(pod: KubeObject, termination: Termination): void {
    const { name, namespace = '' } = pod.metadata;
    this.options.kubelet.terminate({ namespace, name }, termination);
  }

  private secondsPerStep(): number {
    const { outcome, seconds } = this.plan;
    if (outcome === 'stream') return STREAM_LOG_SECONDS;
    return Math.min(Math.max(seconds / 24, 1), STREAM_LOG_SECONDS);
  }

  private executors(): KubeObject[] {
    const { app, client, submission } = this.options;
    return listExecutors(client, app, submission);
  }

  private current(pod: KubeObject): KubeObject | undefined {
    const { name, namespace, uid } = pod.metadata;
    const now = this.options.client.get(PODS, namespace, name);
    return now?.metadata.uid === uid ? now : undefined;
  }

  private say(level: 'INFO' | 'WARN' | 'ERROR', text: string): void {
    this.options.log(this.options.driver, level, text);
  }
}
