import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { toLower } from './claimsOf';

const ENTITY_REF = /^[a-z]+:[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*$/;

/** Who answers for every domain, from `lakehouse.permissions.platform`; nobody by default. */
export function readPlatform(config: Config): string[] {
  const key = 'lakehouse.permissions.platform';
  return (config.getOptionalStringArray(key) ?? []).map(entityRef => {
    const lower = toLower(entityRef);
    if (!ENTITY_REF.test(lower)) {
      throw new InputError(
        `${key}: "${entityRef}" is not a whole entity ref such as group:default/platform-engineers`,
      );
    }
    return lower;
  });
}
