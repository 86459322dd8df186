import { isDeepStrictEqual } from 'node:util';
import { NotFoundError } from '@backstage/errors';
import {
  type KubernetesObject,
  workloadDirectory,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type {
  GitHost,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { DomainKey, LakehouseReader } from '../types';
import { nameInChange, type ChangeRow, type ProposedFile } from './ChangeRow';
import type { ChangeStore } from './ChangeStore';
import type { CulpritFinder } from './culprit/CulpritFinder';
import type { Evidence, ObjectEvidence } from './Evidence';
import { approversOf } from './fourEyesVerdict';
import type { KindById } from './KindById';
import { findDocument, objectKeyOf, splitDocuments } from './layout';
import { changeOfMessage } from './openPullRequest';
import { parseManifest } from './parseManifest';
import { vouchingRevisions } from './vouchingRevisions';

export interface EvidenceSources {
  /** Renews the row's lease before each call. */
  host: GitHost;
  repository: GitRepositoryTarget;
  reader: LakehouseReader;
  changes: ChangeStore;
  culprits: Pick<CulpritFinder, 'find'>;
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

/**
 * That a pull request is gone ends its change for good, and a repository that
 * credentials may no longer see answers the same: then its base branch is
 * "gone" too. Throws `NotFoundError` in that case.
 */
async function assertSeen(
  repository: EvidenceSources['repository'],
  host: GitHost,
): Promise<void> {
  const { url, baseBranch } = repository;
  if (!(await host.getBranch(repository, baseBranch))) {
    throw new NotFoundError(
      `${url} shows neither its pull request nor its branch ${baseBranch}: it is gone, has another name, or the portal's credentials may not see it`,
    );
  }
}

async function askGit(
  row: ChangeRow,
  { host, repository, kinds, countingApprovers }: EvidenceSources,
): Promise<Evidence> {
  if (row.number === undefined) {
    return {};
  }
  const pullRequest = await host.getPullRequest(repository, row.number);
  if (!pullRequest) {
    await assertSeen(repository, host);
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
  const texts = new Map<string, string | undefined>();
  for (const file of row.files) {
    const { path } = file;
    if (!texts.has(path)) {
      const found = await host.getFile(repository, path, mergeCommitSha);
      texts.set(path, found?.content);
    }
    const object = mergedObject(row, file, { text: texts.get(path), kinds });
    if (object !== undefined) {
      merged[nameInChange(file)] = object;
    }
  }
  return { pullRequest, approvals, merged };
}

/**
 * What a merge left of an object; null where it is gone, and nothing where that
 * can't be told: what is not YAML can't have been applied, and what was proposed
 * says more.
 */
function mergedObject(
  { namespace }: ChangeRow,
  { kind: kindId, name, action }: ProposedFile,
  { text, kinds }: { text: string | undefined; kinds: KindById },
): KubernetesObject | null | undefined {
  const kind = kinds.byId(kindId);
  const held =
    text !== undefined && kind
      ? findDocument(text, objectKeyOf({ kind, name, namespace }))?.object
      : undefined;
  if (held || text === undefined) {
    return held ?? null;
  }
  const alone = parseManifest(text);
  return alone && action !== 'delete' ? alone : gone(text);
}

/** Whether a text of manifests has no such object, or is none. */
function gone(text: string): null | undefined {
  return splitDocuments(text).some(({ object }) => object) ? null : undefined;
}

/**
 * A change of objects of both stages is synced when both of their directories
 * are: until then the first that is not has the ball.
 */
async function askEngine(
  row: ChangeRow,
  sources: EvidenceSources,
): Promise<Evidence> {
  let evidence: Evidence = {};
  for (const [directory, files] of byDirectory(row, sources)) {
    evidence = await askSync(row, { directory, files }, sources);
    if (!evidence.syncContainsMerge) {
      return evidence;
    }
  }
  return evidence;
}

async function askSync(
  row: ChangeRow,
  part: { directory: string; files: ProposedFile[] },
  sources: EvidenceSources,
): Promise<Evidence> {
  const { host, repository, reader, culprits } = sources;
  const { kubernetesCluster, domain, namespace } = row;
  const { directory, files } = part;
  const sync =
    reader.sync(kubernetesCluster, directory) ??
    (isFirstSync(reader, kubernetesCluster) ? undefined : null);
  if (sync === undefined) {
    return {};
  }
  const revisions = sync
    ? vouchingRevisions(sync, objectNames({ files, namespace }, sources))
    : [];
  for (const revision of revisions) {
    const sha = /[0-9a-f]{40,64}/.exec(revision)?.[0];
    const { mergeSha } = row;
    if (sha && mergeSha && (await host.contains(repository, sha, mergeSha))) {
      return { sync: { ...sync!, revision }, syncContainsMerge: true };
    }
  }
  const blocked = sync?.state === 'blocked';
  const key: DomainKey = `${kubernetesCluster}/${domain}`;
  const culprit = blocked ? await culprits.find(key, sync.message) : undefined;
  return {
    sync,
    syncContainsMerge: false,
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

/** `<Kind>/<namespace>/<name>` of each, as engines name them. */
function objectNames(
  { files, namespace }: Pick<ChangeRow, 'files' | 'namespace'>,
  { kinds }: EvidenceSources,
): string[] {
  return files.map(
    ({ kind, name }) =>
      `${kinds.byId(kind)?.kind ?? kind}/${namespace}/${name}`,
  );
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
      runsAgain: file.runsAgain === true && !file.onlyResumes,
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
  sources: EvidenceSources,
): Promise<string | undefined> {
  const { host, repository } = sources;
  const { mergeSha } = row;
  if (mergeSha === undefined) {
    return undefined;
  }
  for (const file of row.files) {
    const { path } = file;
    const last = await host.getLastCommit(
      repository,
      path,
      repository.baseBranch,
    );
    const own =
      !last ||
      last.sha === mergeSha ||
      changeOfMessage(last.message) === row.id;
    if (
      !own &&
      (await host.contains(repository, last.sha, mergeSha)) &&
      !(await isBesideIt(row, file, sources))
    ) {
      const other = changeOfMessage(last.message);
      return other ? `change ${other}` : `commit ${last.sha.slice(0, 7)}`;
    }
  }
  return undefined;
}

/** Whether a file that holds other objects too still has this one as it was merged. */
async function isBesideIt(
  { writes, namespace }: ChangeRow,
  { path, kind: kindId, name, action, object, merged }: ProposedFile,
  { host, repository, kinds }: EvidenceSources,
): Promise<boolean> {
  const { text = '' } = writes.find(write => write.path === path) ?? {};
  const objects = splitDocuments(text).filter(one => one.object).length;
  const kind = kinds.byId(kindId);
  if (!kind || objects <= (action === 'delete' ? 0 : 1)) {
    return false;
  }
  const { baseBranch } = repository;
  const file = await host.getFile(repository, path, baseBranch);
  const key = objectKeyOf({ kind, name, namespace });
  const now = file && findDocument(file.content, key)?.object;
  return isDeepStrictEqual(now ?? null, merged === undefined ? object : merged);
}

/** The files of a change by the directories that an engine applies, that of the first stage before that of the second. */
function byDirectory(
  row: ChangeRow,
  { repository, kinds }: EvidenceSources,
): Array<[directory: string, files: ProposedFile[]]> {
  const { root } = repository;
  const stageOf = ({ kind }: ProposedFile) => kinds.byId(kind)?.stage ?? 1;
  return ([1, 2] as const).flatMap(stage => {
    const files = row.files.filter(file => stageOf(file) === stage);
    return files.length > 0
      ? [[workloadDirectory({ ...row, root, stage }), files]]
      : [];
  });
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
