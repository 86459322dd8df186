import { getPath, isRecord, setPath } from '../../jsonPath';
import type { GivenParameters, JsonValue, KubernetesObject } from '../../types';
import { recordAt, recordsAt, specOf, textAt } from './shapes';
import type { ScheduleAsked, StartAsked } from './starterPod';

interface Fault {
  path: string;
  message: string;
}

const FLAG = /^--(name|pipeline|version|parameters)=([\s\S]*)$/;

/** Where the pod is in a Job, and in a CronJob. */
export function podPathOf(object: KubernetesObject): string {
  return isRecord(specOf(object).jobTemplate)
    ? 'spec.jobTemplate.spec.template.spec'
    : 'spec.template.spec';
}

/** The first container's arguments, and where they are. */
export function starterContainer(object: KubernetesObject): {
  path: string;
  container: Record<string, unknown> | undefined;
} {
  const spec = specOf(object);
  const job = isRecord(spec.jobTemplate)
    ? recordAt(recordAt(spec, 'jobTemplate'), 'spec')
    : spec;
  const [container] = recordsAt(
    recordAt(recordAt(job, 'template'), 'spec'),
    'containers',
  );
  return { path: `${podPathOf(object)}.containers[0]`, container };
}

/** What people chose of a start; what cannot be read is told in `faults`. */
export function readStart(object: KubernetesObject): {
  asked?: StartAsked;
  faults: Fault[];
} {
  const { path, container } = starterContainer(object);
  const args = Array.isArray(container?.args) ? container.args : [];
  const faults: Fault[] = [];
  const said = new Map<string, string>();
  args.forEach((arg, index) => {
    const [, flag, value] = FLAG.exec(String(arg)) ?? [];
    if (flag && !said.has(flag)) {
      said.set(flag, value);
    } else if (flag || arg !== '--scheduled') {
      faults.push({
        path: `${path}.args[${index}]`,
        message: flag
          ? `says --${flag} once more`
          : 'is no argument of the pipeline starter',
      });
    }
  });
  for (const flag of ['name', 'pipeline']) {
    if (!said.get(flag)) {
      faults.push({ path: `${path}.args`, message: `must say --${flag}` });
    }
  }
  const parameters = readParameters(said.get('parameters'));
  if (!parameters) {
    faults.push({
      path: `${path}.args`,
      message: 'must say --parameters as one JSON object',
    });
  }
  const [name, pipeline] = [said.get('name'), said.get('pipeline')];
  const version = said.get('version');
  return {
    faults,
    ...(name &&
      pipeline &&
      parameters && {
        asked: { name, pipeline, ...(version && { version }), parameters },
      }),
  };
}

/** The same of a schedule. */
export function readSchedule(object: KubernetesObject): {
  asked?: ScheduleAsked;
  faults: Fault[];
} {
  const spec = specOf(object);
  const { asked, faults } = readStart(object);
  const cron = textAt(spec, 'schedule');
  const timeZone = textAt(spec, 'timeZone');
  return {
    faults,
    ...(asked &&
      cron && {
        asked: {
          ...{ ...asked, cron },
          ...(timeZone && { timeZone }),
          ...(typeof spec.suspend === 'boolean' && { suspend: spec.suspend }),
        },
      }),
  };
}

/** What is handed to the runs; nothing where that can't be read. */
export function readStartParameters(
  object: KubernetesObject,
): GivenParameters | undefined {
  const { asked } = readStart(object);
  return (
    asked && {
      pipeline: asked.pipeline,
      ...(asked.version && { version: asked.version }),
      values: (asked.parameters ?? {}) as Record<string, JsonValue>,
    }
  );
}

/** The manifest with other parameters. */
export function writeStartParameters(
  manifest: KubernetesObject,
  values: Record<string, JsonValue>,
): KubernetesObject {
  const path = `${podPathOf(manifest)}.containers`;
  const containers = getPath(manifest, path);
  if (!Array.isArray(containers)) {
    return manifest;
  }
  const [starter, ...others] = containers;
  const args: unknown = isRecord(starter) ? starter.args : undefined;
  return Array.isArray(args)
    ? setPath(manifest, path, [
        {
          ...starter,
          args: args.map(arg =>
            String(arg).startsWith('--parameters=')
              ? `--parameters=${JSON.stringify(values)}`
              : arg,
          ),
        },
        ...others,
      ])
    : manifest;
}

function readParameters(
  text = '',
): Record<string, JsonValue | undefined> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? (value as Record<string, JsonValue>) : undefined;
  } catch {
    return undefined;
  }
}
