import { InputError } from '@backstage/errors';
import { isRecord } from './jsonPath';
import { isRepositoryPattern } from './kinds/lakefs/repositoryPatterns';
import type { DomainSettings } from './types';

/** What a domain without settings may choose from: nothing. @public */
export const EMPTY_SETTINGS: DomainSettings = {
  images: [],
  serviceAccounts: [],
  volumes: [],
  catalogs: [],
  storage: [],
  secrets: [],
};

type Check = (value: unknown, path: string, problems: string[]) => void;

const text: Check = (value, path, problems) => {
  if (typeof value !== 'string' || value === '') {
    problems.push(`${path} must be a text`);
  }
};

const anyRecord: Check = (value, path, problems) => {
  if (!isRecord(value)) {
    problems.push(`${path} must be an object`);
  }
};

const recordOfTexts: Check = (value, path, problems) => {
  anyRecord(value, path, problems);
  for (const [key, item] of Object.entries(isRecord(value) ? value : {})) {
    if (typeof item !== 'string') {
      problems.push(`${path}["${key}"] must be a text; put it in quotes`);
    }
  }
};

const flag: Check = (value, path, problems) => {
  if (typeof value !== 'boolean') {
    problems.push(`${path} must be true or false`);
  }
};

const repositoryPattern: Check = (value, path, problems) => {
  if (!isRepositoryPattern(value)) {
    problems.push(
      `${path} must be <server>/<repository>, with * for any characters of the latter`,
    );
  }
};

function listOf(check: Check): Check {
  return (value, path, problems) => {
    if (!Array.isArray(value)) {
      problems.push(`${path} must be a list`);
      return;
    }
    value.forEach((item, index) => check(item, `${path}[${index}]`, problems));
  };
}

function record(
  required: Record<string, Check>,
  optional: Record<string, Check> = {},
): Check {
  return (value, path, problems) => {
    if (!isRecord(value)) {
      problems.push(`${path} must be an object`);
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      const check = required[key] ?? optional[key];
      if (check) {
        check(item, `${path}.${key}`, problems);
      } else {
        problems.push(`${path}.${key} is not known`);
      }
    }
    for (const key of Object.keys(required)) {
      if (value[key] === undefined) {
        problems.push(`${path}.${key} is needed`);
      }
    }
  };
}

const preset = record(
  { name: text, sparkConf: recordOfTexts },
  {
    title: text,
    packages: listOf(text),
    env: listOf(
      record({ name: text, secret: record({ name: text, key: text }) }),
    ),
  },
);

const checks: Record<keyof DomainSettings, Check> = {
  images: listOf(
    record(
      { image: text },
      { title: text, sparkVersion: text, type: text, sqlRunner: text },
    ),
  ),
  serviceAccounts: listOf(text),
  volumes: listOf(record({ name: text, volume: anyRecord }, { title: text })),
  catalogs: listOf(preset),
  storage: listOf(preset),
  secrets: listOf(record({ name: text, keys: listOf(text) })),
  lakefs: record(
    { repositories: listOf(repositoryPattern) },
    { keysPerDomain: flag },
  ),
  kubeflow: record(
    {},
    {
      starter: record(
        { image: text, serviceAccount: text, endpoint: text },
        { audience: text },
      ),
      recurringRuns: flag,
      experimentId: text,
    },
  ),
};

/**
 * The settings of a domain from the parsed YAML of its ConfigMap. Keys left
 * out are empty lists. Throws `InputError` that names every fault.
 * @public
 */
export function parseSettings(value: unknown): DomainSettings {
  if (value === null || value === undefined) {
    return EMPTY_SETTINGS;
  }
  if (!isRecord(value)) {
    throw new InputError('settings must be an object');
  }
  const problems: string[] = [];
  for (const [key, item] of Object.entries(value)) {
    if (Object.hasOwn(checks, key)) {
      checks[key as keyof DomainSettings](item, key, problems);
    } else {
      problems.push(`${key} is not known`);
    }
  }
  if (problems.length > 0) {
    throw new InputError(problems.join('; '));
  }
  return { ...EMPTY_SETTINGS, ...(value as Partial<DomainSettings>) };
}

/** Whether an image may run: an entry is the whole name, or its beginning where it ends with `*`. @public */
export function isImageAllowed(
  settings: Pick<DomainSettings, 'images'>,
  image: string,
): boolean {
  return settings.images.some(({ image: entry }) =>
    entry.endsWith('*')
      ? image.startsWith(entry.slice(0, -1))
      : image === entry,
  );
}
