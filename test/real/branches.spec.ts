import { expect, test } from '@playwright/test';
import { until } from '../e2e/api/support/until';
import {
  conditionsOf,
  deployed,
  startBranchController,
  type DeclaredBranch,
  type RunningBranchController,
} from './support/branchController';
import { installDefinitions } from './support/definitions';
import type { KubeHttp, Manifest } from './support/KubeHttp';
import { startKubernetes } from './support/kubernetes';
import { whyMissing } from './support/servers.mjs';
import { Workbench } from './support/Workbench';

const BRANCHES =
  '/apis/lakefront.dev/v1alpha1/namespaces/dom-sales/lakefsbranches';
const COMMIT = '5'.repeat(64);

function branch(spec: object = {}, name = 'orders-fix'): Manifest {
  return {
    apiVersion: 'lakefront.dev/v1alpha1',
    kind: 'LakeFSBranch',
    metadata: { name, namespace: 'dom-sales' },
    spec: {
      server: 'lake',
      repository: 'orders-lake',
      source: 'main',
      ...spec,
    },
  };
}

/** What is refused at once: the spec, the object's name where it matters, and the words for it. */
const BAD: Array<[string, object, RegExp, string?]> = [
  ['no server', { server: undefined }, /spec.server: Required/],
  ['no repository', { repository: undefined }, /spec.repository: Required/],
  ['no source', { source: undefined }, /spec.source: Required/],
  ['a server with a path', { server: 'lake/x' }, /spec.server: Invalid/],
  ['a repository with a path', { repository: '../x' }, /spec.repository/],
  ['a branch with a slash', { branch: 'feature/x' }, /spec.branch: Invalid/],
  ['a branch with a dash first', { branch: '-x' }, /spec.branch: Invalid/],
  ['a branch with a line break', { branch: 'x\ny' }, /spec.branch: Invalid/],
  ['a source with a tilde', { source: 'main~1' }, /spec.source: Invalid/],
  ['a name that is no branch', {}, /spec.branch is needed/, 'orders.fix'],
  ['another adopt', { adopt: 'Always' }, /spec.adopt: Unsupported/],
  ['another policy', { deletionPolicy: 'Orphan' }, /spec.deletionPolicy/],
  ['a day that is none', { expiresAt: '2026-02-30' }, /spec.expiresAt/],
  ['an hour that is none', { expiresAt: '2026-02-03T25:00:00Z' }, /expiresAt/],
  ['a time of no zone', { expiresAt: '2026-02-03T05:00:00' }, /expiresAt/],
  ['days instead of a date', { expiresAt: '14d' }, /spec.expiresAt/],
  ['promote with no commit', { promote: { into: 'main' } }, /promote.commit/],
  ['a short commit', { promote: { commit: '5a5a' } }, /spec.promote.commit/],
  ['promote by a branch', { promote: { commit: 'x' } }, /spec.promote.commit/],
  [
    'another strategy',
    { promote: { commit: COMMIT, strategy: 'ours' } },
    /spec.promote.strategy/,
  ],
  [
    'promote into itself by its name',
    { promote: { commit: COMMIT, into: 'orders-fix' } },
    /not promoted into itself/,
  ],
  [
    'promote into itself by its branch',
    { branch: 'fix', promote: { commit: COMMIT, into: 'fix' } },
    /not promoted into itself/,
  ],
  ['itself as its source', { source: 'orders-fix' }, /not begin at itself/],
];

const GOOD: Array<[string, object, string?]> = [
  ['the least', {}],
  ['a branch of its own', { branch: 'Orders_fix' }],
  ['a name with dots and a branch', { branch: 'orders-fix' }, 'orders.fix'],
  ['a tag as its source', { source: 'v1.2' }],
  ['a commit as its source', { source: COMMIT }],
  ['a date', { expiresAt: '2028-02-29' }],
  ['a time', { expiresAt: '2026-12-24T18:00:00.5+01:00' }],
  ['a promotion', { promote: { commit: COMMIT } }],
  [
    'all of a promotion',
    {
      promote: {
        commit: COMMIT,
        into: 'main',
        strategy: 'source-wins',
        squash: true,
        message: 'Fix orders',
      },
    },
  ],
];

