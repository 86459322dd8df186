import { InputError } from '@backstage/errors';
import type {
  DomainCapacity,
  DomainSettings,
  SettingsPreset,
} from '../../types';

/** What every form of Spark lets one choose from the domain's settings. */
export interface DomainChoices {
  image: string;
  sparkVersion?: string;
  sparkConf?: Array<{ key: string; value: string }>;
  env?: Array<{ name: string; value: string }>;
  secretEnv?: Array<{ name: string; secret: string; key: string }>;
  serviceAccount?: string;
}

/** The Spark version of an image that the domain may run. */
export function imageOf(input: DomainChoices, settings: DomainSettings) {
  const entry = settings.images.find(({ image }) =>
    image.endsWith('*')
      ? input.image.startsWith(image.slice(0, -1))
      : image === input.image,
  );
  if (!entry) {
    throw new InputError(
      `image: '${input.image}' is not among the images of this domain`,
    );
  }
  const sparkVersion = input.sparkVersion ?? entry.sparkVersion;
  if (!sparkVersion) {
    throw new InputError(
      `sparkVersion: say which Spark '${input.image}' holds; the domain's settings do not`,
    );
  }
  return { sparkVersion, sqlRunner: entry.sqlRunner };
}

/** The account asked for, or the domain's first. */
export function serviceAccountOf(
  input: DomainChoices,
  settings: DomainSettings,
): string {
  const name = input.serviceAccount ?? settings.serviceAccounts[0];
  if (!name || !settings.serviceAccounts.includes(name)) {
    throw new InputError(
      `serviceAccount: '${
        name ?? ''
      }' is not among the service accounts of this domain`,
    );
  }
  return name;
}

/** What was asked for by name; throws for a name that the settings do not have. */
export function choose<T extends { name: string }>(
  field: string,
  names: string[] | undefined,
  from: T[],
): T[] {
  return (names ?? []).map(name => {
    const found = from.find(item => item.name === name);
    if (!found) {
      throw new InputError(
        `${field}: '${name}' is not in the settings of this domain`,
      );
    }
    return found;
  });
}

/** Presets first, the form's own keys last: what somebody typed wins. */
export function sparkConfOf(input: DomainChoices, presets: SettingsPreset[]) {
  const typed = new Map<string, string>();
  for (const { key, value } of input.sparkConf ?? []) {
    if (typed.has(key)) {
      throw new InputError(`sparkConf: '${key}' is there twice`);
    }
    typed.set(key, value);
  }
  const merged = {
    ...Object.assign({}, ...presets.map(preset => preset.sparkConf)),
    ...Object.fromEntries(typed),
  };
  return Object.keys(merged).length > 0 ? merged : undefined;
}

/** Environment of presets, Secrets and the form; undefined where there is none. */
export function envOf(
  input: DomainChoices,
  presets: SettingsPreset[],
  settings: DomainSettings,
) {
  const env = [
    ...presets.flatMap(preset =>
      (preset.env ?? []).map(({ name, secret }) => ({
        name,
        valueFrom: { secretKeyRef: { name: secret.name, key: secret.key } },
      })),
    ),
    ...(input.secretEnv ?? []).map(({ name, secret, key }) => {
      const known = settings.secrets.find(item => item.name === secret);
      if (!known?.keys.includes(key)) {
        throw new InputError(
          `secretEnv: '${key}' of Secret '${secret}' is not in the settings of this domain`,
        );
      }
      return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
    }),
    ...(input.env ?? []).map(({ name, value }) => ({ name, value })),
  ];
  const names = env.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new InputError(`env: '${twice}' is there twice`);
  }
  return env.length > 0 ? env : undefined;
}

/**
 * Spark pods carry no CPU limit of their own. Where a quota counts CPU limits,
 * or a LimitRange would put a default one below the request, one is needed.
 */
export function coreLimitOf(
  cores: number,
  capacity: DomainCapacity | undefined,
) {
  const counted = capacity?.quotas.some(q => q.resource === 'limits.cpu');
  const defaulted = capacity?.limits.default?.cpu !== undefined;
  return counted || defaulted ? String(cores) : undefined;
}

/** A record without the keys that hold nothing. */
export function withoutUndefined(record: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  );
}
