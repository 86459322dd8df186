import type { Clock, JobLake, KubeClient, KubeObject, Random } from '../types';
import { mainContainer } from './containerStatus';
import type { Kubelet } from './Kubelet';
import type { SparkApplication } from './SparkApplication';
import { SparkDriver } from './SparkDriver';
import { sparkLogLine } from './sparkLog';
import { toSubmission } from './toSubmission';

export interface DriverProgramsOptions {
  client: KubeClient;
  kubelet: Kubelet;
  appendLog: (
    namespace: string,
    pod: string,
    container: string,
    line: string,
  ) => void;
  clock: Clock;
  random: Random;
  lake?: JobLake;
}

/** The programs in running drivers, one for each driver's pod. */
export class DriverPrograms {
  /** By uid of the application. */
  private readonly programs = new Map<
    string,
    { podUid: string; driver: SparkDriver }
  >();

  constructor(private readonly options: DriverProgramsOptions) {}

  /** Starts the program of a running driver, once. */
  ensure(app: SparkApplication, pod: KubeObject): void {
    const uid = app.metadata.uid!;
    const podUid = pod.metadata.uid!;
    if (this.programs.get(uid)?.podUid === podUid) return;
    this.stop(app);
    const { appendLog, clock } = this.options;
    const driver = new SparkDriver({
      ...this.options,
      app,
      submission: toSubmission(app, {
        submissionId: app.status?.submissionID ?? '',
        applicationId: app.status?.sparkApplicationId ?? '',
      }),
      driver: pod,
      log(about, level, text) {
        const { name, namespace = '' } = about.metadata;
        const line = sparkLogLine(clock.now(), level, text);
        appendLog(namespace, name, mainContainer(about).name, line);
      },
    });
    this.programs.set(uid, { podUid, driver });
    driver.start();
  }

  stop(app: SparkApplication): void {
    const uid = app.metadata.uid!;
    this.programs.get(uid)?.driver.stop();
    this.programs.delete(uid);
  }

  stopAll(): void {
    for (const { driver } of this.programs.values()) driver.stop();
    this.programs.clear();
  }
}
