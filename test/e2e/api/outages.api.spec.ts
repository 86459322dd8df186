import { expect, test } from '@playwright/test';
import { changeIdOf } from '../../../plugins/lakehouse-backend/src/changes/changeIds';
import type {
  ChangeRequest,
  Freshness,
  LakeFSBranchDetail,
  LakeFSBranchList,
  LakeFSRepositoryDetail,
  List,
  Workload,
} from '../../../plugins/lakehouse-common/src/types';
import { formValues } from './support/formValues';
import { isCommitOf, isPullRequestOf, type Trouble } from './support/GitProxy';
import { type OwnStack, startOwnStack } from './support/ownStack';
import type { ErrorBody } from './support/PortalApi';
import { startTask, taskEnd } from './support/scaffolder';
import { freshName, proposal, sparkJob } from './support/sparkJob';
import { newTraces, type Traces, tracesOf } from './support/traces';
import { until } from './support/until';

const isAny = () => true;

/** Everything that can go wrong at a call, before and after its work. */
const WOBBLES = (
  [
    'refuse',
    { status: 500 },
    { status: 502, after: true },
    { silence: true },
    { silence: true, after: true },
  ] satisfies Trouble[]
).flatMap(trouble => [
  { trouble, at: 'commit' },
  { trouble, at: 'pull request' },
]);

const NOTHING: Traces = { branches: [], pulls: [], changes: [] };

let stack: OwnStack;

test.beforeAll(async () => {
  stack = await startOwnStack();
});

test.afterAll(async () => {
  await stack?.stop();
});

test.afterEach(() => {
  stack.gitProxy.calm();
  stack.kubernetesGate.open();
  stack.lakefsGate.open();
});

const propose = (name: string, key?: string) =>
  stack.portal
    .as('mia')
    .post<ChangeRequest & ErrorBody>(
      '/lakehouse/changes',
      proposal(sparkJob(name)),
      key ? { 'Idempotency-Key': key } : {},
    );

const changeOf = (id: string) =>
  stack.portal.as('mia').get<ChangeRequest>(`/lakehouse/changes/${id}`);

/** Exactly one of each, and they belong together. */
async function expectOneOfEach(before: Traces, id: string) {
  const { portal, git } = stack;
  const { body: change } = await until(
    () => changeOf(id),
    ({ body }) => body?.number !== undefined,
    { what: `change ${id} has its pull request`, seconds: 100 },
  );
  const { head, html_url: url } = await git.pull(change.number ?? 0);
  expect(newTraces(before, await tracesOf(portal, git))).toEqual({
    branches: [head.ref],
    pulls: [change.number],
    changes: [id],
  });
  expect(change.phase).toBe('open');
  expect(change.blocked).toBeUndefined();
  expect(new URL(url).pathname).toBe(new URL(change.url ?? '').pathname);
  return change;
}

/** How a Kubernetes cluster is, as an answer says. */
const stateOf = (
  cluster: string,
  { freshness }: { freshness: Freshness[] },
): string | undefined =>
  freshness.find(({ kubernetesCluster }) => kubernetesCluster === cluster)
    ?.state;

test.describe('the Kubernetes API of one cluster is gone', () => {
  test('lists keep their rows and say how old they are, a proposal says why not, and all comes back', async () => {
    const { portal, git, kubernetesGate } = stack;
    const mia = portal.as('mia');
    const read = () => mia.get<List<Workload>>('/lakehouse/workloads');
    const before = (await read()).body;
    const traces = await tracesOf(portal, git);
    expect(before.items.length).toBeGreaterThan(5);
    expect(stateOf('west', before)).toBe('live');
    expect(stateOf('east', before)).toBe('live');

    kubernetesGate.shut();
    const { body: after } = await until(
      read,
      ({ body }) => stateOf('west', body) !== 'live',
      { what: 'the list says that it is not live' },
    );
    expect(['stale', 'unreachable']).toContain(stateOf('west', after));
    // One Kubernetes cluster away is one, not all.
    expect(stateOf('east', after)).toBe('live');
    // What was said in words is for who looks after clusters.
    const operators = await portal
      .as('pat')
      .get<List<Freshness>>('/lakehouse/freshness');
    expect(operators.body.items.map(({ message }) => message ?? '')).toEqual(
      expect.arrayContaining([expect.stringMatching(/\w+/)]),
    );
    expect(after.items.map(({ name }) => name)).toEqual(
      before.items.map(({ name }) => name),
    );
    for (const path of [
      '/lakehouse/domains',
      '/lakehouse/domains/sales',
      '/lakehouse/facets',
      '/lakehouse/changes',
    ]) {
      const { status, body } = await mia.get<{ freshness: Freshness[] }>(path);
      expect.soft(status, path).toBe(200);
      expect.soft(stateOf('west', body), path).not.toBe('live');
    }
    const detail = await mia.get(
      '/lakehouse/workloads/west/dom-sales/spark-application/orders-stream',
    );
    expect(detail.body.workload.name).toBe('orders-stream');
    const log = await mia.get<ErrorBody>(
      '/lakehouse/workloads/west/dom-sales/spark-application/orders-stream/pods/orders-stream-driver/logs',
    );
    expect(log.status).toBe(503);
    expect(log.body.error.message).toContain('west');

    const name = freshName('while-down');
    const refused = await propose(name);
    expect(refused.status).toBe(503);
    expect(refused.body.error.message).toContain(
      'Kubernetes cluster west cannot be reached',
    );
    const task = await startTask(portal, 'mia', formValues(name));
    const { error } = await taskEnd(portal, 'mia', task.body.id);
    expect(error).toMatch(/west cannot be reached/);
    expect(newTraces(traces, await tracesOf(portal, git))).toEqual(NOTHING);

    kubernetesGate.open();
    await until(read, ({ body }) => stateOf('west', body) === 'live', {
      what: 'the list is live again',
      seconds: 100,
    });
    const { body: change } = await until(
      () => propose(name),
      ({ status }) => status === 201,
      { what: 'a proposal goes through' },
    );
    await expectOneOfEach(traces, change.id);
    await git.close(change.number ?? 0);
  });
});

