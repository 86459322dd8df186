import type {
  ChangeOperation,
  ChangePhase,
  Fit,
  Footprint,
  KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** What a change's commit does to one file. */
export interface FileWrite {
  action: 'create' | 'update' | 'delete';
  path: string;
  /** The whole file as it is to be; empty where it goes. */
  text: string;
  /** Blob sha of the file that an update or delete was made from. */
  baseSha?: string;
}

/** One object of a change, as it was proposed, with the file that holds it. */
export interface ProposedFile {
  path: string;
  action: ChangeOperation['action'];
  /** Kind id. */
  kind: string;
  name: string;
  /** What is done, where it has a name: `Suspend`. */
  verb?: string;
  /** Null where it is removed. */
  object: KubernetesObject | null;
  /** The object's own text: of a file with several documents, its document. */
  text: string;
  /** A merge runs it again, so that its operator has something to do. */
  runsAgain?: boolean;
  /** It does so only if it was suspended while it ran: else there is nothing to do. */
  onlyResumes?: boolean;
  /**
   * Its text when this was asked for, to be put back by an undo. Not there for
   * a new one, nor where it held what looks like a credential.
   */
  before?: string;
  /** Hash of its text when this was asked for; not there for a new one. */
  beforeHash?: string;
  lines: { added: number; removed: number };
  /** What was merged, where a reviewer changed it before the merge. */
  merged?: KubernetesObject | null;
}

/** What tells an object from the others of its change. */
export function nameInChange({ kind, name }: ProposedFile): string {
  return `${kind}/${name}`;
}

/** What a pull request has beside its branch and text, where config asks for it. */
export type Extra = 'labels' | 'reviewers';

/** Extras that a pull request does not have yet. */
export interface MissingExtras {
  missing: Extra[];
  /** How often they were tried, when they are again, and what was in the way. */
  tries: number;
  tryAt: number;
  problem?: string;
}

/** What is told about a change, and never selected by. */
export interface ChangeDetails {
  footprint?: Footprint;
  fit?: Fit;
  /** Warnings of the checks, one sentence each. */
  warnings: string[];
  consequences: string[];
  /** Logins that approved the present head. */
  approvals: string[];
  mergedBy?: string;
  /** The engine's revision that was seen to contain the merge. */
  syncedRevision?: string;
  /** The engine refused the domain's files when it tried last. */
  refused?: boolean;
  /** The last commit of its branch that the portal made, and the base it was made anew on. */
  own?: { headSha: string; baseSha?: string };
  extras?: MissingExtras;
  /** The pull request can't be merged before somebody marks it as ready. */
  draft?: boolean;
  /** `flux` or `argocd`, once its sync was seen. */
  engine?: string;
}

/** A change as it is remembered. Times are milliseconds since the epoch. */
export interface ChangeRow {
  id: string;
  contentHash: string;
  phase: ChangePhase;
  blocked?: { reason: string; who?: string };
  kubernetesCluster: string;
  domain: string;
  namespace: string;
  repository: string;
  branch: string;
  number?: number;
  url?: string;
  requestedBy: string;
  title: string;
  body: string;
  files: ProposedFile[];
  /** What its commit does: the files of its objects, and those that list them. */
  writes: FileWrite[];
  details: ChangeDetails;
  headSha?: string;
  mergeSha?: string;
  message?: string;
  createdAt: number;
  updatedAt: number;
  /** When this attempt at opening it began. */
  startedAt: number;
  openedAt?: number;
  approvedAt?: number;
  mergedAt?: number;
  syncedAt?: number;
  liveAt?: number;
  endedAt?: number;
  attempts: number;
  lastError?: string;
  pollAt: number;
  polledAt: number;
}

/** What changes of a row after it was written; `undefined` clears. */
export type ChangePatch = Partial<
  Omit<
    ChangeRow,
    | 'id'
    | 'contentHash'
    | 'kubernetesCluster'
    | 'domain'
    | 'namespace'
    | 'repository'
    | 'branch'
    | 'requestedBy'
    | 'createdAt'
    | 'updatedAt'
  >
>;

/** Phases in which there is still something to follow. */
export const FOLLOWED_PHASES: ChangePhase[] = ['open', 'merged', 'synced'];
