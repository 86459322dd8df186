/** What the object asks for, with the defaults of its definition filled in. */
export interface LakeFSBranchSpec {
  server: string;
  repository: string;
  /** That of the object where absent. */
  branch?: string;
  source: string;
  adopt?: 'Never' | 'IfUnowned';
  /** RFC 3339, a date or a date-time. */
  expiresAt?: string;
  deletionPolicy?: 'Retain' | 'Delete';
  promote?: Promotion;
}

export interface Promotion {
  /** 64 hexadecimal digits. */
  commit: string;
  /** The source where absent. */
  into?: string;
  strategy?: 'dest-wins' | 'source-wins';
  squash?: boolean;
  message?: string;
}

export type ConditionType = 'Ready' | 'Promoted' | 'Expired' | 'Blocked';

export interface Condition {
  type: ConditionType;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  /** A sentence that somebody can act on. */
  message: string;
  /** RFC 3339. */
  lastTransitionTime: string;
  observedGeneration?: number;
}

/** What is; see the definition for each field. */
export interface LakeFSBranchStatus {
  observedGeneration?: number;
  branch?: string;
  /** Once it is here, the branch was made. */
  commitId?: string;
  sourceCommitId?: string;
  ahead?: number;
  behind?: number;
  uncommitted?: number;
  promotedCommitId?: string;
  promotionCommitId?: string;
  promotionTriedOn?: string;
  conditions?: Condition[];
}

export interface LakeFSBranch {
  apiVersion: 'lakefront.dev/v1alpha1';
  kind: 'LakeFSBranch';
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    generation: number;
    deletionTimestamp?: string;
    finalizers?: string[];
  };
  spec: LakeFSBranchSpec;
  status?: LakeFSBranchStatus;
}

export const GROUP = 'lakefront.dev';
export const VERSION = 'v1alpha1';
export const PLURAL = 'lakefsbranches';
export const DEFINITION = `${PLURAL}.${GROUP}`;
/** Lives for one delete call. */
export const FINALIZER = 'lakefront.dev/branch';
