import { kubeTime } from '../kubeTime';
import { kubeStatusOf } from '../kubeStatusOf';
import { PODS, SPARK_APPLICATIONS } from '../knownResources';
import { Timers } from '../Timers';
import type { Clock, KubeClient, Logger, Random } from '../types';
import type { ApplicationWriter } from './ApplicationWriter';
import { LABEL_APP_NAME, LABEL_LAUNCHED_BY } from './buildPods';
import type { DriverPrograms } from './DriverPrograms';
import { observeDriver } from './observeDriver';
import { reset, retryAfterFailure, retryAfterRefusal } from './sparkRules';
import {
  driverPodName,
  stateOf,
  toSparkApplication,
  type SparkApplication,
  type SparkState,
} from './SparkApplication';
import { specHash } from './specHash';
import { submit, type Move } from './submit';

/** How long a passing state is kept, so that watchers see it. */
const PASSING_MS = 700;
const AFTER_REFUSAL_MS = 1000;

/** States in which `spec.suspend` stops the application. */
const SUSPENDABLE: SparkState[] = [
  '',
  'SUBMITTED',
  'RUNNING',
  'UNKNOWN',
  'SUBMISSION_FAILED',
  'PENDING_RERUN',
];

export interface SparkOperatorOptions {
  client: KubeClient;
  writer: ApplicationWriter;
  programs: DriverPrograms;
  clock: Clock;
  random: Random;
  logger?: Logger;
}

/** What the operator remembers of one application; all else is in its status. */
interface Memory {
  uid: string;
  /** Of the spec that it acted on last. */
  hash: string;
  /** A passing state is left alone until then. */
  notBefore: number;
  cancel: () => void;
}

/** Moves SparkApplications through their states, as the Kubeflow Spark operator does. */
export class SparkOperator {
  private readonly timers: Timers;
  private readonly memory = new Map<string, Memory>();
  private readonly stops: Array<() => void> = [];

  constructor(private readonly options: SparkOperatorOptions) {
    this.timers = new Timers(options.clock);
  }

  start(): void {
    const { client } = this.options;
    this.stops.push(
      client.watch(SPARK_APPLICATIONS, ({ type, object }) => {
        const app = toSparkApplication(object);
        if (type === 'DELETED') this.forget(app);
        else this.seen(app);
      }),
      client.watch(PODS, ({ object }) => {
        const { labels, namespace } = object.metadata;
        const name = labels?.[LABEL_APP_NAME];
        if (name && namespace && labels?.[LABEL_LAUNCHED_BY]) {
          this.reconcile(`${namespace}/${name}`);
        }
      }),
    );
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.options.programs.stopAll();
    this.timers.stop();
  }

  private seen(app: SparkApplication): void {
    const key = keyOf(app);
    const uid = app.metadata.uid!;
    const hash = specHash(app.spec);
    const known = this.memory.get(key);
    if (known?.uid !== uid) {
      known?.cancel();
      this.memory.set(key, { uid, hash, notBefore: 0, cancel: () => {} });
    } else if (known.hash !== hash) {
      known.hash = hash;
      // Any edit but of `suspend` and `timeToLiveSeconds` runs the job again.
      if (stateOf(app) !== '' && stateOf(app) !== 'INVALIDATING') {
        this.attempt(key, known, () => this.move(app, 'INVALIDATING'));
        return;
      }
    }
    this.reconcile(key);
  }

  private forget(app: SparkApplication): void {
    const known = this.memory.get(keyOf(app));
    if (known?.uid !== app.metadata.uid) return;
    known?.cancel();
    this.options.programs.stop(app);
    this.memory.delete(keyOf(app));
  }

  private reconcile(key: string): void {
    const known = this.memory.get(key);
    if (!known) return;
    const early = known.notBefore - this.options.clock.now();
    if (early > 0) {
      // Also a timer can be a millisecond early: without another nothing would come after it.
      this.after(known, early, key);
      return;
    }
    const [namespace, name] = key.split('/');
    const object = this.options.client.get(SPARK_APPLICATIONS, namespace, name);
    if (object?.metadata.uid !== known.uid) return;
    if (object.metadata.deletionTimestamp) return;
    this.attempt(key, known, () => this.step(toSparkApplication(object)));
  }

  /** Does something that the API server may refuse; then it is tried again. */
  private attempt(key: string, known: Memory, act: () => void): void {
    try {
      act();
    } catch (error) {
      const status = kubeStatusOf(error);
      if (!status) throw error;
      this.options.logger?.warn(`spark operator: ${key}: ${status.message}`);
      this.after(known, AFTER_REFUSAL_MS, key);
    }
  }

