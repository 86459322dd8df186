import type { DomainSettings } from '@lakefront/backstage-plugin-lakehouse-common';

/** An environment variable that takes its value from a Secret. @public */
export interface SecretEnv {
  name: string;
  secret: string;
  key: string;
}

const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Why the rows cannot be, or nothing; the first thing to mend. */
export function secretEnvProblem(
  rows: Array<Partial<SecretEnv>>,
  secrets: DomainSettings['secrets'] | undefined,
): string | undefined {
  const seen = new Set<string>();
  for (const { name, secret, key } of rows) {
    if (!name || !ENV_NAME.test(name)) {
      return `"${
        name ?? ''
      }" is no name of a variable: letters, digits and _, not a digit first.`;
    }
    if (seen.has(name)) {
      return `${name} is there twice.`;
    }
    seen.add(name);
    if (!secret || !key) {
      return `${name}: choose a Secret and one of its keys.`;
    }
    const known = secrets?.find(one => one.name === secret);
    if (secrets && !known?.keys.includes(key)) {
      return `${name}: the domain does not offer the key ${key} of the Secret ${secret}.`;
    }
  }
  return undefined;
}
