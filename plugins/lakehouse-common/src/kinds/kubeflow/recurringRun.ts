import { cronProblem, cronWords } from '../../cron/cronWords';
import { isRecord } from '../../jsonPath';
import type { ObjectIds } from '../../forms/KindForm';
import type {
  DomainSettings,
  GivenParameters,
  JsonValue,
  KubernetesObject,
} from '../../types';
import { recordAt, recordsAt, specOf, textAt, withSpec } from './shapes';
import { suspension } from './starterConsequences';

interface Fault {
  path: string;
  message: string;
}

/** KFP's own ids of what is run; `metadata.uid` of the objects. */
export interface KfpIds {
  experimentId: string;
  pipelineId: string;
  /** Empty: the newest version each time. */
  pipelineVersionId: string;
}

/** What people choose of a recurring run. */
export interface RecurringRunAsked extends KfpIds {
  pipeline: string;
  /** Five fields. */
  cron: string;
  serviceAccount?: string;
  parameters?: Record<string, JsonValue | undefined>;
  suspend?: boolean;
}

const CRON = 'spec.trigger.cronSchedule.cron';
/** KFP reads some of these with the rights of its own controller. */
const SPEC = new Set([
  ...['enabled', 'maxConcurrency', 'noCatchup', 'maxHistory', 'trigger'],
  ...['experimentId', 'pipelineId', 'pipelineVersionId', 'pipelineName'],
  ...['serviceAccount', 'workflow', 'pluginsInput'],
]);
const ID = /^[0-9A-Za-z][-0-9A-Za-z]{0,63}$/;

/** `spec` of a `ScheduledWorkflow`. */
export function recurringRunSpec(
  asked: RecurringRunAsked,
): Record<string, unknown> {
  const { parameters = {}, serviceAccount } = asked;
  return {
    enabled: asked.suspend !== true,
    maxConcurrency: 1,
    noCatchup: true,
    maxHistory: 10,
    experimentId: asked.experimentId,
    pipelineId: asked.pipelineId,
    pipelineVersionId: asked.pipelineVersionId,
    pipelineName: asked.pipeline,
    ...(serviceAccount && { serviceAccount }),
    // Seconds stand first.
    trigger: { cronSchedule: { cron: `0 ${asked.cron}` } },
    workflow: { parameters: toParameters(parameters) },
  };
}

/** Each value is JSON, as a text. */
function toParameters(values: Record<string, JsonValue | undefined>) {
  return Object.entries(values).map(([name, value]) => ({
    name,
    value: JSON.stringify(value),
  }));
}

