import { asArray, asObject, type JsonObject } from '../../kube/json';
import { kubeTime } from '../../kubeTime';
import { SCHEDULED_WORKFLOWS } from '../../knownResources';
import { Timers } from '../../Timers';
import type { Clock, KubeClient, KubeObject, Logger } from '../../types';
import { parseJson } from '../argo/script';
import type { KubeflowHost } from '../host/KubeflowHost';
import { isDue, parseCron } from './cron';
import { everyMinute, MINUTE } from './everyMinute';

const LONGEST_LOOK = 32 * 24 * 60;
const GOING_ON = ['PENDING', 'RUNNING', 'CANCELING'];

/** Starts the runs of KFP's own schedules, and says in their status when the next is due. */
export class ScheduledWorkflowController {
  private readonly timers: Timers;
  private stopWatch = () => {};

  constructor(
    private readonly options: {
      client: KubeClient;
      host: KubeflowHost;
      clock: Clock;
      logger?: Logger;
    },
  ) {
    this.timers = new Timers(options.clock);
  }

  start(): void {
    const { client, clock } = this.options;
    this.stopWatch = client.watch(SCHEDULED_WORKFLOWS, ({ type, object }) => {
      if (type !== 'DELETED') this.try(object, () => this.report(object));
    });
    everyMinute(this.timers, clock, minute => {
      for (const object of client.list(SCHEDULED_WORKFLOWS)) {
        this.try(object, () => this.trigger(object, minute));
      }
    });
  }

  stop(): void {
    this.stopWatch();
    this.timers.stop();
  }

  private try({ metadata }: KubeObject, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.options.logger?.warn(
        `scheduled workflow ${metadata.namespace}/${metadata.name}: ${error}`,
      );
    }
  }

  private trigger(object: KubeObject, minute: number): void {
    const { host } = this.options;
    const spec = asObject(object.spec);
    const { namespace = '', name, uid } = object.metadata;
    if (spec.enabled !== true || !isTriggered(object, minute)) return;
    const mine = [...host.runs.values()].filter(
      run => run.recurringRunId === uid,
    );
    const active = mine.filter(({ state }) => GOING_ON.includes(state)).length;
    if (active >= Number(spec.maxConcurrency ?? 1)) return;
    const workflow = asObject(spec.workflow);
    const parameters = Object.fromEntries(
      asArray(workflow.parameters)
        .map(asObject)
        .map(one => [String(one.name), parseJson(one.value) ?? one.value]),
    );
    const index = Number(triggerStatus(object).lastIndex ?? 0) + 1;
    host.createRun({
      displayName: `${name}-${index}-${minute / 1000}`,
      experimentId:
        String(spec.experimentId ?? '') ||
        host.experiments.defaultOf(namespace).id,
      pipelineId: String(spec.pipelineId ?? '') || undefined,
      versionId: String(spec.pipelineVersionId ?? '') || undefined,
      parameters,
      serviceAccount: String(spec.serviceAccount ?? ''),
      recurringRun: object,
      scheduledAt: minute,
    });
    this.report(object, {
      lastTriggeredTime: kubeTime(minute),
      lastIndex: index,
    });
  }

  private report(object: KubeObject, triggered: JsonObject = {}): void {
    const { client, clock } = this.options;
    const enabled = asObject(object.spec).enabled === true;
    const before = asObject(object.status);
    const next = enabled ? nextOf(object, clock.now()) : undefined;
    const trigger = {
      ...triggerStatus(object),
      ...triggered,
      nextTriggeredTime: next === undefined ? null : kubeTime(next),
    };
    const type = enabled ? 'Enabled' : 'Disabled';
    const [condition] = asArray(before.conditions).map(asObject);
    const now = kubeTime(clock.now());
    const status = {
      ...before,
      conditions:
        condition?.type === type
          ? before.conditions
          : [
              {
                ...{ type, status: 'True', reason: type },
                message: `The schedule is ${type.toLowerCase()}.`,
                lastProbeTime: now,
                lastTransitionTime: now,
              },
            ],
      trigger,
    };
    if (JSON.stringify(status) === JSON.stringify(before)) return;
    client.update(SCHEDULED_WORKFLOWS, { ...object, status });
  }
}

function triggerStatus(object: KubeObject): JsonObject {
  return asObject(asObject(object.status).trigger);
}

function isTriggered(object: KubeObject, minute: number): boolean {
  const { cronSchedule, periodicSchedule } = asObject(
    asObject(object.spec).trigger,
  );
  const cron = cronOf(cronSchedule);
  if (cron) return isDue(cron, minute);
  const seconds = Number(asObject(periodicSchedule).intervalSecond);
  if (!(seconds > 0)) return false;
  const last = Date.parse(
    String(
      triggerStatus(object).lastTriggeredTime ??
        object.metadata.creationTimestamp,
    ),
  );
  return minute - last >= seconds * 1000;
}

/** KFP's schedules have seconds before the five fields; here they begin with the minute. */
function cronOf(schedule: unknown) {
  const text = String(asObject(schedule).cron ?? '');
  const fields = text.trim().split(/\s+/);
  return fields.length === 6 ? parseCron(fields.slice(1).join(' ')) : undefined;
}

function nextOf(object: KubeObject, now: number): number | undefined {
  const first = Math.floor(now / MINUTE) * MINUTE + MINUTE;
  for (let step = 0; step < LONGEST_LOOK; step++) {
    const minute = first + step * MINUTE;
    if (isTriggered(object, minute)) return minute;
  }
  return undefined;
}
