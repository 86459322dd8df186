import { cronWords } from '../../cron/cronWords';
import type { KubernetesObject } from '../../types';
import { readSchedule, readStart, starterContainer } from './readStart';
import { specOf } from './shapes';
import type { StartAsked } from './starterPod';
import { differences } from './starterRules';

/** What a merge does by a Job of the starter. */
export function startConsequences(
  previous: KubernetesObject | undefined,
  next: KubernetesObject | undefined,
): string[] {
  const { asked } = next ? readStart(next) : { asked: undefined };
  if (!next) {
    return ['The run that it started goes on, and stays in the history.'];
  }
  return previous || !asked
    ? []
    : [
        `Merging this starts one run of ${whatOf(asked)}.`,
        'It is started once: a cluster that is built anew, or a try that is made again, finds the run by its name and starts no second one.',
      ];
}

/** What a merge does by a CronJob of the starter. */
export function scheduleConsequences(
  previous: KubernetesObject | undefined,
  next: KubernetesObject | undefined,
): string[] {
  if (!next) {
    return [
      'No run is started by the clock any more; what runs goes on, and all runs stay in the history.',
    ];
  }
  const { asked } = readSchedule(next);
  const before = previous && readSchedule(previous).asked;
  if (!asked) {
    return [];
  }
  const when = cronWords(asked.cron, asked.timeZone);
  const changed = (['cron', 'timeZone'] as const).some(
    key => before?.[key] !== asked[key],
  );
  const isAnother =
    before !== undefined &&
    JSON.stringify(whatAll(before)) !== JSON.stringify(whatAll(asked));
  return [
    ...(previous
      ? []
      : [`Merging this starts runs of ${whatOf(asked)}: ${when}.`]),
    ...(previous && changed
      ? [`Runs are started at other times: ${when}.`]
      : []),
    ...(isAnother
      ? [
          `From the next time on it runs ${whatOf(
            asked,
          )}; what runs now goes on as it is.`,
        ]
      : []),
    ...suspension(previous, next),
    ...renewal(previous, next),
  ];
}

/** What people choose of a schedule; all else is the platform's. */
const CHOSEN = /^spec\.(schedule|timeZone|suspend)$|\.args(\[|$)/;

/** What a schedule gets that nobody asked for: the settings are younger than its file. */
function renewal(
  previous: KubernetesObject | undefined,
  next: KubernetesObject,
): string[] {
  if (!previous) {
    return [];
  }
  const imageOf = (object: KubernetesObject) =>
    starterContainer(object).container?.image;
  const [was, is] = [imageOf(previous), imageOf(next)];
  const others = differences(previous.spec, next.spec, ['spec'])
    .map(({ path }) => path)
    .filter(path => !CHOSEN.test(path) && !path.endsWith('.image'));
  return [
    ...(was === is
      ? []
      : [
          `Its starter becomes the one of the domain's settings: ${is} instead of ${was}.`,
        ]),
    ...(others.length > 0
      ? [`It becomes as the domain's settings have it: ${others.join(', ')}.`]
      : []),
  ];
}

/** What it means that a schedule is suspended, or is so no longer. */
export function suspension(
  previous: KubernetesObject | undefined,
  next: KubernetesObject,
): string[] {
  const [was, is] = [previous && isOff(previous), isOff(next)];
  if (is && !was) {
    return [
      'It is suspended: it starts no run until it is resumed. What runs goes on.',
    ];
  }
  return was && !is
    ? ['It is resumed: the next run starts at its next time.']
    : [];
}

function isOff(object: KubernetesObject): boolean {
  const { suspend, enabled } = specOf(object);
  return suspend === true || enabled === false;
}

function whatAll({ pipeline, version, parameters }: StartAsked) {
  return [pipeline, version, parameters];
}

function whatOf({ pipeline, version, parameters = {} }: StartAsked): string {
  const names = Object.keys(parameters);
  const given =
    names.length > 0
      ? ` with ${names.length === 1 ? 'parameter' : 'parameters'} ${names.join(
          ', ',
        )}`
      : '';
  return version
    ? `version ${version} of pipeline ${pipeline}${given}`
    : `pipeline ${pipeline}, its newest version then${given}`;
}
