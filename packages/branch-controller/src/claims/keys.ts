import { createHash } from 'node:crypto';

/**
 * What stands in a repository's metadata. Whose branch it is stays in lakeFS,
 * so that a Kubernetes cluster that is built anew finds its branches again.
 */
const PREFIX = 'lakefront.dev/';

/** One key per claimant, so that nobody's writing replaces another's. */
function keyOf(kind: string, branch: string, owner: string): string {
  const hash = createHash('sha256').update(owner).digest('hex').slice(0, 16);
  return `${PREFIX}${kind}.${branch}.${hash}`;
}

/** The branch is its owner's. */
export const claimKey = (branch: string, owner: string) =>
  keyOf('branch', branch, owner);
/** The owner wants the branch, and looks whether it is alone. */
export const bidKey = (branch: string, owner: string) =>
  keyOf('bid', branch, owner);
/** The owner is deleting the branch: a rule that protects it is the owner's. */
export const deletingKey = (branch: string, owner: string) =>
  keyOf('deleting', branch, owner);
/** Why the branch is still there although its object is not: see `KeptBranch`. */
export const keptKey = (branch: string) => `${PREFIX}kept.${branch}`;

/** A branch that outlived its object or its date, as it stands in the metadata. */
export interface KeptBranch {
  owner: string;
  /** RFC 3339. */
  at: string;
  reason: string;
  message: string;
}

/** What is said about one branch in the metadata of its repository. */
export interface BranchEntries {
  claims: string[];
  bids: string[];
  deleting: string[];
  kept?: KeptBranch;
}

/** All that the metadata says about branches. Keys of others are left alone. */
export function readEntries(
  metadata: Readonly<Record<string, string>>,
): Map<string, BranchEntries> {
  const found = new Map<string, BranchEntries>();
  const entriesOf = (branch: string) => {
    const known = found.get(branch);
    if (known) return known;
    const entries: BranchEntries = { claims: [], bids: [], deleting: [] };
    found.set(branch, entries);
    return entries;
  };
  for (const [key, value] of Object.entries(metadata)) {
    const parts = /^lakefront\.dev\/([a-z]+)\.([-\w]+)(?:\.[0-9a-f]+)?$/.exec(
      key,
    );
    if (!parts) continue;
    const [, kind, branch] = parts;
    if (kind === 'branch') entriesOf(branch).claims.push(value);
    if (kind === 'bid') entriesOf(branch).bids.push(value);
    if (kind === 'deleting') entriesOf(branch).deleting.push(value);
    if (kind === 'kept') entriesOf(branch).kept = readKept(value);
  }
  return found;
}

function readKept(text: string): KeptBranch | undefined {
  try {
    const { owner, at, reason, message } = JSON.parse(text);
    return [owner, at, reason, message].every(part => typeof part === 'string')
      ? { owner, at, reason, message }
      : undefined;
  } catch {
    return undefined;
  }
}
