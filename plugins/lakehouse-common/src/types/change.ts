import type { Fit } from './domain';
import type { JsonValue, KubernetesObject } from './kubernetes';
import type { Footprint } from './workload';

// A pull request that the portal opened, and what it writes.

/** @public */
export type ChangePhase =
  | 'open'
  | 'merged'
  | 'synced'
  | 'live'
  | 'closed'
  | 'failed';

/** @public */
export type ChangeStepId =
  | 'opened'
  | 'checks'
  | 'review'
  | 'merged'
  | 'synced'
  | 'live';

/** @public */
export interface ChangeStep {
  id: ChangeStepId;
  title: string;
  state: 'done' | 'active' | 'waiting' | 'blocked' | 'failed' | 'skipped';
  at?: string;
  /** What proves it, or what it waits for; one sentence. */
  evidence?: string;
  url?: string;
}

/** What a change does to one object. @public */
export interface ChangeOperation {
  action: 'create' | 'update' | 'delete';
  kind: string;
  name: string;
  kubernetesCluster: string;
  domain: string;
  namespace: string;
  path: string;
  /** What is done, where it has a name: `Suspend`. */
  verb?: string;
}

/** A pull request that the portal opened, followed until it is live. @public */
export interface ChangeRequest {
  id: string;
  title: string;
  phase: ChangePhase;
  blocked?: { reason: string; who?: string };
  domain: string;
  kubernetesCluster: string;
  requestedBy: string;
  createdAt: string;
  updatedAt: string;
  repository: string;
  /** The pull request's page. */
  url?: string;
  number?: number;
  operations: ChangeOperation[];
  steps: ChangeStep[];
  /** One sentence: where it is and who has the ball. */
  summary: string;
  footprint?: Footprint;
  fit?: Fit;
  /** Why it ended, where it failed or was closed. */
  message?: string;
}

/** A change request with what it writes. @public */
export interface ChangeRequestDetail extends ChangeRequest {
  /** What its merge does, one sentence each, as it was said when it was asked for. */
  consequences: string[];
  /** Masked manifests as they are proposed, by path. `null` where it is removed. */
  files: Array<{
    path: string;
    action: ChangeOperation['action'];
    object: KubernetesObject | null;
    /** As it was when this was asked for, masked; not there for a new one, nor where it held what looks like a credential. */
    before?: KubernetesObject;
    text: string;
    lines: { added: number; removed: number };
    /** The file holds other objects too, which are not removed with this one. */
    othersStay?: boolean;
  }>;
  /** Paths of what it writes besides: the `kustomization.yaml` that lists those files. */
  listedIn?: string[];
  /** The files are too large for one answer: long texts are cut, or all are left out. */
  truncated?: boolean;
  /** Whether the caller may ask for changes of its domain, e.g. to undo it, and who can let them. */
  mayChange?: boolean;
  domainOwner?: string;
}

/** Input of a proposal. Path and namespace are computed, never given. @public */
export interface ProposeInput {
  domain: string;
  kubernetesCluster: string;
  /** Sentence for the pull request's title; a default is made from the operations. */
  title?: string;
  description?: string;
  objects: ProposedObject[];
}

/** What is to become of one object; all but `create`, `adopt` and `undo` are about one that is in Git. @public */
export type ProposedObject =
  /** Whole: `create` (default) where the name is free, `update` over what is there. */
  | {
      kind: string;
      action?: 'create' | 'update';
      object:
        | KubernetesObject
        | {
            apiVersion?: string;
            kind?: string;
            metadata: { name: string };
            [key: string]: unknown;
          };
    }
  /** Some of its values, by the paths that its kind lets one edit; null leaves a value out. */
  | {
      kind: string;
      action: 'edit';
      name: string;
      values: Array<{ path: string; value: JsonValue }>;
    }
  /** A change of values with a name: one of the kind's verbs; with values where it has fields. */
  | {
      kind: string;
      action: 'verb';
      name: string;
      verb: string;
      values?: Array<{ path: string; value: JsonValue }>;
    }
  | { kind: string; action: 'delete'; name: string }
  /** What is live and not in Git, as it is. */
  | { kind: string; action: 'adopt'; name: string }
  /** As it was before a merged change of it, whose id is given. */
  | { kind: string; action: 'undo'; name: string; change: string };

/** One thing that stands in the way of a proposal. @public */
export interface ChangeProblem {
  severity: 'error' | 'warning';
  /** `policy`, `mask`, `schema`, `name`, `quota`, `limit`, `run-again`, ... */
  code: string;
  /** Where: `object.spec.driver.memory`, or a form-ready path. */
  path?: string;
  message: string;
}

/** Answer of a check, before anything is written. @public */
export interface ChangeCheck {
  ok: boolean;
  problems: ChangeProblem[];
  operations: ChangeOperation[];
  footprint?: Footprint;
  fit?: Fit;
  /** What a merge will do, one sentence each, run-again first. */
  consequences: string[];
  /** The files as they would be committed. */
  files: Array<{ path: string; text: string }>;
}
