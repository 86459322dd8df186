import type {
  DomainSync,
  KubernetesObject,
  SyncCulprit,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { BranchRenewal } from './renewBranch';
import type { GitHostPullRequest } from '@lakefront/backstage-plugin-lakehouse-node';

/** How one object of a change is in the cluster. */
export interface ObjectEvidence {
  kind: string;
  name: string;
  live: boolean;
  /** What is missing, in a few words: `is not there yet`. */
  waitsFor?: string;
  /** The API server holds it as asked, but its operator has not acted on the edit. */
  ignored?: boolean;
}

/**
 * What was found out about a change in one look. Only what its phase needs is
 * asked for; the rest is undefined.
 */
export interface Evidence {
  /** Null where the host no longer has it. */
  pullRequest?: GitHostPullRequest | null;
  /** What was done about a branch that can't be merged. */
  renewal?: BranchRenewal;
  /** Logins whose last word on the present head is an approval. */
  approvals?: string[];
  /** The objects at the merge commit, by `<kind>/<name>`. */
  merged?: Record<string, KubernetesObject | null>;
  /** Null where nothing syncs the domain's directory; undefined where nobody knows yet. */
  sync?: DomainSync | null;
  /** Whether the sync's revision contains the merge commit. */
  syncContainsMerge?: boolean;
  objects?: ObjectEvidence[];
  /** A later commit changed a file: who did, in a few words. */
  supersededBy?: string;
  /** Why the Kubernetes cluster can't be heard. */
  clusterProblem?: string;
  /** What the sync's message complains of. */
  culprit?: SyncCulprit;
  /** Entity ref of who can mend what the sync's message names. */
  unblocker?: string;
}