/** What is handed to its runs; nothing where that is not as it should be. */
export function readRecurringParameters(
  object: KubernetesObject,
  ids?: ObjectIds,
): GivenParameters | undefined {
  const spec = specOf(object);
  const pipelineId = textAt(spec, 'pipelineId');
  const versionId = textAt(spec, 'pipelineVersionId');
  const pipeline =
    (pipelineId && ids?.nameOf('kubeflow-pipeline', pipelineId)) ??
    textAt(spec, 'pipelineName');
  const version =
    versionId &&
    (ids?.nameOf('kubeflow-pipeline-version', versionId) ?? versionId);
  try {
    const values = Object.fromEntries(
      recordsAt(recordAt(spec, 'workflow'), 'parameters').map(
        ({ name, value }): [string, JsonValue] => [
          String(name),
          JSON.parse(String(value)),
        ],
      ),
    );
    return pipeline
      ? { pipeline, ...(version && { version }), values }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The manifest with other parameters. */
export function writeRecurringParameters(
  manifest: KubernetesObject,
  values: Record<string, JsonValue>,
): KubernetesObject {
  const workflow = recordAt(specOf(manifest), 'workflow');
  return withSpec(manifest, {
    workflow: { ...workflow, parameters: toParameters(values) },
  });
}

/** What KFP's controller would make nothing of, or of something else. */
export function validateRecurringRun(object: KubernetesObject): Fault[] {
  const spec = specOf(object);
  const trigger = recordAt(spec, 'trigger');
  const workflow = recordAt(spec, 'workflow');
  const faults: Fault[] = Object.keys(spec)
    .filter(key => !SPEC.has(key))
    .map(key => ({ path: `spec.${key}`, message: 'is not known' }));
  const say = (path: string, message: string) => faults.push({ path, message });
  const status = object.status;
  if (
    status !== undefined &&
    !(isRecord(status) && Object.keys(status).length === 0)
  ) {
    say('status', 'must be empty: {}');
  }
  const { experimentId, pipelineId, pipelineVersionId } = spec;
  if (!ID.test(String(pipelineId ?? ''))) {
    say('spec.pipelineId', "must be an id of KFP's");
  }
  if (experimentId !== '' && !ID.test(String(experimentId ?? ''))) {
    say(
      'spec.experimentId',
      "must be an id of KFP's, or empty where KFP has one user",
    );
  }
  if (pipelineVersionId !== '' && !ID.test(String(pipelineVersionId ?? ''))) {
    say(
      'spec.pipelineVersionId',
      "must be an id of KFP's, or empty for the newest version",
    );
  }
  if (isRecord(spec.trigger) && isRecord(trigger.cronSchedule)) {
    const cron = textAt(recordAt(trigger, 'cronSchedule'), 'cron') ?? '';
    const [seconds, ...fields] = cron.trim().split(/\s+/);
    const problem = /^([0-9]|[1-5][0-9])$/.test(seconds)
      ? cronProblem(fields.join(' '))
      : 'There are six fields: the second comes first, as in 0 0 3 * * *';
    if (problem) {
      say(CRON, problem);
    }
  } else if (!isRecord(trigger.periodicSchedule)) {
    say(CRON, 'is needed');
  }
  if (workflow.spec !== undefined) {
    say(
      'spec.workflow.spec',
      'must be left out: with it, this is a run of KFP 1',
    );
  }
  recordsAt(workflow, 'parameters').forEach(({ name, value }, at) => {
    if (typeof name !== 'string' || name === '') {
      say(`spec.workflow.parameters[${at}].name`, 'is needed');
    }
    if (typeof value !== 'string' || !isJson(value)) {
      say(
        `spec.workflow.parameters[${at}].value`,
        'must be JSON in a text: "\\"abc\\"", "3"',
      );
    }
  });
  return faults;
}

/** Whether the platform wants these. */
export function recurringRunPolicy(
  _object: KubernetesObject,
  { settings }: { settings: Pick<DomainSettings, 'kubeflow'> },
): Fault[] {
  return settings.kubeflow?.recurringRuns
    ? []
    : [
        {
          path: 'kind',
          message:
            'cannot be used here: the settings of the domain allow no recurring runs of KFP',
        },
      ];
}

/** What a merge does by a `ScheduledWorkflow`. */
export function recurringRunConsequences(
  previous: KubernetesObject | undefined,
  next: KubernetesObject | undefined,
): string[] {
  if (!next) {
    return [
      'No run is started by the clock any more; Kubernetes deletes the Workflows of its runs with it, KFP keeps their history.',
    ];
  }
  const when = recurringWhen(next);
  const pipeline = textAt(specOf(next), 'pipelineName') ?? 'its pipeline';
  return [
    ...(previous ? [] : [`Merging this starts runs of ${pipeline}: ${when}.`]),
    ...(previous && recurringWhen(previous) !== when
      ? [`Runs are started at other times: ${when}.`]
      : []),
    ...(previous && parametersOf(previous) !== parametersOf(next)
      ? [
          `From the next time on it hands other parameters to ${pipeline}; what runs now goes on as it is.`,
        ]
      : []),
    ...suspension(previous, next),
  ];
}

function parametersOf(object: KubernetesObject): string {
  return JSON.stringify(recordAt(specOf(object), 'workflow').parameters ?? []);
}

/** When it starts runs, in words. KFP itself says in which time zone. */
export function recurringWhen(object: KubernetesObject): string {
  const trigger = recordAt(specOf(object), 'trigger');
  const cron = textAt(recordAt(trigger, 'cronSchedule'), 'cron');
  const seconds = recordAt(trigger, 'periodicSchedule').intervalSecond;
  if (cron) {
    const [first, ...fields] = cron.trim().split(/\s+/);
    return first === '0'
      ? `${cronWords(fields.join(' '))}, by the clock of KFP`
      : `${cron}, seconds first, by the clock of KFP`;
  }
  return seconds === undefined
    ? 'at no time that is known'
    : `Every ${String(seconds)} seconds`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
