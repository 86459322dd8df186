import type { LakeFSAddress } from '@lakefront/backstage-plugin-lakehouse-common';

/** Names as the platform gives to servers and lakeFS to repositories. */
const NAMES =
  /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)\/([a-z0-9][-a-z0-9]{2,62})$/;

/** The repository that `<server>/<repository>` names; nothing where that names none. */
export function readLakeFSAnnotation(value: string): LakeFSAddress | undefined {
  const match = NAMES.exec(value.trim());
  return match ? { server: match[1], repository: match[3] } : undefined;
}
