import { asArray, asObject } from '../../kube/json';
import { KubeStatusError } from '../../kube/KubeStatusError';
import { kubeTime } from '../../kubeTime';
import { CRON_JOBS, JOBS } from '../../knownResources';
import type { EventRecorder } from '../../spark/EventRecorder';
import { Timers } from '../../Timers';
import type { Clock, KubeClient, KubeObject, Logger } from '../../types';
import { isDue, parseCron } from './cron';
import { everyMinute, MINUTE } from './everyMinute';
import { isOver } from './JobController';

/** Makes the Jobs of CronJobs when they are due, and takes away old ones. */
export class CronJobController {
  private readonly timers: Timers;

  constructor(
    private readonly options: {
      client: KubeClient;
      recorder: EventRecorder;
      clock: Clock;
      logger?: Logger;
    },
  ) {
    this.timers = new Timers(options.clock);
  }

  start(): void {
    everyMinute(this.timers, this.options.clock, minute => this.look(minute));
  }

  stop(): void {
    this.timers.stop();
  }

  private look(minute: number): void {
    const { client, logger } = this.options;
    for (const cronJob of client.list(CRON_JOBS)) {
      try {
        this.trigger(cronJob, minute);
        this.follow(cronJob);
      } catch (error) {
        const { namespace, name } = cronJob.metadata;
        logger?.warn(`cron job ${namespace}/${name}: ${error}`);
      }
    }
  }

  private trigger(cronJob: KubeObject, minute: number): void {
    const { client, recorder } = this.options;
    const spec = asObject(cronJob.spec);
    const cron = parseCron(String(spec.schedule));
    const zone = typeof spec.timeZone === 'string' ? spec.timeZone : undefined;
    if (spec.suspend === true || !cron || !isDue(cron, minute, zone)) return;
    const active = this.jobsOf(cronJob).filter(job => !isOver(job));
    if (active.length > 0 && spec.concurrencyPolicy === 'Forbid') {
      recorder.record(cronJob, {
        type: 'Normal',
        reason: 'JobAlreadyActive',
        message:
          'Not starting job because prior execution is running and concurrency policy is Forbid',
        component: 'cronjob-controller',
      });
      return;
    }
    if (spec.concurrencyPolicy === 'Replace') {
      for (const { metadata } of active) {
        client.delete(JOBS, metadata.namespace, metadata.name);
      }
    }
    const { name, namespace, uid = '' } = cronJob.metadata;
    const template = asObject(spec.jobTemplate);
    const metadata = asObject(template.metadata);
    const jobName = `${name}-${minute / MINUTE}`;
    try {
      client.create(JOBS, {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name: jobName,
          namespace,
          labels: asObject(metadata.labels) as Record<string, string>,
          annotations: {
            ...(asObject(metadata.annotations) as Record<string, string>),
            'batch.kubernetes.io/cronjob-scheduled-timestamp': kubeTime(minute),
          },
          ownerReferences: [
            {
              ...{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid },
              controller: true,
            },
          ],
        },
        spec: template.spec,
      });
    } catch (error) {
      if (!(error instanceof KubeStatusError)) throw error;
      recorder.record(cronJob, {
        type: 'Warning',
        reason: 'FailedCreate',
        message: `Error creating job: ${error.message}`,
        component: 'cronjob-controller',
      });
      return;
    }
    recorder.record(cronJob, {
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created job ${jobName}`,
      component: 'cronjob-controller',
    });
    this.write(cronJob, { lastScheduleTime: kubeTime(minute) });
  }

  /** What is active and when one last succeeded; those over that are too many go. */
  private follow(cronJob: KubeObject): void {
    const { client } = this.options;
    const spec = asObject(cronJob.spec);
    const jobs = this.jobsOf(cronJob).sort((a, b) =>
      b.metadata.name.localeCompare(a.metadata.name),
    );
    const good = jobs.filter(job => isOver(job) && succeeded(job));
    const bad = jobs.filter(job => isOver(job) && !succeeded(job));
    for (const { metadata } of [
      ...good.slice(Number(spec.successfulJobsHistoryLimit ?? 3)),
      ...bad.slice(Number(spec.failedJobsHistoryLimit ?? 1)),
    ]) {
      client.delete(JOBS, metadata.namespace, metadata.name);
    }
    const last = asObject(good[0]?.status).completionTime;
    const active = jobs
      .filter(job => !isOver(job))
      .map(({ metadata }) => ({
        ...{ apiVersion: 'batch/v1', kind: 'Job', name: metadata.name },
        ...{ namespace: metadata.namespace, uid: metadata.uid },
      }));
    this.write(cronJob, {
      active,
      ...(last !== undefined && { lastSuccessfulTime: last }),
    });
  }

  private jobsOf({ metadata }: KubeObject): KubeObject[] {
    return this.options.client
      .list(JOBS, { namespace: metadata.namespace })
      .filter(job =>
        job.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid),
      );
  }

  private write({ metadata }: KubeObject, status: object): void {
    const { namespace, name } = metadata;
    this.options.client.patch(
      CRON_JOBS,
      namespace,
      name,
      { status },
      {
        type: 'merge',
        subresource: 'status',
      },
    );
  }
}

function succeeded(job: KubeObject): boolean {
  return asArray(asObject(job.status).conditions)
    .map(asObject)
    .some(({ type }) => type === 'Complete');
}
