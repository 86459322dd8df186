import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { until } from '../../e2e/api/support/until';
import type { KubeHttp, Manifest } from '../support/KubeHttp';

const run = promisify(execFile);

const NAMESPACE = 'dom-alike';
const NAME = 'alike-workloads';
const DIRECTORY = 'alike';
const APPLICATION = `/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${NAME}`;
const MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`;

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
const RETRIES = 1;
/** Long enough for a busy machine to see it. */
const PAUSE = '4s';

interface Status {
  [key: string]: any;
}

const map = (name: string, data: object = { key: 'value' }): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NAMESPACE },
  data,
});

/** A commit of files of the directory; null takes one away. Answers its id. */
async function commit(
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
  const { body } = await admin.get(APPLICATION);
  return body.status ?? {};
}

/** Waits for a status, and answers it without what differs from run to run. */
async function once(
  side: ArgoSide,
  what: string,
  isThere: (status: Status) => boolean,
): Promise<Status> {
  const status = await until(() => statusOf(side), isThere, { what });
  return told(side, status);
}

/** After the last sync has ended it is compared once more, which is the last word. */
function settled(sha: string, phase = 'Succeeded') {
  return ({ sync, operationState, reconciledAt }: Status) =>
    sync?.revision === sha &&
    operationState?.phase === phase &&
    operationState.syncResult?.revision === sha &&
    reconciledAt >= operationState.finishedAt;
}

const isSynced = (sha: string) => (status: Status) =>
  settled(sha)(status) && status.sync.status === 'Synced';

/** With the fields of every object in order, whoever wrote them. */
function sorted(value: any): any {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key])]),
  );
}

/** Commits by the order in which they appear, times and places by their kind. */
function told({ repoUrl }: ArgoSide, status: Status): Status {
  const { reconciledAt, ...rest } = status;
  // Its order says nothing.
  rest.resources?.sort((a: any, b: any) =>
    `${a.kind}/${a.name}`.localeCompare(`${b.kind}/${b.name}`),
  );
  rest.operationState?.syncResult?.resources?.sort((a: any, b: any) =>
    `${a.kind}/${a.name}`.localeCompare(`${b.kind}/${b.name}`),
  );
  // How often it was applied before belongs to other questions.
  rest.history = rest.history?.slice(-1).map(({ id, ...entry }: any) => entry);
  const commits: string[] = [];
  const text = JSON.stringify(sorted(rest))
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

const ROLE_BINDING: Manifest = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'grab', namespace: NAMESPACE },
  roleRef: {
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name: 'cluster-admin',
  },
  subjects: [
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'mia' },
  ],
};

const EXTRA = 'extra.yaml';

/** The first try has failed, and waits for the next. */
function isTried(sha: string) {
  return ({ operationState = {} }: Status) =>
    operationState.phase === 'Running' &&
    operationState.retryCount === 1 &&
    operationState.finishedAt !== undefined &&
    operationState.syncResult?.revision === sha;
}

/** What a file that must not be there does, while it is tried and when it was given up; then it is taken away. */
async function refused(
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
    status => settled(bad, 'Failed')(status) && status.conditions?.length > 0,
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

/** What Argo CD writes of a sync. Each asks on its own, after the directory is as it was at first. */
export const argoQuestions: ArgoQuestions = {
  'an object that comes, changes and goes': async side => {
    const answers: unknown[] = [];
    for (const [content, what] of [
      [map('second'), 'it comes'],
      [map('second', { key: 'other' }), 'it changes'],
      [null, 'it goes'],
    ] as const) {
      const sha = await commit(side, { 'second.yaml': content });
      answers.push(await once(side, what, isSynced(sha)));
    }
    return answers;
  },
  'a commit that changes nothing there': async side => {
    const sha = await commit(side, { '../notes.md': `${Date.now()}` });
    return once(
      side,
      'it is compared',
      ({ sync }) => sync?.status === 'Synced' && sync.revision === sha,
    );
  },
  'an object that is kept from prune': async side => {
    const kept = map('kept');
    kept.metadata.annotations = {
      'argocd.argoproj.io/sync-options': 'Prune=false',
    };
    const there = await commit(side, { 'kept.yaml': kept });
    await once(side, 'it is there', isSynced(there));
    const gone = await commit(side, { 'kept.yaml': null });
    const answer = await once(side, 'it is spared', settled(gone));
    await side.admin.send(`${MAPS}/kept`, { method: 'DELETE' });
    await side.admin.patch(APPLICATION, {
      metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } },
    });
    await once(
      side,
      'it is gone',
      ({ sync }) => sync?.status === 'Synced' && sync.revision === gone,
    );
    return answer;
  },
  'a kind that the project does not permit': side =>
    refused(side, ROLE_BINDING),
  'a refused file that is mended while it is tried': async side => {
    const retryUpTo = (limit: number) =>
      side.admin.patch(APPLICATION, {
        spec: { syncPolicy: { retry: { limit } } },
      });
    await retryUpTo(100);
    const bad = await commit(side, { [EXTRA]: ROLE_BINDING });
    await once(side, 'it is refused', isTried(bad));
    const mended = await commit(side, { [EXTRA]: null });
    const { operationState } = await once(
      side,
      'it is mended',
      ({ sync, operationState: operation }) =>
        sync?.status === 'Synced' &&
        sync.revision === mended &&
        operation.phase === 'Succeeded',
    );
    await retryUpTo(RETRIES);
    // The same operation went on, with the newest commit; how often it was tried is chance.
    const { retryCount, ...rest } = operationState;
    return [retryCount > 0, rest];
  },
  'a namespace that the project does not permit': side =>
    refused(side, {
      ...map('stray'),
      metadata: { name: 'stray', namespace: 'default' },
    }),
  'a kind that is not served': side =>
    refused(side, {
      apiVersion: 'sparkoperator.k8s.io/v1beta2',
      kind: 'SparkThing',
      metadata: { name: 'thing', namespace: NAMESPACE },
    }),
  'an object that the API server refuses': side =>
    refused(side, map('Not A Name')),
  'two files that name one object': async side => {
    const sha = await commit(side, { 'twice.yaml': map('first') });
    const answer = await once(
      side,
      'it says so',
      ({ sync, conditions }) =>
        sync?.revision === sha && conditions?.length > 0,
    );
    const mended = await commit(side, { 'twice.yaml': null });
    await once(
      side,
      'it is mended',
      ({ sync, conditions }) => sync?.revision === mended && !conditions,
    );
    return answer;
  },
  // No tool for it is asked: it is an object that nobody serves, and has no name.
  'a kustomization of its own': side =>
    refused(
      side,
      `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [first.yaml]
