import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { until } from '../../e2e/api/support/until';
import type { KubeHttp, Manifest } from '../support/KubeHttp';

const run = promisify(execFile);

export const NAMESPACE = 'dom-alike';
export const NAME = 'alike-workloads';
const DIRECTORY = 'alike';
export const APPLICATION = `/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${NAME}`;
export const MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`;

/** Argo CD, real or not: the API server that it is on, and a clone of the repository that it follows. */
export interface ArgoSide {
  admin: KubeHttp;
  repoUrl: string;
  /** Clone with the rights to push. */
  clone: string;
}

export type ArgoQuestions = Record<
  string,
  (side: ArgoSide) => Promise<unknown>
>;

/** One try after the first: giving up is waited for. */
export const RETRIES = 1;
/** Long enough for a busy machine to see it. */
const PAUSE = '4s';

interface Named {
  kind: string;
  name: string;
}

/** As far as it is asked about; the rest is compared as it is. */
export interface Status {
  sync?: { status: string; revision: string };
  conditions?: unknown[];
  reconciledAt?: string;
  resources?: Named[];
  history?: Array<{ id: number }>;
  operationState?: {
    phase?: string;
    finishedAt?: string;
    retryCount?: number;
    syncResult?: { revision?: string; resources?: Named[] };
  };
}

export const map = (
  name: string,
  data: object = { key: 'value' },
): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NAMESPACE },
  data,
});

/** A commit of files of the directory; null takes one away. Answers its id. */
export async function commit(
  { clone }: ArgoSide,
  files: Record<string, Manifest | string | null>,
): Promise<string> {
  const git = (...args: string[]) => run('git', args, { cwd: clone });
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(clone, DIRECTORY, name);
    if (content === null) await fs.rm(file);
    else {
      await fs.mkdir(path.dirname(file), { recursive: true });
      const text = typeof content === 'string' ? content : stringify(content);
      await fs.writeFile(file, text);
    }
  }
  await git('add', '--all');
  const [name, email] = ['user.name=root', 'user.email=root@example.com'];
  await git('-c', name, '-c', email, 'commit', '--quiet', '--message=Change');
  await git('push', '--quiet', 'origin', 'HEAD:main');
  return (await git('rev-parse', 'HEAD')).stdout.trim();
}

async function statusOf({ admin }: ArgoSide): Promise<Status> {
  const { body } = await admin.get<{ status?: Status }>(APPLICATION);
  return body.status ?? {};
}

/** Waits for a status, and answers it without what differs from run to run. */
export async function once(
  side: ArgoSide,
  what: string,
  isThere: (status: Status) => boolean,
): Promise<Status> {
  const status = await until(() => statusOf(side), isThere, { what });
  return told(side, status);
}

/** After the last sync has ended it is compared once more, which is the last word. */
export function settled(sha: string, phase = 'Succeeded') {
  return ({ sync, operationState, reconciledAt }: Status) =>
    sync?.revision === sha &&
    operationState?.phase === phase &&
    operationState.syncResult?.revision === sha &&
    (reconciledAt ?? '') >= (operationState.finishedAt ?? '');
}

export const isSynced = (sha: string) => (status: Status) =>
  settled(sha)(status) && status.sync?.status === 'Synced';

/** With the fields of every object in order, whoever wrote them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

const byName = (a: Named, b: Named) =>
  `${a.kind}/${a.name}`.localeCompare(`${b.kind}/${b.name}`);

/** Commits by the order in which they appear, times and places by their kind. */
function told({ repoUrl }: ArgoSide, status: Status): Status {
  const { reconciledAt, history, ...rest } = status;
  // Its order says nothing.
  rest.resources?.sort(byName);
  rest.operationState?.syncResult?.resources?.sort(byName);
  // How often it was applied before belongs to other questions.
  const newest = history?.slice(-1).map(({ id, ...entry }) => entry);
  const commits: string[] = [];
  const text = JSON.stringify(sorted({ ...rest, history: newest }))
    .replaceAll(repoUrl, '<repository>')
    .replace(/\b[0-9a-f]{40}\b/g, sha => {
      if (!commits.includes(sha)) commits.push(sha);
      return `<commit ${commits.indexOf(sha) + 1}>`;
    })
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
    .replace(/\b\d{1,2}:\d\d[AP]M\b/g, '<time of day>')
    // Every parser has its own words.
    .replace(/(error converting YAML to JSON: yaml: )[^"]*/g, '$1<why>');
  return JSON.parse(text);
}

/** A namespace, a project that permits ConfigMaps and jobs there, and an Application that has synced one ConfigMap. */
export async function prepareArgo(side: ArgoSide): Promise<void> {
  const { admin, repoUrl } = side;
  const sha = await commit(side, { 'first.yaml': map('first') });
  await admin.mustApply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE },
  });
  const server = 'https://kubernetes.default.svc';
  await admin.mustApply({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: NAME, namespace: 'argocd' },
    spec: {
      sourceRepos: [repoUrl],
      destinations: [{ server, namespace: NAMESPACE }],
      clusterResourceWhitelist: [],
      namespaceResourceWhitelist: [
        { group: 'sparkoperator.k8s.io', kind: '*' },
        { group: '', kind: 'ConfigMap' },
      ],
    },
  });
  await admin.mustApply({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: NAME, namespace: 'argocd' },
    spec: {
      project: NAME,
      source: {
        repoURL: repoUrl,
        targetRevision: 'main',
        path: DIRECTORY,
        directory: { recurse: true, jsonnet: {} },
      },
      destination: { server, namespace: NAMESPACE },
      syncPolicy: {
        automated: { prune: true },
        syncOptions: ['ServerSideApply=true'],
        retry: {
          limit: RETRIES,
          refresh: true,
          backoff: { duration: PAUSE, factor: 1, maxDuration: '10s' },
        },
      },
    },
  });
  await once(side, 'the first ConfigMap is synced', isSynced(sha));
}

export const EXTRA = 'extra.yaml';

export const hasConditions = ({ conditions = [] }: Status) =>
  conditions.length > 0;

/** The first try has failed, and waits for the next. */
export function isTried(sha: string) {
  return ({ operationState = {} }: Status) =>
    operationState.phase === 'Running' &&
    operationState.retryCount === 1 &&
    operationState.finishedAt !== undefined &&
    operationState.syncResult?.revision === sha;
}

/** What a file that must not be there does, while it is tried and when it was given up; then it is taken away. */
export async function refused(
  side: ArgoSide,
  content: Manifest | string,
  file = EXTRA,
): Promise<unknown> {
  const bad = await commit(side, {
    [file]: content,
    'beside.yaml': map('beside'),
  });
  const { operationState: trying } = await once(
    side,
    'it is tried again',
    isTried(bad),
  );
  const given = await once(
    side,
    'it has given up',
    status => settled(bad, 'Failed')(status) && hasConditions(status),
  );
  const beside = (await side.admin.get(`${MAPS}/beside`)).status;
  const mended = await commit(side, { [file]: null, 'beside.yaml': null });
  await once(
    side,
    'it is mended',
    ({ sync, conditions }) =>
      sync?.status === 'Synced' && sync.revision === mended && !conditions,
  );
  return { trying, given, beside };
}
