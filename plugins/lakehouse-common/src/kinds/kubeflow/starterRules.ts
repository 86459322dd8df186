import { cronProblem } from '../../cron/cronWords';
import { timeZoneProblem } from '../../cron/timeZone';
import { formatPath, isRecord, type PathPart } from '../../jsonPath';
import { isSameQuantity, tryParseQuantity } from '../../quantity';
import type { DomainSettings, Footprint, KubernetesObject } from '../../types';
import { validateName } from '../../names';
import { readSchedule, readStart, starterContainer } from './readStart';
import { LABEL_NAME, NOTHING, recordAt, specOf } from './shapes';
import { scheduleSpec, startSpec } from './starterPod';

interface Fault {
  path: string;
  message: string;
}

const noStarter: Fault = {
  path: 'spec',
  message:
    'cannot be used here: the settings of the domain have no pipeline starter',
};

/** What is wrong with a Job of the starter by itself. */
export function validateStart(object: KubernetesObject): Fault[] {
  const { asked, faults } = readStart(object);
  if (!asked || faults.length > 0) {
    return faults;
  }
  const { path } = starterContainer(object);
  const wrong = (flag: string, message: string) => [
    { path: `${path}.args`, message: `--${flag}: ${message}` },
  ];
  const badName = (flag: string, name: string | undefined) => {
    const problem =
      name === undefined
        ? undefined
        : validateName({ nameRule: LABEL_NAME }, name);
    return problem ? wrong(flag, problem) : [];
  };
  return [
    ...(asked.name === object.metadata.name
      ? []
      : wrong('name', `must be ${object.metadata.name}, the object's own`)),
    ...badName('pipeline', asked.pipeline),
    ...badName('version', asked.version),
  ];
}

/** The same of a CronJob, with its time. */
export function validateSchedule(object: KubernetesObject): Fault[] {
  const { schedule, timeZone } = specOf(object);
  const cron = cronProblem(schedule);
  const zone =
    timeZone === undefined ? undefined : timeZoneProblem(String(timeZone));
  return [
    ...(cron ? [{ path: 'spec.schedule', message: cron }] : []),
    ...(zone ? [{ path: 'spec.timeZone', message: zone }] : []),
    ...validateStart(object),
  ];
}

/** A Job is what it was made as: another one is another start. */
export function fixedInStart(
  previous: KubernetesObject,
  next: KubernetesObject,
): Fault[] {
  return differences(previous.spec, next.spec, ['spec']).map(({ path }) => ({
    path,
    message:
      'cannot be changed: what was started is started; ask for another start under another name',
  }));
}

/** Where a Job of the starter differs from what the platform's settings make. */
export function startPolicy(
  object: KubernetesObject,
  { settings }: { settings: Pick<DomainSettings, 'kubeflow'> },
): Fault[] {
  const { starter } = settings.kubeflow ?? {};
  if (!starter) {
    return [noStarter];
  }
  const { asked } = readStart(object);
  return asked
    ? differences(startSpec(asked, starter), object.spec, ['spec'])
    : [];
}

/** The same of a CronJob. */
export function schedulePolicy(
  object: KubernetesObject,
  { settings }: { settings: Pick<DomainSettings, 'kubeflow'> },
): Fault[] {
  const { starter } = settings.kubeflow ?? {};
  if (!starter) {
    return [noStarter];
  }
  const { asked } = readSchedule(object);
  return asked
    ? differences(scheduleSpec(asked, starter), object.spec, ['spec'])
    : [];
}

/**
 * A CronJob whose starter is what the settings say now: image, account and
 * address may be others than when it was made. What people chose stays.
 */
export function renewSchedule(
  object: KubernetesObject,
  settings: Pick<DomainSettings, 'kubeflow'>,
): KubernetesObject {
  const { starter } = settings.kubeflow ?? {};
  const { asked, faults } = readSchedule(object);
  return starter &&
    asked &&
    faults.length === 0 &&
    schedulePolicy(object, { settings }).length > 0
    ? { ...object, spec: scheduleSpec(asked, starter) }
    : object;
}

const MAX_DIFFERENCES = 5;

/** Where two values differ, a few of the paths. */
export function differences(
  wanted: unknown,
  actual: unknown,
  path: PathPart[],
): Fault[] {
  if (isRecord(wanted) && isRecord(actual)) {
    const keys = new Set([...Object.keys(wanted), ...Object.keys(actual)]);
    return [...keys]
      .flatMap(key => differences(wanted[key], actual[key], [...path, key]))
      .slice(0, MAX_DIFFERENCES);
  }
  if (Array.isArray(wanted) && Array.isArray(actual)) {
    const length = Math.max(wanted.length, actual.length);
    return Array.from({ length }, (_, at) =>
      differences(wanted[at], actual[at], [...path, at]),
    )
      .flat()
      .slice(0, MAX_DIFFERENCES);
  }
  return wanted === actual || isSameAmount(wanted, actual)
    ? []
    : [
        {
          path: formatPath(path),
          message:
            'is not what the platform has its pipeline starter be; only pipeline, version, parameters and time are chosen',
        },
      ];
}

function isSameAmount(a: unknown, b: unknown): boolean {
  return (
    typeof a === 'string' &&
    (typeof b === 'string' || typeof b === 'number') &&
    tryParseQuantity(a) !== undefined &&
    isSameQuantity(a, b)
  );
}

/** What the one pod of a starter asks for. */
export function starterFootprint(object: KubernetesObject): Footprint {
  const { path, container } = starterContainer(object);
  if (!container) {
    return NOTHING;
  }
  const resources = recordAt(container, 'resources');
  const amount = (key: string) =>
    tryParseQuantity(recordAt(resources, 'requests')[key]) ??
    tryParseQuantity(recordAt(resources, 'limits')[key]) ??
    0;
  const [cpu, memory] = [amount('cpu'), amount('memory')];
  return {
    ...{ cpu, memory, gpu: 0, pods: 1 },
    parts: [
      {
        ...{ role: 'starter', path, count: 1, minCount: 1 },
        ...{ cpu, memory, gpu: 0 },
      },
    ],
  };
}
