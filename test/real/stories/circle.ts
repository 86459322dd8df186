import { expect, test } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { ChangeRequest } from '../../../plugins/lakehouse-common/src/types';
import { startTask, taskEnd } from '../../e2e/api/support/scaffolder';
import { pathOf, proposal, sparkJob } from '../../e2e/api/support/sparkJob';
import { until } from '../../e2e/api/support/until';
import type { Engine } from '../support/engines';
import { followOn, JOBS } from '../support/follow';
import type { Manifest } from '../support/KubeHttp';
import type { World } from '../support/world';

const EXAMPLE = path.resolve(
  __dirname,
  '../../../templates/spark-job/examples/python-small.yaml',
);
const JOB = 'real-orders';
const LATER_JOB = 'real-returns';

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

/** From the form to the running object and back, on one engine. One story builds on the ones before it. */
export function circleStories(engine: Engine, world: () => World) {
  const { name: kubernetesCluster } = engine.cluster;
  const fileOf = (name: string) =>
    pathOf(name, 'sales', 'spark-application', kubernetesCluster);
  const where = { kubernetesCluster };
  const keyed = (key: string) => ({
    'Idempotency-Key': `${kubernetesCluster}-${key}`,
  });

  let change: ChangeRequest;

  const portal = () => world().portal;
  const gitops = () => world().gitops;
  const kubernetes = () => world().siteOf(engine).kubernetes;
  const follow = () => followOn(world(), engine);

  const step = (of: ChangeRequest, id: string) =>
    of.steps.find(candidate => candidate.id === id);
  const numberOf = (of: ChangeRequest) => of.number ?? 0;
  const mine = () =>
    portal()
      .as('mia')
      .get(
        `/lakehouse/workloads?domain=sales&kubernetesCluster=${kubernetesCluster}`,
      );
  const salesSync = (domain: any) =>
    domain.syncs?.find(
      (sync: any) => sync.kubernetesCluster === kubernetesCluster,
    );

  /**
   * What is asked for on the later job becomes a pull request, is merged and
   * live, where its operator has acted on it: then it says so by a state.
   */
  const carryOut = async (key: string, rest: object, state?: string) => {
    const { propose, reviewAndMerge, says, untilPhase } = follow();
    const open = await propose(
      'mia',
      'sales',
      { kind: 'spark-application', name: LATER_JOB, ...rest } as any,
      `${kubernetesCluster}-${key}`,
    );
    await reviewAndMerge(open);
    if (state) {
      await untilPhase(open.id, 'synced');
      await says(LATER_JOB, state);
    }
    return untilPhase(open.id, 'live');
  };
  const jobSpec = async () =>
    (await kubernetes().get(`${JOBS}/${LATER_JOB}`)).body.spec;

  test('the platform root made the domain and its confined sync', async () => {
    const { body: namespace } = await kubernetes().get(
      '/api/v1/namespaces/dom-sales',
    );
    expect(namespace.metadata.labels).toMatchObject({
      'lakefront.dev/domain': 'sales',
    });
    expect(namespace.metadata).toMatchObject(
      // What has no namespace is told with that of the sync.
      engine.mark(
        'lakefront-platform',
        '/Namespace:lakefront-system/dom-sales',
      ),
    );
    const { objects } = await engine.readSync(kubernetes(), 'sales-workloads');
    expect(objects).toEqual(['ConfigMap/dom-sales/lakefront-marker']);
    expect(await engine.confinedTo(kubernetes(), 'sales')).toBe(true);
  });

  test('the portal reads what it shows, no Secret, and writes nothing', async () => {
    const may = async (verb: string, resource: string, group = '') => {
      const { body } = await kubernetes()
        .as(world().siteOf(engine).token)
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
    const { body: domain } = await portal()
      .as('mia')
      .get('/lakehouse/domains/sales');
    expect(domain).toMatchObject({
      name: 'sales',
      owner: 'group:default/sales-data',
      role: 'owner',
      kubernetesClusters: ['east', 'west'],
      problems: [],
    });
    expect(salesSync(domain)).toMatchObject({
      name: 'sales-workloads',
      engine: engine.cluster.engine,
      state: 'synced',
    });
    const { quotas } = domain.capacity.find(
      (one: any) => one.kubernetesCluster === kubernetesCluster,
    );
    const cpu = quotas.find(({ resource }: any) => resource === 'requests.cpu');
    const sales = engine.cluster.domains.find(({ name }) => name === 'sales');
    const hard = Number(sales?.quota['requests.cpu']);
    expect(cpu).toMatchObject({ hard, used: 0, unit: 'cores' });
    const others = await portal().as('sam').get('/lakehouse/domains/sales');
    expect(others.status).toBe(404);
  });

  test('what the published schema refuses is refused before there is a branch', async () => {
    const before = await gitops().branches();
    const object = sparkJob('not-so', { type: 'Cobol' });
    const answer = await portal()
      .as('mia')
      .post('/lakehouse/changes', proposal(object, where), keyed('not-so'));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('type');
    expect(await gitops().branches()).toEqual(before);
  });

  test('what only admission refuses is refused before there is a branch', async () => {
    await kubernetes().mustApply(FROZEN);
    await kubernetes().mustApply(FROZEN_HERE);
    const before = await gitops().branches();
    const object = sparkJob('not-now');
    // The API server takes a policy up a moment after it took it in.
    const { body } = await until(
      () =>
        portal()
          .as('mia')
          .post('/lakehouse/changes/check', proposal(object, where)),
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
    expect(await gitops().branches()).toEqual(before);
    expect((await kubernetes().get(`${JOBS}/not-now`)).status).toBe(404);
  });

  test('a filled form becomes a pull request on the real Git host', async () => {
    const values = {
      ...parse(fs.readFileSync(EXAMPLE, 'utf8')),
      place: { domain: 'sales', kubernetesCluster },
      name: JOB,
    };
    const { status, body } = await startTask(portal(), 'mia', values);
    expect(status).toBe(201);
    const { error, output } = await taskEnd(portal(), 'mia', body.id);
    expect(error).toBeUndefined();
    change = await follow().readChange(output.changeId ?? '');
    expect(change).toMatchObject({
      phase: 'open',
      requestedBy: 'user:default/mia',
      url: output.pullRequestUrl,
    });

    const pull = await gitops().pull(numberOf(change));
    expect(pull).toMatchObject({
      state: 'open',
      html_url: output.pullRequestUrl,
      user: { login: 'portal' },
      head: { ref: `lakefront/${change.id}` },
    });
    expect(pull.body).toContain('user:default/mia');
    const { commit } = await gitops().call(
      'GET',
      `/git/commits/${pull.head.sha}`,
    );
    expect(commit.message).toContain(`Lakefront-Change: ${change.id}`);
    const files = await gitops().call('GET', `/pulls/${pull.number}/files`);
    expect(files.map(({ filename }: { filename: string }) => filename)).toEqual(
      [fileOf(JOB)],
    );
  });

  test('nobody merges alone: not the portal, and not who asked', async () => {
    const number = numberOf(change);
    await gitops().approve(number, 'mia');
    const { head } = await gitops().pull(number);
    await until(
      () => gitops().status(head.sha, 'lakefront/four-eyes'),
      status => status === 'pending',
      { what: 'the four-eyes status waits' },
    );
    for (const login of ['portal', 'mia']) {
      await expect(gitops().merge(number, login), login).rejects.toThrow(
        /: 405 /,
      );
    }
    expect((await gitops().pull(number)).merged).toBe(false);
  });

  test('reviewed and merged it is applied, and the portal says live', async () => {
    await follow().reviewAndMerge(change);
    change = await follow().untilPhase(change.id, 'live');
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
    const { merge_commit_sha: sha } = await gitops().pull(numberOf(change));
    expect(step(change, 'synced')?.evidence).toContain(
      `${engine.title} applied `,
    );
    expect(step(change, 'synced')?.evidence).toContain(sha);

    const { body: object } = await kubernetes().get(`${JOBS}/${JOB}`);
    expect(object.metadata).toMatchObject(
      engine.mark(
        'sales-workloads',
        `sparkoperator.k8s.io/SparkApplication:dom-sales/${JOB}`,
      ),
    );
    const { body: list } = await until(
      mine,
      ({ body }) => body.items?.length === 1,
      { what: `${JOB} is in the portal` },
    );
    expect(list.items[0]).toMatchObject({
      kubernetesCluster,
      namespace: 'dom-sales',
      name: JOB,
      // No operator runs here: it is there, and nobody has started it.
      state: 'pending',
      requestedBy: 'user:default/mia',
      changeId: change.id,
    });
    const strangers = await portal()
      .as('noah')
      .get(
        `/lakehouse/workloads/${kubernetesCluster}/dom-sales/spark-application/${JOB}`,
      );
    expect(strangers.status).toBe(404);
  });

  test('every webhook of the real Git host was signed as the portal expects', async () => {
    const { hooks } = world();
    await until(
      async () => hooks.deliveries.map(({ event }) => event),
      events => events.includes('pull_request') && events.includes('push'),
      { what: 'the Git host told of the pull request and the push' },
    );
    expect(hooks.deliveries.filter(({ status }) => status !== 202)).toEqual([]);
  });

  test('a file that goes takes its job with it, and only its job', async () => {
    const { propose, reviewAndMerge, untilPhase } = follow();
    const later = await propose('mia', 'sales', {
      kind: 'spark-application',
      object: sparkJob(LATER_JOB),
    });
    await reviewAndMerge(later);
    await untilPhase(later.id, 'live');
    await gitops().remove(fileOf(JOB));
    await until(
      () => kubernetes().get(`${JOBS}/${JOB}`),
      ({ status }) => status === 404,
      { what: `${JOB} is pruned` },
    );
    const { body } = await until(
      mine,
      answer => answer.body.items?.length === 1,
      { what: `${JOB} has left the portal` },
    );
    expect(body.items[0].name).toBe(LATER_JOB);
    // What was live once stays so: the change did what it was asked for.
    expect((await follow().readChange(change.id)).phase).toBe('live');
  });

  test('an edit changes that value in Git and in the cluster, and nothing else', async () => {
    const before = await gitops().text(fileOf(LATER_JOB));
    await carryOut('edit', {
      action: 'edit',
      values: [{ path: 'spec.driver.memory', value: '768m' }],
    });
    const after = await gitops().text(fileOf(LATER_JOB));
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
    await follow().says(LATER_JOB, 'COMPLETED');
    const again = { action: 'verb', verb: 'run-again' };
    await carryOut('again', again, 'PENDING_RERUN');
    expect(Object.keys((await jobSpec()).driver.annotations)).toEqual([
      'lakefront.dev/run-requested-at',
    ]);
  });

  test('a removal is live when the job is gone, and can be undone', async () => {
    const text = await gitops().text(fileOf(LATER_JOB));
    const done = await carryOut('remove', { action: 'delete' });
    expect(step(done, 'live')).toMatchObject({ state: 'done' });
    expect((await kubernetes().get(`${JOBS}/${LATER_JOB}`)).status).toBe(404);
    await expect(gitops().text(fileOf(LATER_JOB))).rejects.toThrow(/: 404 /);

    // Undone, the file is what it was but for which change wrote it, and the job is there again.
    await carryOut('undo', { action: 'undo', change: done.id });
    const unsigned = (file: string) =>
      file.replace(/lakefront\.dev\/change: .*/, '');
    expect(unsigned(await gitops().text(fileOf(LATER_JOB)))).toBe(
      unsigned(text),
    );
    expect((await kubernetes().get(`${JOBS}/${LATER_JOB}`)).status).toBe(200);
  });
}
