import { isRecord } from '../../jsonPath';
import type { KubernetesObject } from '../../types';

/** What lakeFS takes for the name of a branch. */
export const BRANCH_ID = /^[a-zA-Z0-9_][-a-zA-Z0-9_]*$/;

const SPEC_TEXTS = [
  'server',
  'repository',
  'branch',
  'source',
  'adopt',
  'expiresAt',
  'deletionPolicy',
];

/** One merge that is asked for, as far as it is read here. */
export interface BranchPromotion {
  commit?: string;
  into?: string;
  strategy?: string;
  squash?: boolean;
  message?: string;
}

/** A condition of the branch controller. */
export interface BranchCondition {
  type: string;
  status: string;
  reason: string;
  message: string;
  lastTransitionTime?: string;
  observedGeneration?: number;
}

/** A `lakefront.dev/v1alpha1` LakeFSBranch as far as it is read here. */
export interface LakeFSBranch extends KubernetesObject {
  spec: {
    server?: string;
    repository?: string;
    branch?: string;
    source?: string;
    adopt?: string;
    expiresAt?: string;
    deletionPolicy?: string;
    promote?: BranchPromotion;
    [key: string]: unknown;
  };
  status: {
    observedGeneration?: number;
    commitId?: string;
    ahead?: number;
    behind?: number;
    uncommitted?: number;
    promotedCommitId?: string;
    promotionCommitId?: string;
    conditions: BranchCondition[];
  };
}

/** An object of the API server or of Git as a LakeFSBranch; what is missing or of another type is left out. */
export function toLakeFSBranch(object: KubernetesObject): LakeFSBranch {
  const spec = isRecord(object.spec) ? object.spec : {};
  const status = isRecord(object.status) ? object.status : {};
  const promote = isRecord(spec.promote) ? spec.promote : undefined;
  return {
    ...object,
    spec: {
      ...spec,
      ...texts(spec, SPEC_TEXTS),
      promote: promote && {
        ...texts(promote, ['commit', 'into', 'strategy', 'message']),
        squash: promote.squash === true,
      },
    },
    status: {
      ...texts(status, ['commitId', 'promotedCommitId', 'promotionCommitId']),
      ...numbers(status, [
        'observedGeneration',
        'ahead',
        'behind',
        'uncommitted',
      ]),
      conditions: (Array.isArray(status.conditions) ? status.conditions : [])
        .filter(isRecord)
        .map(condition => ({
          type: String(condition.type),
          status: String(condition.status),
          reason: String(condition.reason ?? ''),
          message: String(condition.message ?? ''),
          ...texts(condition, ['lastTransitionTime']),
          ...numbers(condition, ['observedGeneration']),
        })),
    },
  };
}

/** The name of the branch: that of the object where nothing else is said. */
export function branchNameOf({ spec, metadata }: LakeFSBranch): string {
  return spec.branch ?? metadata.name;
}

/** Where a promotion goes: what the branch came from where nothing else is said. */
export function promotedInto({ spec }: LakeFSBranch): string {
  return spec.promote?.into ?? spec.source ?? '';
}

/** A commit as people know it. */
export function shortCommit(id: string): string {
  return id.slice(0, 12);
}

function texts(from: Record<string, unknown>, keys: string[]) {
  return Object.fromEntries(
    keys.map(key => [
      key,
      typeof from[key] === 'string' ? from[key] : undefined,
    ]),
  ) as Record<string, string | undefined>;
}

function numbers(from: Record<string, unknown>, keys: string[]) {
  return Object.fromEntries(
    keys.map(key => [
      key,
      typeof from[key] === 'number' ? from[key] : undefined,
    ]),
  ) as Record<string, number | undefined>;
}
