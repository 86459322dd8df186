import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import type {
  GitHost,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { DomainKey, LakehouseReader } from '../types';
import type { ChangeRow, ProposedFile } from './ChangeRow';
import type { ChangeStore } from './ChangeStore';
import type { Evidence, ObjectEvidence } from './Evidence';
import { searchCulprit } from './findCulprit';
import { approversOf } from './fourEyesVerdict';
import type { KindById } from './KindById';
import { changeOfMessage } from './openPullRequest';
import { parseManifest } from './parseManifest';

export interface EvidenceSources {
  /** Renews the row's lease before each call. */
  host: GitHost;
  repository: GitRepositoryTarget;
  reader: LakehouseReader;
  changes: ChangeStore;
  kinds: KindById;
  /** Logins among these that count as approvers; all, where nobody else needs to approve. */
  countingApprovers: (logins: string[]) => Promise<string[]>;
}

/** The Git host's clock and the Kubernetes cluster's are two. */
const CLOCKS_DIFFER_MS = 60_000;

/** Asks Git, the engine or the cluster, whichever has the ball, how a change is. */
export async function gatherEvidence(
  row: ChangeRow,
  sources: EvidenceSources,
): Promise<Evidence> {
  switch (row.phase) {
    case 'open':
      return askGit(row, sources);
    case 'merged':
      return askEngine(row, sources);
    case 'synced':
      return askCluster(row, sources);
    default:
      return {};
  }
}

async function askGit(
  row: ChangeRow,
  { host, repository, countingApprovers }: EvidenceSources,
): Promise<Evidence> {
  if (row.number === undefined) {
    return {};
  }
  const pullRequest = await host.getPullRequest(repository, row.number);
  if (!pullRequest) {
    return { pullRequest: null };
  }
  const reviews =
    pullRequest.state === 'closed'
      ? []
      : await host.listReviews(repository, row.number);
  const approvals = await countingApprovers(
    approversOf(reviews, pullRequest.headSha),
  );
  const { state, mergeCommitSha } = pullRequest;
  if (state !== 'merged' || !mergeCommitSha) {
    return { pullRequest, approvals };
  }
  const merged: Record<string, KubernetesObject | null> = {};
  for (const file of row.files) {
    const found = await host.getFile(repository, file.path, mergeCommitSha);
    const object = found && parseManifest(found.content);
    // What is not YAML can't have been applied: what was proposed says more.
    if (!found || object) {
      merged[file.path] = object ?? null;
    }
  }
  return { pullRequest, approvals, merged };
}

async function askEngine(
  row: ChangeRow,
  sources: EvidenceSources,
): Promise<Evidence> {
  const { host, repository, reader, changes } = sources;
  const { kubernetesCluster, domain } = row;
  const directory = row.files[0].path.split('/').slice(0, -2).join('/');
  const sync =
    reader.sync(kubernetesCluster, directory) ??
    (isFirstSync(reader, kubernetesCluster) ? undefined : null);
  if (sync === undefined) {
    return {};
  }
  const revision = /[0-9a-f]{40,64}/.exec(sync?.revision ?? '')?.[0];
  const syncContainsMerge =
    revision !== undefined && row.mergeSha !== undefined
      ? await host.contains(repository, revision, row.mergeSha)
      : false;
  if (syncContainsMerge) {
    return { sync, syncContainsMerge };
  }
  const blocked = sync?.state === 'blocked';
  const key: DomainKey = `${kubernetesCluster}/${domain}`;
  const culprit = blocked
    ? await searchCulprit(changes, key, sync.message)
    : undefined;
  return {
    sync,
    syncContainsMerge,
    supersededBy: await findSuccessor(row, sources),
    clusterProblem: clusterProblemOf(reader, kubernetesCluster),
    culprit,
    // An object of nobody's change is the domain owner's: its file is in their directory.
    unblocker: blocked
      ? culprit?.change?.requestedBy ??
        reader.place(kubernetesCluster, domain)?.owner
      : undefined,
  };
}

async function askCluster(
  row: ChangeRow,
  sources: EvidenceSources,
): Promise<Evidence> {
  const clusterProblem = clusterProblemOf(
    sources.reader,
    row.kubernetesCluster,
  );
  const objects: ObjectEvidence[] = [];
  for (const file of row.files) {
    objects.push(await askObject(row, file, sources));
  }
  return {
    objects,
    clusterProblem,
    supersededBy: objects.every(({ live }) => live)
      ? undefined
      : await findSuccessor(row, sources),
  };
}

async function askObject(
  row: ChangeRow,
  file: ProposedFile,
  { reader, kinds }: EvidenceSources,
): Promise<ObjectEvidence> {
  const { kind, name } = file;
  const manifest = file.merged === undefined ? file.object : file.merged;
  const address = [row.kubernetesCluster, row.namespace, kind, name] as const;
  const object = await reader.readLive(...address);
  if (manifest === null) {
    return { kind, name, live: !object, waitsFor: 'is still there' };
  }
  if (!object) {
    return { kind, name, live: false, waitsFor: 'is not there' };
  }
  const known = kinds.byId(kind);
  if (known && !known.isLive(manifest, object)) {
    return { kind, name, live: false, waitsFor: 'is not as it was asked for' };
  }
  const acted =
    file.action !== 'update' ||
    row.mergedAt === undefined ||
    known?.actedOn?.(object, {
      since: row.mergedAt - CLOCKS_DIFFER_MS,
      runsAgain: file.runsAgain ?? false,
    });
  return acted === false
    ? { kind, name, live: false, ignored: true }
    : { kind, name, live: true };
}

/**
 * Who changed a file after the merge, if anybody did. The last commit on a path
 * may be the change's own, from before its merge commit: only one that has the
 * merge among its ancestors came later.
 */
async function findSuccessor(
  row: ChangeRow,
  { host, repository }: EvidenceSources,
): Promise<string | undefined> {
  const { mergeSha } = row;
  if (mergeSha === undefined) {
    return undefined;
  }
  for (const { path } of row.files) {
    const last = await host.getLastCommit(
      repository,
      path,
      repository.baseBranch,
    );
    const own =
      !last ||
      last.sha === mergeSha ||
      changeOfMessage(last.message) === row.id;
    if (!own && (await host.contains(repository, last.sha, mergeSha))) {
      const other = changeOfMessage(last.message);
      return other ? `change ${other}` : `commit ${last.sha.slice(0, 7)}`;
    }
  }
  return undefined;
}

/** Whether the cluster's first lists still come in: nothing can be told from what is not there yet. */
function isFirstSync(
  reader: LakehouseReader,
  kubernetesCluster: string,
): boolean {
  return reader
    .freshness(kubernetesCluster)
    .some(
      ({ state, everSynced }) => state === 'syncing' && everSynced === false,
    );
}

export function clusterProblemOf(
  reader: LakehouseReader,
  kubernetesCluster: string,
): string | undefined {
  const down = reader
    .freshness(kubernetesCluster)
    .find(({ state }) => state === 'unreachable');
  return (
    down &&
    `Kubernetes cluster ${kubernetesCluster} can't be reached${
      down.message ? `: ${down.message}` : ''
    }`
  );
}