`,
      'kustomization.yaml',
    ),
  'a file that is no manifest': async side => {
    const sha = await commit(side, { [EXTRA]: 'a: [1\nb: }' });
    const answer = await once(
      side,
      'it is passed over',
      ({ sync }) => sync?.revision === sha,
    );
    await commit(side, { [EXTRA]: null });
    return answer;
  },
  'a manifest that is not YAML': async side => {
    await commit(side, {
      [EXTRA]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: [1\nb: }',
    });
    const answer = await once(side, 'it says so', ({ conditions }) =>
      Boolean(conditions?.length),
    );
    const mended = await commit(side, { [EXTRA]: null });
    await once(
      side,
      'it is mended',
      ({ sync, conditions }) => sync?.revision === mended && !conditions,
    );
    return answer;
  },
  'a directory without an object': async side => {
    const sha = await commit(side, {
      'first.yaml': null,
      'empty.yaml': '# nothing\n',
    });
    const answer = await once(
      side,
      'it says so',
      ({ sync, conditions }) =>
        sync?.revision === sha && conditions?.length > 0,
    );
    const mended = await commit(side, {
      'first.yaml': map('first'),
      'empty.yaml': null,
    });
    await once(
      side,
      'it is mended',
      ({ sync, conditions }) => sync?.revision === mended && !conditions,
    );
    return answer;
  },
  'a directory that is gone': async side => {
    await commit(side, { 'first.yaml': null });
    const answer = await once(side, 'it says so', ({ conditions }) =>
      Boolean(conditions?.length),
    );
    const mended = await commit(side, { 'first.yaml': map('first') });
    await once(
      side,
      'it is mended',
      ({ sync, conditions }) => sync?.revision === mended && !conditions,
    );
    return answer;
  },
};