test.describe('the Git host', () => {
  test('is gone: the check says so, and nothing is written', async () => {
    const { portal, git, gitProxy } = stack;
    const before = await tracesOf(portal, git);
    void gitProxy.make('refuse', isAny);
    const name = freshName('no-host');
    const { status, body } = await propose(name);
    expect(status).toBe(503);
    expect(body.error.message).toMatch(/Git|can't be reached/);
    gitProxy.calm();
    expect(newTraces(before, await tracesOf(portal, git))).toEqual(NOTHING);
  });

  test('refuses the commit: the change has failed with its words, and asking again goes on', async () => {
    const { portal, git, gitProxy } = stack;
    const before = await tracesOf(portal, git);
    const [name, key] = [freshName('refused'), freshName('key')];
    void gitProxy.make(
      { status: 403, body: { message: 'user may not write here' } },
      isCommitOf(name),
    );
    const { body: failed } = await propose(name, key);
    expect(failed.phase).toBe('failed');
    expect(failed.message).toContain('user may not write here');
    const left = newTraces(before, await tracesOf(portal, git));
    expect(left).toEqual({ branches: [], pulls: [], changes: [failed.id] });

    gitProxy.calm();
    const { body: again } = await propose(name, key);
    expect(again.id).toBe(failed.id);
    const change = await expectOneOfEach(before, failed.id);
    await git.close(change.number ?? 0);
  });

  test('refuses the pull request: the branch is taken away again', async () => {
    const { portal, git, gitProxy } = stack;
    const before = await tracesOf(portal, git);
    const name = freshName('no-pull');
    void gitProxy.make(
      { status: 403, body: { message: 'pull requests are disabled' } },
      isPullRequestOf(name),
    );
    const { body: failed } = await propose(name);
    expect(failed.phase).toBe('failed');
    expect(failed.message).toContain('pull requests are disabled');
    expect(newTraces(before, await tracesOf(portal, git))).toEqual({
      branches: [],
      pulls: [],
      changes: [failed.id],
    });
    // The name is free for another change.
    gitProxy.calm();
    const { status, body } = await propose(name);
    expect(status).toBe(201);
    await git.close(body.number ?? 0);
  });

  test('has the branch already, and it is not ours', async () => {
    const { portal, git } = stack;
    const before = await tracesOf(portal, git);
    const [name, key] = [freshName('taken-branch'), freshName('key')];
    const id = changeIdOf('user:default/mia', key);
    const squat = await git.commitToNewBranch(`lakefront/${id}`, {
      path: 'notes.txt',
      content: 'not ours',
    });
    expect(squat.status).toBe(201);
    const { body: failed } = await propose(name, key);
    expect(failed.phase).toBe('failed');
    expect(failed.message).toContain(
      `Branch lakefront/${id} is already there and was not made for this change`,
    );
    const left = newTraces(before, await tracesOf(portal, git));
    expect(left).toEqual({
      branches: [`lakefront/${id}`],
      pulls: [],
      changes: [id],
    });
    // Somebody else's branch is not taken away; once it is gone, asking again goes on.
    const gone = await git.send(
      'DELETE',
      `/branches/${encodeURIComponent(`lakefront/${id}`)}`,
    );
    expect(gone.status).toBe(204);
    await propose(name, key);
    const change = await expectOneOfEach(before, id);
    await git.close(change.number ?? 0);
  });

  test('wobbles at a call: each change waits, says why, and goes on by itself', async () => {
    const { portal, git, gitProxy } = stack;
    const before = await tracesOf(portal, git);
    const stem = freshName('wobbly');
    const changes = await Promise.all(
      WOBBLES.map(async ({ trouble, at }, index) => {
        const name = `${stem}-${index}-x`;
        const hit = gitProxy.make(
          trouble,
          at === 'commit' ? isCommitOf(name) : isPullRequestOf(name),
          1,
        );
        const asked = await propose(name);
        await hit;
        const what = `${JSON.stringify(trouble)} at the ${at}`;
        expect.soft(asked.status, what).toBe(201);
        expect.soft(asked.body.phase, what).toBe('open');
        if (asked.body.number === undefined && asked.body.blocked) {
          expect
            .soft(asked.body.blocked.reason, what)
            .toMatch(/did not answer|can't be reached|refused to .* \(50/);
        }
        const { body } = await until(
          () => changeOf(asked.body.id),
          answer => answer.body?.number !== undefined,
          { what: `pull request in spite of ${what}`, seconds: 90 },
        );
        expect.soft(body.blocked, what).toBeUndefined();
        return body;
      }),
    );
    const left = newTraces(before, await tracesOf(portal, git));
    for (const { number } of changes) await git.close(number ?? 0);
    expect(left).toEqual({
      branches: changes.map(({ id }) => `lakefront/${id}`).sort(),
      pulls: changes.map(({ number }) => number ?? 0).sort((a, b) => a - b),
      changes: changes.map(({ id }) => id).sort(),
    });
  });

  test('is down for a while: the same request many times is one change', async () => {
    const { portal, git, gitProxy } = stack;
    const before = await tracesOf(portal, git);
    const [name, key] = [freshName('patient'), freshName('key')];
    const hit = gitProxy.make('refuse', isCommitOf(name));
    const asked = await Promise.all(
      Array.from({ length: 5 }, () => propose(name, key)),
    );
    await hit;
    expect(new Set(asked.map(({ body }) => body.id)).size).toBe(1);
    const [{ body }] = asked;
    const { body: waiting } = await until(
      () => changeOf(body.id),
      answer => answer.body.blocked !== undefined,
      { what: 'the change says what it waits for' },
    );
    expect(waiting.phase).toBe('open');
    expect(waiting.blocked?.reason).toContain("can't be reached");
    gitProxy.calm();
    const change = await expectOneOfEach(before, body.id);
    const { body: again } = await propose(name, key);
    expect(again).toMatchObject({ id: change.id, number: change.number });
    await git.close(change.number ?? 0);
  });
});

test.describe('lakeFS away', () => {
  test('a branch tells what its object tells, also to a portal that never read it', async () => {
    test.setTimeout(240_000);
    const { portal, kubernetes, lakefsGate } = stack;
    const name = freshName('seen-before');
    const mia = portal.as('mia');
    const lake = '/lakehouse/lakefs/repositories/lake/sales-lake';
    const get = async () =>
      (await mia.get<LakeFSBranchDetail>(`${lake}/branches/${name}`)).body;
    await kubernetes.west.mustApply({
      apiVersion: 'lakefront.dev/v1alpha1',
      kind: 'LakeFSBranch',
      metadata: { name, namespace: 'dom-sales' },
      spec: { server: 'lake', repository: 'sales-lake', source: 'main' },
    });
    const before = await until(
      get,
      body => body.row?.declaredBy?.standing.ahead !== undefined,
      { what: 'the branch is there, and its object says where it stands' },
    );
    expect(before.freshness[0].state).toBe('live');

    lakefsGate.shut();
    expect(await get()).toMatchObject({
      row: { branch: name, commitId: before.row.commitId },
      freshness: [
        { state: 'unreachable', since: expect.stringMatching(/^\d{4}-/) },
      ],
    });
    await stack.killBackend();
    await stack.startBackend();
    const away = await until(get, body => body.row !== undefined, {
      what: 'the new portal has read the object',
    });
    expect(away).toMatchObject({
      row: { branch: name, commitId: before.row.commitId },
      against: { ref: 'main', ahead: 0, behind: 0 },
      freshness: [{ state: 'unreachable', fromObjects: true }],
    });
    const list = await mia.get<LakeFSBranchList>(`${lake}/branches`);
    expect(list.body.items.map(({ branch }) => branch)).toContain(name);
    const { body: repository } = await mia.get<LakeFSRepositoryDetail>(lake);
    expect(repository.kept).toBeUndefined();
    expect(repository.rules).toBeUndefined();
    for (const rest of ['commits?ref=main', `hooks?branch=${name}`]) {
      const { status, body } = await mia.get<ErrorBody>(`${lake}/${rest}`);
      expect(status).toBe(503);
      expect(body.error.message).toMatch(/lakeFS lake can't be reached/);
    }

    lakefsGate.open();
    await until(get, body => body.freshness?.[0].state === 'live', {
      what: 'lakeFS tells it again',
      seconds: 100,
    });
  });
});
