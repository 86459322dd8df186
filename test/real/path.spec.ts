import { expect, test } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { ChangeRequest } from '../../plugins/lakehouse-common/src/types';
import { registerWebhook } from '../../packages/sandbox/src/registerWebhook';
import { PortalApi } from '../e2e/api/support/PortalApi';
import { startTask, taskEnd } from '../e2e/api/support/scaffolder';
import { pathOf, proposal, sparkJob } from '../e2e/api/support/sparkJob';
import { until } from '../e2e/api/support/until';
import { installDefinitions, sparkDefinitions } from './support/definitions';
import { startFlux } from './support/flux';
import { startGitea } from './support/gitea';
import { createGitOps, REPOSITORY, type GitOps } from './support/gitops';
import { HookRelay } from './support/HookRelay';
import type { KubeHttp, Manifest } from './support/KubeHttp';
import { startKubernetes } from './support/kubernetes';
import {
  createDryRunAccount,
  installPlatform,
  portalToken,
  readSync,
  untilSynced,
} from './support/platform';
import { startPortalBackend } from './support/portal';
import { freePort } from './support/run';
import { whyMissing } from './support/servers.mjs';
import { Workbench } from './support/Workbench';

const EXAMPLE = path.resolve(
  __dirname,
  '../../templates/spark-job/examples/python-small.yaml',
);
const JOBS =
  '/apis/sparkoperator.k8s.io/v1beta2/namespaces/dom-sales/sparkapplications';
const JOB = 'real-orders';
const LATER_JOB = 'real-returns';
const INTRUDER = 'clusters/west/domains/sales/grant.yaml';
const GRANT = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: everything
  namespace: dom-sales
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
  - kind: ServiceAccount
    namespace: dom-sales
    name: spark
