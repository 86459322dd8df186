import type {
  ChangeStep,
  ChangeStepId,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { ChangeRow } from './ChangeRow';
import { extrasWarning } from './addExtras';
import { engineTitle } from './engineTitle';

/** What is known about a change beside its row. */
export interface StepContext {
  /** Entity ref of who reviews: the domain's owner. */
  owner?: string;
  /** A person other than the requester must approve. */
  needsFourEyes: boolean;
}

const ORDER: ChangeStepId[] = [
  'opened',
  'checks',
  'review',
  'merged',
  'synced',
  'live',
];

/**
 * The timeline of a change. Pure. What is done comes first, then at most one
 * step that has the ball, then what waits for it (or is skipped, where the
 * change ended).
 */
export function deriveSteps(
  row: ChangeRow,
  context: StepContext,
): ChangeStep[] {
  const current = currentStep(row);
  const turn = current ? ORDER.indexOf(current) : ORDER.length;
  return ORDER.map((id, position): ChangeStep => {
    const { title, at, url, done, active } = factsOf(id, row, context);
    if (position < turn) {
      return compact({ id, title, state: 'done', at, evidence: done, url });
    }
    if (position > turn) {
      const over = row.phase === 'closed' || row.phase === 'failed';
      return { id, title, state: over ? 'skipped' : 'waiting' };
    }
    const state = stateOfCurrent(row);
    return compact({
      id,
      title,
      state,
      at: toIso(row.endedAt),
      evidence:
        row.blocked?.reason ?? (state === 'active' ? active : row.message),
      url,
    });
  });
}

function compact(step: ChangeStep): ChangeStep {
  const { at, evidence, url, ...rest } = step;
  return {
    ...rest,
    ...(at !== undefined && { at }),
    ...(evidence !== undefined && { evidence }),
    ...(url !== undefined && { url }),
  };
}

/** The step that has the ball; none when it is live. */
function currentStep(row: ChangeRow): ChangeStepId | undefined {
  if (row.liveAt !== undefined) {
    return undefined;
  }
  if (row.syncedAt !== undefined) {
    return 'live';
  }
  if (row.mergedAt !== undefined) {
    return 'synced';
  }
  if (row.openedAt === undefined) {
    return 'opened';
  }
  return row.details.approvals.length > 0 ? 'merged' : 'review';
}

function stateOfCurrent(row: ChangeRow): ChangeStep['state'] {
  if (row.phase === 'failed') {
    return 'failed';
  }
  if (row.phase === 'closed') {
    return 'skipped';
  }
  return row.blocked ? 'blocked' : 'active';
}

interface StepFacts {
  title: string;
  at?: string;
  url?: string;
  /** Evidence once it is done, and what it waits for before. */
  done?: string;
  active?: string;
}

function factsOf(
  id: ChangeStepId,
  row: ChangeRow,
  context: StepContext,
): StepFacts {
  const engine = `${engineTitle(row.details.engine)} on ${
    row.kubernetesCluster
  }`;
  const { approvals, mergedBy, warnings } = row.details;
  switch (id) {
    case 'opened':
      return {
        title: 'Opened',
        at: toIso(row.openedAt),
        url: row.url,
        done: [
          `${repositoryTitle(row)} #${row.number}`,
          row.details.extras && extrasWarning(row.details.extras),
        ]
          .filter(Boolean)
          .join('. '),
        active: `Opening the pull request in ${repositoryTitle(row)}`,
      };
    case 'checks':
      return {
        title: 'Checks passed',
        at: toIso(row.openedAt),
        done:
          warnings.length > 0
            ? warnings.join(' ')
            : 'Policy, schema, name and size are in order',
      };
    case 'review':
      return {
        title: 'Review',
        at: toIso(row.approvedAt ?? row.mergedAt),
        url: row.url,
        done:
          approvals.length > 0
            ? `Approved by ${approvals.join(', ')}`
            : 'Merged without an approval on record',
        active: waitsAsDraft(row) ?? waitsForReview(context),
      };
    case 'merged':
      return {
        title: 'Merged',
        at: toIso(row.mergedAt),
        url: row.url,
        done: `${row.mergeSha?.slice(0, 7) ?? 'Merged'}${
          mergedBy ? ` by ${mergedBy}` : ''
        }`,
        active: waitsAsDraft(row) ?? 'Waits for the merge',
      };
    case 'synced':
      return {
        title: 'Synced',
        at: toIso(row.syncedAt),
        done: `${engine} applied ${shortened(
          row.details.syncedRevision ?? row.mergeSha ?? 'it',
        )}`,
        active: `Waits for ${engine} to apply it`,
      };
    default:
      return {
        title: isRemoval(row) ? 'Gone' : 'Live',
        at: toIso(row.liveAt),
        done: `${objectsOf(row)} ${isRemoval(row) ? 'is gone from' : 'on'} ${
          row.kubernetesCluster
        }`,
        active: `Waits until ${objectsOf(row)} ${whatIsAsked(row)}`,
      };
  }
}

/** One sentence: where it is and who has the ball. */
export function summarizeChange(row: ChangeRow, context: StepContext): string {
  if (row.blocked) {
    const reason = row.blocked.reason.replace(/\.?\s*$/, '.');
    return row.blocked.who
      ? `${reason} ${nameOf(row.blocked.who)} can unblock it.`
      : reason;
  }
  switch (row.phase) {
    case 'open':
      if (row.openedAt === undefined) {
        return `Opening the pull request in ${repositoryTitle(row)}.`;
      }
      if (row.details.draft) {
        return `${waitsAsDraft(row)}.`;
      }
      return row.details.approvals.length > 0
        ? `Approved by ${row.details.approvals.join(
            ', ',
          )}; waits for the merge.`
        : `${waitsForReview(context)}.`;
    case 'merged':
      return `Merged; waits for ${engineTitle(row.details.engine)} on ${
        row.kubernetesCluster
      } to apply it. Nothing for you to do.`;
    case 'synced':
      return `Applied on ${row.kubernetesCluster}; waits until ${objectsOf(
        row,
      )} ${whatIsAsked(row)}. Nothing for you to do.`;
    case 'live':
      return `${objectsOf(row)} is ${
        isRemoval(row) ? 'gone from' : 'live on'
      } ${row.kubernetesCluster}.`;
    case 'failed':
      return `No pull request was opened: ${row.message ?? 'unknown reason'}`;
    default:
      return row.message ?? 'Closed without a merge.';
  }
}

/** `lakehouse/gitops` of `https://git.example.com/lakehouse/gitops`. */
export function repositoryTitle(row: { repository: string }): string {
  return new URL(row.repository).pathname.replace(/^\/|\/$|\.git$/g, '');
}

function waitsAsDraft({ details }: ChangeRow): string | undefined {
  return details.draft
    ? 'The pull request is a draft: mark it as ready on the Git host, or it can not be merged'
    : undefined;
}

function waitsForReview(context: StepContext): string {
  const who = context.owner
    ? nameOf(context.owner)
    : 'the owners of the domain';
  return context.needsFourEyes
    ? `Waits for review by ${who} (needs 1 approval by somebody else)`
    : `Waits for review by ${who}`;
}

/** Whether it only takes away. */
function isRemoval({ files }: ChangeRow): boolean {
  return files.every(({ action }) => action === 'delete');
}

function whatIsAsked(row: ChangeRow): string {
  return isRemoval(row) ? 'is gone' : 'is there as asked';
}

function objectsOf(row: ChangeRow): string {
  const [first, ...more] = row.files;
  return more.length > 0
    ? `${first.name} and ${more.length} more`
    : first?.name ?? 'it';
}

/** `sales-data` of `group:default/sales-data`. */
function nameOf(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1);
}

function toIso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

/** A revision as people tell them apart: `main@sha1:4e93185` for all 40 digits. */
function shortened(revision: string): string {
  return revision.replace(/[0-9a-f]{40,64}/g, sha => sha.slice(0, 7));
}
