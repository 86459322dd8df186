import type { DomainSettings, SettingsPreset } from '../../types';

/** Values of a manifest that presets and typed answers come together in. */
export interface ChosenValues {
  sparkConf: Record<string, string>;
  packages: string[];
  env: EnvEntry[];
}

/** An environment variable as the forms write it. */
export interface EnvEntry {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef: { name: string; key: string } };
}

/**
 * Which presets of the settings values come from, and what was typed beside
 * them. A preset was chosen where all that it brings is there; some of its
 * `sparkConf` may have been typed over.
 */
export function guessChoices(values: ChosenValues, settings: DomainSettings) {
  const chosen = (presets: SettingsPreset[]) =>
    presets
      .filter(preset => isChosen(preset, values))
      .sort((a, b) => placeOf(a, values) - placeOf(b, values));
  const catalogs = chosen(settings.catalogs);
  const storage = chosen(settings.storage);
  const presets = [...catalogs, ...storage];
  const brought = Object.assign({}, ...presets.map(one => one.sparkConf));
  const names = presets.flatMap(({ env }) => (env ?? []).map(one => one.name));
  const typed = values.env.filter(({ name }) => !names.includes(name));
  return {
    catalogs: some(catalogs.map(({ name }) => name)),
    storage: some(storage.map(({ name }) => name)),
    packages: some(
      values.packages.filter(
        name => !presets.some(({ packages }) => packages?.includes(name)),
      ),
    ),
    sparkConf: some(
      Object.entries(values.sparkConf)
        .filter(([key, value]) => brought[key] !== value)
        .map(([key, value]) => ({ key, value })),
    ),
    env: some(
      typed.flatMap(({ name, value }) =>
        value === undefined ? [] : [{ name, value }],
      ),
    ),
    secretEnv: some(
      typed.flatMap(({ name, valueFrom }) =>
        valueFrom
          ? [
              {
                name,
                secret: valueFrom.secretKeyRef.name,
                key: valueFrom.secretKeyRef.key,
              },
            ]
          : [],
      ),
    ),
  };
}

function isChosen(preset: SettingsPreset, values: ChosenValues): boolean {
  const { sparkConf, packages = [], env = [] } = preset;
  const conf = Object.entries(sparkConf);
  const same = conf.filter(([key, value]) => values.sparkConf[key] === value);
  return (
    conf.length + packages.length + env.length > 0 &&
    conf.every(([key]) => Object.hasOwn(values.sparkConf, key)) &&
    // Another preset of the same keys is not this one, typed over.
    same.length * 2 >= conf.length &&
    packages.every(name => values.packages.includes(name)) &&
    env.every(({ name, secret }) =>
      values.env.some(
        held =>
          held.name === name &&
          held.valueFrom?.secretKeyRef.name === secret.name &&
          held.valueFrom.secretKeyRef.key === secret.key,
      ),
    )
  );
}

/** Presets are written in the order in which they were chosen. */
function placeOf(preset: SettingsPreset, values: ChosenValues): number {
  const [name] = preset.packages ?? [];
  return name === undefined ? -1 : values.packages.indexOf(name);
}

/** A list, or nothing where it is empty: the form leaves its field out. */
export function some<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined;
}