`;

/** What no schema and no quota says. */
const FROZEN: Manifest = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'frozen' },
  spec: {
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: ['sparkoperator.k8s.io'],
          apiVersions: ['*'],
          operations: ['CREATE'],
          resources: ['sparkapplications'],
        },
      ],
    },
    validations: [
      {
        expression: "!object.metadata.name.startsWith('not-')",
        message: 'nothing starts with not-',
      },
    ],
  },
};
const FROZEN_HERE: Manifest = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: 'frozen' },
  spec: { policyName: 'frozen', validationActions: ['Deny'] },
};

test.describe.configure({ mode: 'serial' });

test.describe('the whole path on real servers', () => {
  const missing = whyMissing();
  test.skip(missing !== undefined, missing);

  let bench: Workbench;
  let kubernetes: KubeHttp;
  let gitops: GitOps;
  let portal: PortalApi;
  let hooks: HookRelay;
  let token: string;
  let change: ChangeRequest;
  let laterChange: ChangeRequest;

  const readChange = async (id: string) =>
    (await portal.as('mia').get<ChangeRequest>(`/lakehouse/changes/${id}`))
      .body;
  const untilPhase = (id: string, phase: string) =>
    until(
      () => readChange(id),
      answer => answer.phase === phase,
      { what: `change ${id} is ${phase}` },
    );
  const step = (of: ChangeRequest, id: string) =>
    of.steps.find(candidate => candidate.id === id);
  const numberOf = (of: ChangeRequest) => of.number ?? 0;

  /** Ben approves, the portal's status passes, ben merges. */
  const reviewAndMerge = async (of: ChangeRequest) => {
    const number = numberOf(of);
    await gitops.approve(number, 'ben');
    const { head } = await gitops.pull(number);
    await until(
      () => gitops.status(head.sha, 'lakefront/four-eyes'),
      status => status === 'success',
      { what: 'the four-eyes status passes' },
    );
    // The host counts the new status a moment after it took it.
    await until(
      () => gitops.merge(number, 'ben').then(() => gitops.pull(number)),
      ({ merged }) => merged,
      { what: `pull request #${number} is merged` },
    );
  };

  /** The state that no operator is here to write, as the portal then has it. */
  const says = async (state: string) => {
    const { status, text } = await kubernetes.patch(
      `${JOBS}/${LATER_JOB}/status`,
      { status: { applicationState: { state }, driverInfo: {} } },
    );
    expect(status, text).toBe(200);
    await until(
      () =>
        portal
          .as('mia')
          .get(
            `/lakehouse/workloads/west/dom-sales/spark-application/${LATER_JOB}`,
          ),
      ({ body }) => body.workload?.stateDetail === state,
      { what: `the portal says ${state}` },
    );
  };
  /**
   * What is asked for on the later job becomes a pull request, is merged and
   * live, where its operator has acted on it: then it says so by a state.
   */
  const carryOut = async (key: string, rest: object, state?: string) => {
    const { status, text, body } = await portal.as('mia').post<ChangeRequest>(
      '/lakehouse/changes',
      {
        ...{ domain: 'sales', kubernetesCluster: 'west' },
        objects: [{ kind: 'spark-application', name: LATER_JOB, ...rest }],
      },
      { 'Idempotency-Key': `real-${key}` },
    );
    expect(status, text).toBe(201);
    const open = await untilPhase(body.id, 'open');
    await reviewAndMerge(open);
    if (state) {
      await untilPhase(body.id, 'synced');
      await says(state);
    }
    return untilPhase(body.id, 'live');
  };
  const jobSpec = async () =>
    (await kubernetes.get(`${JOBS}/${LATER_JOB}`)).body.spec;

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    bench = await Workbench.create('path');
    const { directory } = bench;
    const [cluster, gitea] = await Promise.all([
      bench.with(
        startKubernetes(directory, {
          prepare: admin => installDefinitions(admin, sparkDefinitions()),
        }),
      ),
      bench.with(startGitea(directory)),
    ]);
    kubernetes = cluster.admin;
    await bench.with(startFlux(directory, cluster));
    gitops = await createGitOps(directory, gitea);
    await installPlatform(kubernetes, gitops);
    await untilSynced(kubernetes, 'lakefront-platform');
    await untilSynced(kubernetes, 'sales-workloads');
    token = await portalToken(kubernetes);
    const port = await freePort();
    portal = new PortalApi(`http://localhost:${port}`);
    await bench.with(
      startPortalBackend({
        directory,
        port,
        kubernetes: cluster,
        token,
        dryRunToken: await createDryRunAccount(kubernetes),
        gitops,
      }),
    );
    hooks = await bench.with(
      HookRelay.start(`${portal.backendUrl}/api/events/http/lakehouse-gitea`),
    );
    await registerWebhook({
      gitUrl: gitea.url,
      repository: REPOSITORY,
      token: gitea.adminToken,
      webhook: { url: hooks.url, secret: 'sandbox-webhook' },
    });
  });

  test.afterEach(({}, { status, expectedStatus }) => {
    bench.failed ||= status !== expectedStatus;
  });

  test.afterAll(async () => {
    await bench?.stop();
  });

  test('the platform root made the domain, its confined sync and its account', async () => {
    const { body: namespace } = await kubernetes.get(
      '/api/v1/namespaces/dom-sales',
    );
    expect(namespace.metadata.labels).toMatchObject({
      'lakefront.dev/domain': 'sales',
      'kustomize.toolkit.fluxcd.io/name': 'lakefront-platform',
    });
    const account = await kubernetes.get(
      '/api/v1/namespaces/flux-system/serviceaccounts/sync-sales',
    );
    expect(account.status).toBe(200);
    const { body: sync } = await kubernetes.get(
      '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/sales-workloads',
    );
    expect(sync.spec.serviceAccountName).toBe('sync-sales');
    expect(sync.status.inventory.entries).toEqual([
      { id: 'dom-sales_lakefront-marker__ConfigMap', v: 'v1' },
    ]);
  });

  test('the portal reads what it shows, no Secret, and writes nothing', async () => {
    const may = async (verb: string, resource: string, group = '') => {
      const { body } = await kubernetes
        .as(token)
        .post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: {
            resourceAttributes: {
              namespace: 'dom-sales',
              verb,
              resource,
              group,
            },
          },
        });
      return body.status.allowed as boolean;
    };
    expect(await may('list', 'pods')).toBe(true);
    expect(await may('list', 'sparkapplications', 'sparkoperator.k8s.io')).toBe(
      true,
    );
    expect(await may('get', 'secrets')).toBe(false);
    for (const verb of ['create', 'patch', 'delete']) {
      expect(
        await may(verb, 'sparkapplications', 'sparkoperator.k8s.io'),
        verb,
      ).toBe(false);
    }
  });

  test('the portal shows the domain as the real API server has it', async () => {
    const { body: domain } = await portal
      .as('mia')
      .get('/lakehouse/domains/sales');
    expect(domain).toMatchObject({
      name: 'sales',
      owner: 'group:default/sales-data',
      role: 'owner',
      kubernetesClusters: ['west'],
      problems: [],
    });
    expect(domain.syncs).toEqual([
      expect.objectContaining({
        name: 'sales-workloads',
        engine: 'flux',
        state: 'synced',
      }),
    ]);
    const cpu = domain.capacity[0].quotas.find(
      ({ resource }: { resource: string }) => resource === 'requests.cpu',
    );
    expect(cpu).toMatchObject({ hard: 64, used: 0, unit: 'cores' });
    const others = await portal.as('sam').get('/lakehouse/domains/sales');
    expect(others.status).toBe(404);
  });

  test('what the published schema refuses is refused before there is a branch', async () => {
    const before = await gitops.branches();
    const object = sparkJob('not-so', { type: 'Cobol' });
    const answer = await portal
      .as('mia')
      .post('/lakehouse/changes', proposal(object), {
        'Idempotency-Key': 'not-so',
      });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('type');
    expect(await gitops.branches()).toEqual(before);
  });

  test('what only admission refuses is refused before there is a branch', async () => {
    await kubernetes.mustApply(FROZEN);
    await kubernetes.mustApply(FROZEN_HERE);
    const before = await gitops.branches();
    const object = sparkJob('not-now');
    // The API server takes a policy up a moment after it took it in.
    const { body } = await until(
      () => portal.as('mia').post('/lakehouse/changes/check', proposal(object)),
      answer => answer.body.ok === false,
      { what: 'the dry run is refused' },
    );
    expect(body.problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'dry-run',
        message: expect.stringContaining('nothing starts with not-'),
      }),
    ]);
    expect(await gitops.branches()).toEqual(before);
    expect((await kubernetes.get(`${JOBS}/not-now`)).status).toBe(404);
  });

  test('a filled form becomes a pull request on the real Git host', async () => {
    const values = { ...parse(fs.readFileSync(EXAMPLE, 'utf8')), name: JOB };
    const { status, body } = await startTask(portal, 'mia', values);
    expect(status).toBe(201);
    const { error, output } = await taskEnd(portal, 'mia', body.id);
    expect(error).toBeUndefined();
    change = await readChange(output.changeId ?? '');
    expect(change).toMatchObject({
      phase: 'open',
      requestedBy: 'user:default/mia',
      url: output.pullRequestUrl,
    });

    const pull = await gitops.pull(numberOf(change));
    expect(pull).toMatchObject({
      state: 'open',
      html_url: output.pullRequestUrl,
      user: { login: 'portal' },
      head: { ref: `lakefront/${change.id}` },
    });
    expect(pull.body).toContain('user:default/mia');
    const { commit } = await gitops.call(
      'GET',
      `/git/commits/${pull.head.sha}`,
    );
    expect(commit.message).toContain(`Lakefront-Change: ${change.id}`);
    const files = await gitops.call('GET', `/pulls/${pull.number}/files`);
    expect(files.map(({ filename }: { filename: string }) => filename)).toEqual(
      [pathOf(JOB)],
    );
  });

  test('nobody merges alone: not the portal, and not who asked', async () => {
    const number = numberOf(change);
    await gitops.approve(number, 'mia');
    await until(
      async () =>
        gitops.status(
          (
            await gitops.pull(number)
          ).head.sha,
          'lakefront/four-eyes',
        ),
      status => status === 'pending',
      { what: 'the four-eyes status waits' },
    );
    for (const login of ['portal', 'mia']) {
      await expect(gitops.merge(number, login), login).rejects.toThrow(
        /: 405 /,
      );
    }
    expect((await gitops.pull(number)).merged).toBe(false);
  });

  test('reviewed and merged it is applied, and the portal says live', async () => {
    await reviewAndMerge(change);
    change = await untilPhase(change.id, 'live');
    expect(change.blocked).toBeUndefined();
    expect(change.steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'opened done',
      'checks done',
      'review done',
      'merged done',
      'synced done',
      'live done',
    ]);
    expect(step(change, 'review')?.evidence).toContain('ben');
    expect(step(change, 'merged')?.evidence).toContain('by ben');
    const { merge_commit_sha: sha } = await gitops.pull(numberOf(change));
    expect(step(change, 'synced')?.evidence).toContain(sha);

    const { body: object } = await kubernetes.get(`${JOBS}/${JOB}`);
    expect(object.metadata.labels).toMatchObject({
      'kustomize.toolkit.fluxcd.io/name': 'sales-workloads',
    });
    const { body: list } = await until(
      () => portal.as('mia').get('/lakehouse/workloads?domain=sales'),
      ({ body }) => body.items?.length === 1,
      { what: `${JOB} is in the portal` },
    );
    expect(list.items[0]).toMatchObject({
      kubernetesCluster: 'west',
      namespace: 'dom-sales',
      name: JOB,
      // No operator runs here: it is there, and nobody has started it.
      state: 'pending',
      requestedBy: 'user:default/mia',
      changeId: change.id,
    });
    const strangers = await portal
      .as('noah')
      .get(`/lakehouse/workloads/west/dom-sales/spark-application/${JOB}`);
    expect(strangers.status).toBe(404);
  });

  test('every webhook of the real Git host was signed as the portal expects', async () => {
    await until(
      async () => hooks.deliveries.map(({ event }) => event),
      events => events.includes('pull_request') && events.includes('push'),
      { what: 'the Git host told of the pull request and the push' },
    );
    expect(hooks.deliveries.filter(({ status }) => status !== 202)).toEqual([]);
  });

  test('a merged RoleBinding is refused by the engine', async () => {
    await gitops.add(INTRUDER, GRANT);
    const { ready } = await until(
      () => readSync(kubernetes, 'sales-workloads'),
      sync => sync.ready?.status === 'False',
      { what: 'the confined sync refuses' },
    );
    expect(ready?.message).toContain('everything');
    expect(ready?.message).toContain('forbidden');
    const { status } = await kubernetes.get(
      '/apis/rbac.authorization.k8s.io/v1/namespaces/dom-sales/rolebindings/everything',
    );
    expect(status).toBe(404);
    const { body: domain } = await until(
      () => portal.as('mia').get('/lakehouse/domains/sales'),
      ({ body }) => body.syncs?.[0]?.state === 'blocked',
      { what: 'the domain says that its sync is blocked' },
    );
    expect(domain.syncs[0].message).toBe(ready?.message);
  });

  test('the timeline of the next change says so, in the words of the engine', async () => {
    const { status, body } = await portal
      .as('mia')
      .post<ChangeRequest>(
        '/lakehouse/changes',
        proposal(sparkJob(LATER_JOB)),
        { 'Idempotency-Key': LATER_JOB },
      );
    expect(status).toBe(201);
    laterChange = await untilPhase(body.id, 'open');
    await reviewAndMerge(laterChange);
    laterChange = await until(
      () => readChange(laterChange.id),
      ({ phase, blocked }) => phase === 'merged' && blocked !== undefined,
      { what: 'the change is blocked' },
    );
    const { ready } = await readSync(kubernetes, 'sales-workloads');
    expect(laterChange.blocked?.reason).toContain(ready?.message.trim());
    expect(laterChange.blocked?.who).toBe('group:default/sales-data');
    expect(step(laterChange, 'synced')).toMatchObject({ state: 'blocked' });
    expect((await kubernetes.get(`${JOBS}/${LATER_JOB}`)).status).toBe(404);
  });

  test('without that file the change goes on to live', async () => {
    await gitops.remove(INTRUDER);
    laterChange = await untilPhase(laterChange.id, 'live');
    expect(laterChange.blocked).toBeUndefined();
    expect((await kubernetes.get(`${JOBS}/${LATER_JOB}`)).status).toBe(200);
  });

  test('a file that goes takes its job with it, and only its job', async () => {
    await gitops.remove(pathOf(JOB));
    await until(
      () => kubernetes.get(`${JOBS}/${JOB}`),
      ({ status }) => status === 404,
      { what: `${JOB} is pruned` },
    );
    const { body } = await until(
      () => portal.as('mia').get('/lakehouse/workloads?domain=sales'),
      answer => answer.body.items?.length === 1,
      { what: `${JOB} has left the portal` },
    );
    expect(body.items[0].name).toBe(LATER_JOB);
    // What was live once stays so: the change did what it was asked for.
    expect((await readChange(change.id)).phase).toBe('live');
  });

  test('an edit changes that value in Git and in the cluster, and nothing else', async () => {
    const before = await gitops.text(pathOf(LATER_JOB));
    await carryOut('edit', {
      action: 'edit',
      values: [{ path: 'spec.driver.memory', value: '768m' }],
    });
    const after = await gitops.text(pathOf(LATER_JOB));
    const lines = (text: string) => new Set(text.split('\n'));
    const changed = [...lines(after)].filter(line => !lines(before).has(line));
    expect(changed.map(line => line.trim())).toEqual(
      expect.arrayContaining(['memory: 768m']),
    );
    // Beside the value, only who asked and by which change.
    expect(
      changed.filter(line => !line.includes('lakefront.dev/')),
    ).toHaveLength(1);
    expect((await jobSpec()).driver.memory).toBe('768m');
  });

  test('suspend, resume, suspend again: three pull requests', async () => {
    const numbers = new Set<number>();
    for (const [at, [verb, state]] of [
      ['suspend', 'SUSPENDED'],
      ['resume', 'RESUMING'],
      ['suspend', 'SUSPENDED'],
    ].entries()) {
      const rest = { action: 'verb', verb };
      const done = await carryOut(`${verb}-${at}`, rest, state);
      numbers.add(numberOf(done));
      expect((await jobSpec()).suspend).toBe(verb === 'suspend');
    }
    expect(numbers.size).toBe(3);
  });

  test('what has finished is run again', async () => {
    await carryOut('resume', { action: 'verb', verb: 'resume' }, 'RESUMING');
    await says('COMPLETED');
    const again = { action: 'verb', verb: 'run-again' };
    await carryOut('again', again, 'PENDING_RERUN');
    expect(Object.keys((await jobSpec()).driver.annotations)).toEqual([
      'lakefront.dev/run-requested-at',
    ]);
  });

  test('a removal is live when the job is gone, and can be undone', async () => {
    const text = await gitops.text(pathOf(LATER_JOB));
    const done = await carryOut('remove', { action: 'delete' });
    expect(step(done, 'live')).toMatchObject({ state: 'done' });
    expect((await kubernetes.get(`${JOBS}/${LATER_JOB}`)).status).toBe(404);
    await expect(gitops.text(pathOf(LATER_JOB))).rejects.toThrow(/: 404 /);

    // Undone, the file is what it was but for which change wrote it, and the job is there again.
    await carryOut('undo', { action: 'undo', change: done.id });
    const unsigned = (file: string) =>
      file.replace(/lakefront\.dev\/change: .*/, '');
    expect(unsigned(await gitops.text(pathOf(LATER_JOB)))).toBe(unsigned(text));
    expect((await kubernetes.get(`${JOBS}/${LATER_JOB}`)).status).toBe(200);
  });
});
