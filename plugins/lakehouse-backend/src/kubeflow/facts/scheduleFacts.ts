import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import type { PipelineFacts } from '../../index/rows';
import { fieldsAt, given, textIn } from './shapes';

/** Of a CronJob or Job of the starter. */
export function readStarterFacts(object: KubernetesObject): PipelineFacts {
  const spec = fieldsAt(object, 'spec');
  const status = fieldsAt(object, 'status');
  return {
    ...given('cron', textIn(spec, 'schedule')),
    ...given('timeZone', textIn(spec, 'timeZone')),
    ...given('lastAt', textIn(status, 'lastScheduleTime')),
  };
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
