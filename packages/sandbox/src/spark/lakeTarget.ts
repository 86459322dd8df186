import type { SparkSpec } from './SparkApplication';

/** Where a job saves what it made. */
export interface LakeTarget {
  repository: string;
  branch: string;
  /** Without slashes at its ends; `''` is the top. */
  folder: string;
}

const ADDRESS = /lakefs:\/\/([^/\s]+)\/([^/\s]+)(?:\/(\S*))?$/;

/**
 * The last `lakefs://<repository>/<branch>/<folder>` of a job's arguments:
 * those before it are what it reads. Undefined where it names none.
 */
export function lakeTarget(spec: SparkSpec): LakeTarget | undefined {
  const found = (spec.arguments ?? [])
    .map(argument => ADDRESS.exec(argument))
    .filter(match => match !== null)
    .at(-1);
  if (!found) return undefined;
  const [, repository, branch, folder = ''] = found;
  return { repository, branch, folder: folder.replace(/^\/+|\/+$/g, '') };
}