test.describe('what a real API server says to a LakeFSBranch', () => {
  const missing = whyMissing(['etcd', 'kube-apiserver']);
  test.skip(missing !== undefined, missing);

  let bench: Workbench;
  let kubernetes: KubeHttp;

  test.beforeAll(async () => {
    bench = await Workbench.create('branches');
    kubernetes = (
      await bench.with(startKubernetes(bench.directory, { manager: false }))
    ).admin;
    await installDefinitions(kubernetes, deployed('crd.yaml'));
    await kubernetes.mustApply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'dom-sales' },
    });
  });
  test.afterAll(() => bench?.stop());

  test('takes what is right, and refuses what is not in words', async () => {
    for (const [what, spec, name] of GOOD) {
      const { status, text } = await kubernetes.apply(branch(spec, name), {
        dryRun: true,
        strict: true,
      });
      expect(status, `${what}: ${text}`).toBe(201);
    }
    for (const [what, spec, words, name] of BAD) {
      const { status, body } = await kubernetes.apply(branch(spec, name), {
        dryRun: true,
      });
      expect(status, what).toBe(422);
      expect(body.message, what).toMatch(words);
    }
  });

  test('takes what else is installed', async () => {
    await kubernetes.mustApply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'lakefront-system' },
    });
    for (const object of [
      ...deployed('rbac.yaml'),
      ...deployed('deployment.yaml'),
    ]) {
      const { status, text } = await kubernetes.apply(object, {
        dryRun: true,
        strict: true,
      });
      expect(status, text).toBe(201);
    }
  });

  test('fills in what is safe, and keeps apart what is asked and what is', async () => {
    const made = await kubernetes.post(BRANCHES, {
      ...branch({}, 'defaults'),
      status: { commitId: COMMIT },
    });
    expect(made.status).toBe(201);
    expect(made.body.spec).toMatchObject({
      adopt: 'Never',
      deletionPolicy: 'Retain',
    });
    expect(made.body.status).toBeUndefined();
    const now = new Date().toISOString();
    const condition = (reason: string) => ({
      ...{ type: 'Ready', status: 'True', reason, message: '' },
      lastTransitionTime: now,
    });
    const path_ = `${BRANCHES}/defaults/status`;
    const said = await kubernetes.patch<{ spec: { adopt: string } }>(path_, {
      spec: { adopt: 'IfUnowned' },
      status: { commitId: COMMIT, conditions: [condition('Ready')] },
    });
    expect(said.status, said.text).toBe(200);
    expect(said.body.spec.adopt).toBe('Never');
    const twice = await kubernetes.patch(path_, {
      status: { conditions: [condition('Ready'), condition('Again')] },
    });
    expect(twice.status).toBe(422);
    const { body } = await kubernetes.get('/apis/lakefront.dev/v1alpha1');
    expect(
      body.resources.find(({ name }) => name === 'lakefsbranches'),
    ).toMatchObject({ shortNames: ['lfb'], categories: ['lakefront'] });
  });

  test('lets nobody make another branch of an object', async () => {
    const at = (name: string) => `${BRANCHES}/${name}`;
    for (const object of [
      branch({}, 'unnamed'),
      branch({ branch: 'named-branch' }, 'named'),
    ]) {
      expect((await kubernetes.post(BRANCHES, object)).status).toBe(201);
    }
    const changes: Array<[string, object]> = [
      ['unnamed', { server: 'other' }],
      ['unnamed', { repository: 'other-lake' }],
      ['unnamed', { source: 'dev' }],
      ['unnamed', { branch: 'unnamed' }],
      ['named', { branch: 'other' }],
      ['named', { branch: null }],
    ];
    for (const [name, spec] of changes) {
      const { status, body } = await kubernetes.patch(at(name), { spec });
      expect(status, JSON.stringify(spec)).toBe(422);
      expect(body.message).toContain('is immutable');
    }
    for (const spec of [
      { expiresAt: '2027-01-01' },
      { deletionPolicy: 'Delete' },
      { adopt: 'IfUnowned' },
      { promote: { commit: COMMIT } },
      { promote: null },
    ]) {
      const { status, text } = await kubernetes.patch(at('named'), { spec });
      expect(status, text).toBe(200);
    }
  });
});

