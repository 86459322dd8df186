import { createHash } from 'node:crypto';

/**
 * What the branch controller writes down in a repository's metadata. Whose
 * branch it is stays in lakeFS, so that a Kubernetes cluster that is built
 * anew finds its branches again.
 */
const PREFIX = 'lakefront.dev/';

/** One key per claimant, so that nobody's writing replaces another's. */
function keyOf(kind: string, branch: string, owner: string): string {
  const hash = createHash('sha256').update(owner).digest('hex').slice(0, 16);
  return `${PREFIX}${kind}.${branch}.${hash}`;
}

const KEY =
  /^lakefront\.dev\/(?:(branch|bid|deleting)\.([-\w]+)\.[0-9a-f]+|kept\.([-\w]+))$/;

/** The branch is its owner's: `<cluster name>/<namespace>/<name>`. */
export const claimKey = (branch: string, owner: string) =>
  keyOf('branch', branch, owner);
/** The owner wants the branch, and looks whether it is alone. */
export const bidKey = (branch: string, owner: string) =>
  keyOf('bid', branch, owner);
/** The owner is deleting the branch: a rule that protects it is the owner's. */
export const deletingKey = (branch: string, owner: string) =>
  keyOf('deleting', branch, owner);
/** Why the branch is still there although its object is not: see `KeptMark`. */
export const keptKey = (branch: string) => `${PREFIX}kept.${branch}`;

/** A branch that outlived its object or its date, as it stands in the metadata. */
export interface KeptMark {
  owner: string;
  /** RFC 3339. */
  at: string;
  reason: string;
  message: string;
}

/** What is said about one branch in the metadata of its repository; owners as in `claimKey`. */
export interface BranchMarks {
  claims: string[];
  bids: string[];
  deleting: string[];
  kept?: KeptMark;
}

/** All that the metadata says about branches. Keys of others are left alone. */
export function readBranchMarks(
  metadata: Readonly<Record<string, string>>,
): Map<string, BranchMarks> {
  const found = new Map<string, BranchMarks>();
  const marksOf = (branch: string) => {
    const known = found.get(branch);
    if (known) return known;
    const marks: BranchMarks = { claims: [], bids: [], deleting: [] };
    found.set(branch, marks);
    return marks;
  };
  for (const [key, value] of Object.entries(metadata)) {
    const [, kind, branch, kept] = KEY.exec(key) ?? [];
    if (kept) marksOf(kept).kept = readKept(value);
    if (kind === 'branch') marksOf(branch).claims.push(value);
    if (kind === 'bid') marksOf(branch).bids.push(value);
    if (kind === 'deleting') marksOf(branch).deleting.push(value);
  }
  return found;
}

/** Undefined where somebody wrote something else there. */
function readKept(text: string): KeptMark | undefined {
  try {
    const { owner, at, reason, message } = JSON.parse(text);
    return [owner, at, reason, message].every(part => typeof part === 'string')
      ? { owner, at, reason, message }
      : undefined;
  } catch {
    return undefined;
  }
}
