import {
  ANNOTATION_CHANGE,
  ANNOTATION_OWNER,
  ANNOTATION_REQUESTED_BY,
  appliedBy,
  type Footprint,
  isRecord,
  type KubernetesObject,
  type WorkloadKind,
  type WorkloadSummary,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Projection, WireObject } from '@lakefront/kube-index';
import { cutTexts } from '../cutTexts';
import { maskText } from '../maskText';
import { needsAttention } from './needsAttention';
import { toNamespaceKey, type WorkloadRow } from './rows';

const NO_FOOTPRINT: Footprint = {
  cpu: 0,
  memory: 0,
  gpu: 0,
  pods: 0,
  parts: [],
};

/** Longest text of a row: what a driver printed may be of any length. */
const LONGEST_TEXT = 2_000;

/** The one value of the key by which what needs somebody is found. */
export const ATTENTION = 'yes';

/**
 * An object of a kind becomes a row. An object that its kind cannot read stays
 * in sight as `unknown`: a row that vanishes would be worse than one that says so.
 */
export function projectWorkload(
  wire: WireObject,
  options: { kubernetesCluster: string; kind: WorkloadKind },
): Projection<WorkloadRow> {
  const { kubernetesCluster, kind } = options;
  const object = wire as KubernetesObject;
  const { metadata } = object;
  const summary = orElse(() => kind.summarize(object), unreadable(kind));
  return {
    row: {
      workload: cutTexts(
        {
          kubernetesCluster,
          namespace: metadata.namespace ?? '',
          kind: kind.id,
          name: metadata.name,
          uid: metadata.uid ?? '',
          role: kind.role,
          createdAt: metadata.creationTimestamp ?? '',
          owner: metadata.annotations?.[ANNOTATION_OWNER],
          requestedBy: metadata.annotations?.[ANNOTATION_REQUESTED_BY],
          changeId: metadata.annotations?.[ANNOTATION_CHANGE],
          ...(kind.outlivesChanges && { changedAt: changedAtOf(object) }),
          notInGit: (!kind.readOnly && isByHand(object, kind)) || undefined,
          ...withoutCredentials(summary),
          footprint: orElse(() => kind.footprint(object), NO_FOOTPRINT),
        },
        LONGEST_TEXT,
      ),
      podSelector: orElse(() => kind.podSelector(object), {}),
      run: cutTexts(
        orElse(() => kind.run(object), undefined),
        LONGEST_TEXT,
      ),
    },
    keys: {
      namespace: [toNamespaceKey(kubernetesCluster, metadata.namespace)],
      state: [summary.state],
      attention: needsAttention(summary) ? [ATTENTION] : [],
    },
  };
}

/** When somebody wrote more than its status last, as the API server notes it. */
function changedAtOf({ metadata }: KubernetesObject): string | undefined {
  const entries: unknown = metadata.managedFields;
  return (Array.isArray(entries) ? entries.filter(isRecord) : [])
    .filter(({ subresource }) => !subresource)
    .flatMap(({ time }) => (typeof time === 'string' ? time : []))
    .sort()
    .at(-1);
}

/** Neither a sync nor another object made it. */
function isByHand(
  object: KubernetesObject,
  { belongsTo }: WorkloadKind,
): boolean {
  const owners: unknown = object.metadata.ownerReferences;
  const isMade =
    Array.isArray(owners) &&
    owners.some(owner => belongsTo === undefined || owner?.kind !== belongsTo);
  return !isMade && appliedBy(object) === undefined;
}

/** What a system says about a failure may quote arguments and addresses. */
function withoutCredentials(summary: WorkloadSummary): WorkloadSummary {
  const { reason } = summary;
  return reason
    ? {
        ...summary,
        reason: {
          ...reason,
          message: maskText(reason.message),
          detail: reason.detail && maskText(reason.detail),
        },
      }
    : summary;
}

function unreadable(kind: WorkloadKind): WorkloadSummary {
  return {
    state: 'unknown',
    stateDetail: '',
    reason: {
      code: 'unreadable',
      message: `The object is not a ${kind.title} as Lakefront knows it.`,
    },
    description: kind.title,
    links: [],
  };
}

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
