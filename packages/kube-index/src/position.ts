import { parseResourceVersion } from './resourceVersion';

/** A position within one Kubernetes cluster, taken apart. */
export interface ParsedPosition {
  version: bigint | undefined;
  /** What it counts for, where that is not all of the Kubernetes cluster. */
  scope: string | undefined;
}

/** Between the resourceVersion and the scope. */
export const SEPARATOR = '@';

/** `<resourceVersion>`, or `<resourceVersion>@<scope>`. */
export function parsePosition(position: string): ParsedPosition {
  const at = position.indexOf(SEPARATOR);
  return {
    version: parseResourceVersion(at < 0 ? position : position.slice(0, at)),
    scope: at < 0 ? undefined : position.slice(at + 1),
  };
}
