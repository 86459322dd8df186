import { isRecord } from '@lakefront/backstage-plugin-lakehouse-common';

/** Why a branch is still there although its object is not. */
export interface KeptMark {
  /** `<cluster name>/<namespace>/<name>` */
  owner: string;
  at: string;
  reason: string;
  message: string;
}

/** What the metadata of a repository says about one branch. */
export interface BranchMarks {
  /** Who claims it, each `<cluster name>/<namespace>/<name>`. */
  claims: string[];
  kept?: KeptMark;
}

/** Keys as the controller of branches writes them; those of others are left alone. */
const KEY = /^lakefront\.dev\/(branch|kept)\.([-\w]+)(?:\.[0-9a-f]+)?$/;

/** Reads what the controller of branches wrote down in the metadata of a repository. */
export function readMarks(
  metadata: Readonly<Record<string, string>>,
): Map<string, BranchMarks> {
  const found = new Map<string, BranchMarks>();
  for (const [key, value] of Object.entries(metadata)) {
    const [, kind, branch] = KEY.exec(key) ?? [];
    if (kind === undefined) {
      continue;
    }
    const marks = found.get(branch) ?? { claims: [] };
    found.set(branch, marks);
    if (kind === 'branch') {
      marks.claims.push(value);
    } else {
      marks.kept = readKept(value);
    }
  }
  return found;
}

function readKept(text: string): KeptMark | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) {
      return undefined;
    }
    const { owner, at, reason, message } = value;
    return typeof owner === 'string' &&
      typeof at === 'string' &&
      typeof reason === 'string' &&
      typeof message === 'string'
      ? { owner, at, reason, message }
      : undefined;
  } catch {
    // Somebody wrote something else there.
    return undefined;
  }
}
