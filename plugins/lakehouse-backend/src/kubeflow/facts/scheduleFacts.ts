import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import type { PipelineFacts } from '../../index/rows';
import { fieldsAt, given, isFields, textIn } from './shapes';

/** Of a CronJob or Job of the starter: what its arguments say that it starts. */
export function readStarterFacts(object: KubernetesObject): PipelineFacts {
  const spec = fieldsAt(object, 'spec');
  const args = argumentsOf(
    isFields(spec.jobTemplate) ? fieldsAt(spec, 'jobTemplate', 'spec') : spec,
  );
  const status = fieldsAt(object, 'status');
  return {
    ...given('pipeline', args.get('pipeline')),
    ...given('version', args.get('version')),
    ...given('cron', textIn(spec, 'schedule')),
    ...given('timeZone', textIn(spec, 'timeZone')),
    ...given('lastAt', textIn(status, 'lastScheduleTime')),
  };
}

/** `--name=value` of the one container. */
function argumentsOf(jobSpec: unknown): Map<string, string> {
  const { containers } = fieldsAt(jobSpec, 'template', 'spec');
  const [container] = Array.isArray(containers) ? containers : [];
  const { args } = fieldsAt(container);
  return new Map(
    (Array.isArray(args) ? args : []).flatMap(arg => {
      const [, name, value] = /^--([a-z]+)=(.+)$/s.exec(String(arg)) ?? [];
      return name ? [[name, value] as const] : [];
    }),
  );
}

/** Of a ScheduledWorkflow, which knows pipelines by KFP's ids. */
export function readRecurringRunFacts(object: KubernetesObject): PipelineFacts {
  const spec = fieldsAt(object, 'spec');
  const times = fieldsAt(object, 'status', 'trigger');
  const trigger = fieldsAt(spec, 'trigger');
  const seconds = fieldsAt(trigger, 'periodicSchedule').intervalSecond;
  return {
    ...given('pipeline', textIn(spec, 'pipelineName')),
    ...given('pipelineId', textIn(spec, 'pipelineId')),
    ...given('versionId', textIn(spec, 'pipelineVersionId')),
    ...given('cron', textIn(fieldsAt(trigger, 'cronSchedule'), 'cron')),
    ...(seconds !== undefined && { cron: `every ${seconds} s` }),
    ...given('nextAt', textIn(times, 'nextTriggeredTime')),
    ...given('lastAt', textIn(times, 'lastTriggeredTime')),
  };
}