  /** One step from the state that the application is in. */
  private step(app: SparkApplication): void {
    const { writer } = this.options;
    const { name } = app.metadata;
    const state = stateOf(app);
    if (app.spec.suspend && SUSPENDABLE.includes(state)) {
      this.move(app, 'SUSPENDING');
      return;
    }
    switch (state) {
      case '':
        this.submit(app);
        return;
      case 'SUBMITTED':
      case 'RUNNING':
      case 'UNKNOWN':
        this.observe(app);
        return;
      case 'SUCCEEDING':
        if (app.spec.restartPolicy?.type === 'Always') {
          this.rerun(app);
          return;
        }
        writer.say(
          app,
          'Normal',
          'SparkApplicationCompleted',
          `SparkApplication ${name} completed`,
        );
        this.move(app, 'COMPLETED');
        return;
      case 'FAILING':
        this.retryOrFail(app, retryAfterFailure(app), () => this.rerun(app));
        return;
      case 'SUBMISSION_FAILED':
        this.retryOrFail(app, retryAfterRefusal(app), () => {
          if (this.cleanUp(app)) this.submit(app);
        });
        return;
      case 'PENDING_RERUN':
        if (this.cleanUp(app)) this.submit(reset(app, false));
        return;
      case 'INVALIDATING':
      case 'RESUMING':
        if (!this.cleanUp(app)) return;
        if (app.spec.suspend) this.move(app, 'SUSPENDED');
        else this.submit(reset(app, true));
        return;
      case 'SUSPENDING':
        if (this.cleanUp(app)) this.move(app, 'SUSPENDED');
        return;
      case 'SUSPENDED':
        if (!app.spec.suspend) this.move(app, 'RESUMING');
        return;
      default:
        this.expire(app);
    }
  }

  private submit(app: SparkApplication): void {
    const { state, status } = submit(app, this.options);
    this.move(app, state, status);
  }

  /** Follows the driver's pod and the executors' pods. */
  private observe(app: SparkApplication): void {
    const { move, status, waitMs } = observeDriver(app, this.options);
    if (move) this.move(app, move.state, move.status);
    else if (status) this.options.writer.patchStatus(app, status);
    if (!move && waitMs !== undefined) this.again(app, waitMs);
  }

  /** Goes on after a failure: again when a retry is due, else the end. */
  private retryOrFail(
    app: SparkApplication,
    retryAt: number | undefined,
    retry: () => void,
  ): void {
    const { clock, writer } = this.options;
    if (retryAt === undefined) {
      const message = app.status?.applicationState?.errorMessage ?? '';
      writer.say(
        app,
        'Warning',
        'SparkApplicationFailed',
        `SparkApplication ${app.metadata.name} failed: ${message}`,
      );
      this.move(app, 'FAILED', {
        terminationTime: app.status?.terminationTime ?? kubeTime(clock.now()),
      });
      return;
    }
    const left = retryAt - clock.now();
    if (left > 0) this.again(app, left);
    else retry();
  }

  private rerun(app: SparkApplication): void {
    this.options.writer.say(
      app,
      'Warning',
      'SparkApplicationPendingRerun',
      `SparkApplication ${app.metadata.name} is pending rerun`,
    );
    this.move(app, 'PENDING_RERUN');
  }

  /** `timeToLiveSeconds` after its end an application goes. */
  private expire(app: SparkApplication): void {
    const { timeToLiveSeconds } = app.spec;
    const ended = app.status?.terminationTime;
    if (timeToLiveSeconds === undefined || !ended) return;
    const { name, namespace } = app.metadata;
    const { client, clock } = this.options;
    const left = Date.parse(ended) + timeToLiveSeconds * 1000 - clock.now();
    if (left > 0) this.again(app, left);
    else client.delete(SPARK_APPLICATIONS, namespace, name);
  }

  /** Deletes what a submission made (executors go with their driver); true when nothing is left. */
  private cleanUp(app: SparkApplication): boolean {
    const { client, programs } = this.options;
    const { name, namespace } = app.metadata;
    programs.stop(app);
    const pods = client.list(PODS, {
      namespace,
      labelSelector: `${LABEL_APP_NAME}=${name}`,
    });
    if (pods.length === 0) return true;
    const driver = driverPodName(app);
    if (pods.some(pod => pod.metadata.name === driver)) {
      client.delete(PODS, namespace, driver);
    }
    this.again(app, PASSING_MS);
    return false;
  }

  /** Into another state, which is kept for a moment. */
  private move(
    app: SparkApplication,
    state: SparkState,
    status: Partial<Move['status']> = {},
  ): void {
    this.options.writer.patchStatus(app, {
      ...status,
      applicationState: { state, ...status.applicationState },
    });
    const known = this.memory.get(keyOf(app));
    if (known) known.notBefore = this.options.clock.now() + PASSING_MS;
    this.again(app, PASSING_MS);
  }

  private again(app: SparkApplication, milliseconds: number): void {
    const key = keyOf(app);
    const known = this.memory.get(key);
    if (known) this.after(known, milliseconds, key);
  }

  private after(known: Memory, milliseconds: number, key: string): void {
    known.cancel();
    known.cancel = this.timers.after(milliseconds, () => this.reconcile(key));
  }
}

function keyOf({ metadata }: SparkApplication): string {
  return `${metadata.namespace}/${metadata.name}`;
}