test.describe('the controller on a real API server, with the rights it is installed with', () => {
  const missing = whyMissing(['etcd', 'kube-apiserver']);
  test.skip(missing !== undefined, missing);

  let bench: Workbench;
  let kubernetes: KubeHttp;
  let running: RunningBranchController;

  const get = (name: string) =>
    kubernetes.get<DeclaredBranch>(`${BRANCHES}/${name}`);
  const isReady = (name: string) =>
    until(
      () => get(name),
      ({ body }) => conditionsOf(body).Ready === 'True Ready',
      { what: `${name} is ready` },
    );

  test.beforeAll(async () => {
    bench = await Workbench.create('branch-controller');
    const real = await bench.with(
      startKubernetes(bench.directory, { manager: false }),
    );
    kubernetes = real.admin;
    await installDefinitions(kubernetes, deployed('crd.yaml'));
    for (const [name, labels] of [
      ['lakefront-system', {}],
      ['dom-sales', { 'lakefront.dev/domain': 'sales' }],
    ] as const) {
      await kubernetes.mustApply({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels },
      });
    }
    await kubernetes.mustApply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'sales', namespace: 'lakefront-system' },
      data: { 'settings.yaml': 'lakefs: { repositories: [lake/orders-*] }' },
    });
    running = await startBranchController({
      ...{ kubernetes, url: real.url, caFile: real.caFile },
      ...{ clusterName: 'real', repository: 'orders-lake' },
    });
  });
  test.afterAll(async () => {
    await running?.stop();
    await bench?.stop();
  });

  test('makes a branch, follows it, and lets both go', async () => {
    const { client, repository, warnings } = running;
    await kubernetes.mustApply(branch({ deletionPolicy: 'Delete' }, 'empty'));
    await kubernetes.mustApply(branch({ deletionPolicy: 'Delete' }, 'worked'));
    await kubernetes.mustApply(branch({ repository: 'other-lake' }, 'not'));
    const { body } = await isReady('empty');
    await isReady('worked');
    expect(body.status?.commitId).toBe(
      repository.branches.get('main')!.commitId,
    );
    expect(body.metadata.finalizers).toEqual(['lakefront.dev/branch']);
    const { body: refused } = await get('not');
    expect(conditionsOf(refused)).toMatchObject({
      Blocked: 'True NotAllowed',
    });
    const { body: events } = await kubernetes.get(
      '/api/v1/namespaces/dom-sales/events',
    );
    expect(events.items.map(({ reason }) => reason)).toContain('Created');

    const half = Buffer.from('x');
    await client.objects.write('orders-lake', 'worked', 'half', half);
    for (const name of ['empty', 'worked']) {
      await kubernetes.send(`${BRANCHES}/${name}`, { method: 'DELETE' });
      await until(
        () => get(name),
        ({ status }) => status === 404,
        { what: `${name} is gone` },
      );
    }
    expect([...repository.branches.keys()].sort()).toEqual(['main', 'worked']);
    expect(repository.protection.get().patterns).toEqual([]);
    expect([...repository.tags.keys()]).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  test('lets everything go with the definition, and deletes nothing', async () => {
    await kubernetes.mustApply(branch({ deletionPolicy: 'Delete' }, 'stays'));
    await isReady('stays');
    await kubernetes.send(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/lakefsbranches.lakefront.dev',
      { method: 'DELETE' },
    );
    await until(
      () =>
        kubernetes.get(
          '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/lakefsbranches.lakefront.dev',
        ),
      ({ status }) => status === 404,
      { what: 'the definition is gone' },
    );
    expect(running.repository.branches.has('stays')).toBe(true);
  });
});
