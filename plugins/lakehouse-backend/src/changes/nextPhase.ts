import type { SyncCulprit } from '@lakefront/backstage-plugin-lakehouse-common';
import { nameInChange, type ChangePatch, type ChangeRow } from './ChangeRow';
import { engineTitle } from './engineTitle';
import type { Evidence } from './Evidence';

/** Merged, and still not synced: somebody should look. Argo CD may take 3 minutes by itself. */
export const STUCK_AFTER_MS = 10 * 60_000;

/** An operator acts on an edit within seconds, if it heard of it. */
export const OPERATOR_PATIENCE_MS = 60_000;

/**
 * What a look at a change means for its row; nothing where nothing changed.
 * Pure: one step at a time, so that a change that is live already when it is
 * found merged goes through each phase with its own evidence.
 */
export function nextPhase(
  row: ChangeRow,
  evidence: Evidence,
  now: number,
  options: { platformOwner?: string } = {},
): ChangePatch {
  switch (row.phase) {
    case 'open':
      return fromOpen(row, evidence, now);
    case 'merged':
      return fromMerged(row, evidence, now, options);
    case 'synced':
      return fromSynced(row, evidence, now, options);
    default:
      return {};
  }
}

function fromOpen(row: ChangeRow, evidence: Evidence, now: number) {
  const { pullRequest } = evidence;
  if (pullRequest === undefined) {
    return {};
  }
  if (pullRequest === null) {
    return ended(now, 'The pull request is no longer there.');
  }
  if (pullRequest.state === 'closed') {
    return ended(timeOf(pullRequest.closedAt, now), 'Closed without a merge.');
  }
  const { approvals = row.details.approvals } = evidence;
  const seen: ChangePatch = {
    url: pullRequest.url,
    headSha: pullRequest.headSha,
    approvedAt: approvals.length > 0 ? row.approvedAt ?? now : undefined,
    details: { ...row.details, approvals, draft: pullRequest.draft },
  };
  if (pullRequest.state === 'merged' && pullRequest.mergeCommitSha) {
    return {
      ...seen,
      phase: 'merged',
      blocked: undefined,
      mergedAt: timeOf(pullRequest.mergedAt, now),
      mergeSha: pullRequest.mergeCommitSha,
      details: {
        ...row.details,
        ...{ approvals, draft: undefined, mergedBy: pullRequest.mergedBy },
      },
      files: row.files.map(file =>
        evidence.merged && nameInChange(file) in evidence.merged
          ? { ...file, merged: evidence.merged[nameInChange(file)] }
          : file,
      ),
    } satisfies ChangePatch;
  }
  const { renewed, reason, stands } = evidence.renewal ?? {};
  if (renewed) {
    const { headSha, baseSha, writes } = renewed;
    return {
      ...{ ...seen, headSha, writes, approvedAt: undefined },
      blocked: undefined,
      details: {
        ...{ ...row.details, draft: pullRequest.draft },
        ...{ approvals: [], own: { headSha, baseSha } },
      },
    };
  }
  return {
    ...seen,
    blocked:
      pullRequest.mergeable === false && !stands
        ? {
            reason:
              reason ??
              `The branch can't be merged into ${pullRequest.baseBranch}. Close the pull request and ask again.`,
            who: row.requestedBy,
          }
        : undefined,
  };
}

function fromMerged(
  row: ChangeRow,
  evidence: Evidence,
  now: number,
  options: { platformOwner?: string },
): ChangePatch {
  const { sync } = evidence;
  if (sync === undefined) {
    return {};
  }
  const details = {
    ...row.details,
    engine: sync?.engine ?? row.details.engine,
    refused: undefined,
  };
  if (sync && evidence.syncContainsMerge) {
    return {
      phase: 'synced',
      blocked: undefined,
      syncedAt: now,
      details: { ...details, syncedRevision: sync.revision },
    };
  }
  if (evidence.supersededBy) {
    return ended(now, `Superseded by ${evidence.supersededBy}.`);
  }
  if (evidence.clusterProblem) {
    return {
      details,
      blocked: { reason: evidence.clusterProblem, who: options.platformOwner },
    };
  }
  const engine = `${engineTitle(details.engine)} on ${row.kubernetesCluster}`;
  if (sync?.state === 'blocked') {
    const said = sync.message?.trim();
    return {
      details: { ...details, refused: true },
      blocked: {
        reason: `${engine} can't apply the domain's files${becauseOf(
          row,
          evidence.culprit,
        )}${said ? `: ${said}` : ''}`,
        who: evidence.unblocker,
      },
    };
  }
  if (sync?.state === 'syncing' && row.blocked && row.details.refused) {
    // Engines try again and again: until one got further it is as stuck as before.
    return { details: { ...details, refused: true } };
  }
  const stuck = now - (row.mergedAt ?? now) >= STUCK_AFTER_MS;
  if (!stuck) {
    return { details, blocked: undefined };
  }
  return {
    details,
    blocked: {
      reason: sync
        ? `Merged for more than 10 minutes, and ${engine} has not applied it${
            sync.message ? `: ${sync.message.trim()}` : ''
          }`
        : `Merged, but nothing on ${row.kubernetesCluster} applies the domain's directory`,
      who: options.platformOwner,
    },
  };
}

function fromSynced(
  row: ChangeRow,
  evidence: Evidence,
  now: number,
  options: { platformOwner?: string },
): ChangePatch {
  const { objects } = evidence;
  if (objects?.every(({ live }) => live)) {
    return { phase: 'live', blocked: undefined, liveAt: now };
  }
  if (evidence.supersededBy) {
    return ended(now, `Superseded by ${evidence.supersededBy}.`);
  }
  if (evidence.clusterProblem) {
    return {
      blocked: { reason: evidence.clusterProblem, who: options.platformOwner },
    };
  }
  const ignored = objects?.find(object => object.ignored);
  if (ignored && now - (row.syncedAt ?? now) >= OPERATOR_PATIENCE_MS) {
    const again = row.files.some(
      ({ name, runsAgain }) => runsAgain && name === ignored.name,
    );
    return {
      blocked: {
        reason: `The operator has not acted on ${ignored.kind} ${ignored.name} within a minute of the edit: it is away, or it missed it. Another edit, as to run it again, is another chance`,
        who: again ? row.requestedBy : options.platformOwner,
      },
    };
  }
  const waiting = objects?.find(({ live }) => !live);
  const stuck = now - (row.syncedAt ?? now) >= STUCK_AFTER_MS;
  return {
    blocked:
      stuck && waiting
        ? {
            reason: `Applied for more than 10 minutes, but ${waiting.kind} ${
              waiting.name
            } ${waiting.waitsFor ?? 'is not as it was asked for'}`,
            who: row.requestedBy,
          }
        : undefined,
  };
}

function becauseOf(row: ChangeRow, culprit: SyncCulprit | undefined): string {
  if (!culprit) {
    return '';
  }
  const { path, change, commit } = culprit;
  if (change?.id === row.id) {
    return ` because of this change's ${path}`;
  }
  if (change) {
    return ` because of ${path} (change "${change.title}")`;
  }
  return commit
    ? ` because of ${path} (commit ${commit.sha.slice(0, 7)} "${commit.title}")`
    : ` because of ${path}`;
}

function ended(at: number, message: string): ChangePatch {
  return { phase: 'closed', blocked: undefined, endedAt: at, message };
}

function timeOf(value: string | undefined, otherwise: number): number {
  const time = value ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? otherwise : time;
}
