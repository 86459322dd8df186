import { expect, test } from '@playwright/test';
import { stringify } from 'yaml';
import type {
  ChangeCheck,
  ChangeRequest,
  Workload,
} from '../../../plugins/lakehouse-common/src/types';
import { type OwnStack, startOwnStack } from './support/ownStack';
import { pathOf } from './support/sparkJob';
import { until } from './support/until';

const KIND = 'lakefs-branch';
const LAKE = '/repositories/sales-lake';
const SPEC = { server: 'lake', repository: 'sales-lake', source: 'main' };
const DAY_MS = 24 * 60 * 60_000;

let stack: OwnStack;

test.describe.configure({ mode: 'serial', timeout: 240_000 });

test.beforeAll(async () => {
  stack = await startOwnStack({
    'lakehouse.tidy': {
      domains: ['sales'],
      schedule: { frequency: { trigger: 'manual' }, timeout: { minutes: 5 } },
    },
  });
});

test.afterAll(async () => {
  await stack?.stop();
});

const inputOf = (object: object) => ({
  domain: 'sales',
  kubernetesCluster: 'west',
  objects: [{ kind: KIND, ...object }],
});

const check = async (object: object) => {
  const mia = stack.portal.as('mia');
  const { body } = await mia.post<ChangeCheck>(
    '/lakehouse/changes/check',
    inputOf(object),
  );
  return body;
};

/** Merged by a colleague, and waited for until it is live. */
const goesLive = async (id: string) => {
  const get = async () =>
    (
      await stack.portal
        .as('mia')
        .get<ChangeRequest>(`/lakehouse/changes/${id}`)
    ).body;
  const { number = 0 } = await until(get, found => Boolean(found.number), {
    what: 'its pull request is open',
  });
  const ben = stack.git.as('ben');
  expect((await ben.approve(number)).status).toBe(200);
  expect((await ben.merge(number)).status).toBe(200);
  await until(get, ({ phase }) => phase === 'live', {
    what: `change ${id} is live`,
    seconds: 90,
  });
};

const change = async (object: object) => {
  const { status, body } = await stack.portal
    .as('mia')
    .post<ChangeRequest>('/lakehouse/changes', inputOf(object));
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  await goesLive(body.id);
  return body;
};

const becomes = (
  name: string,
  what: string,
  holds: (found: Workload) => boolean,
) =>
  until(
    async () =>
      (
        await stack.portal
          .as('mia')
          .get<{ workload?: Workload }>(
            `/lakehouse/workloads/west/dom-sales/${KIND}/${name}`,
          )
      ).body.workload,
    found => found !== undefined && holds(found),
    { what: `${name} ${what}`, seconds: 120 },
  );

const isReady = (found: Workload) => found.stateDetail === 'Ready';

const headOf = async (branch: string): Promise<string | undefined> => {
  const { status, body } = await stack.lakefs.send(
    'GET',
    `${LAKE}/branches/${branch}`,
  );
  return status === 200 ? (body as { commit_id: string }).commit_id : undefined;
};

const isGone = (branch: string) =>
  until(
    () => headOf(branch),
    head => head === undefined,
    { what: `branch ${branch} is gone from lakeFS` },
  );

/** Work on a branch, and all of it on main, too. */
const workOn = async (branch: string): Promise<string> => {
  const { lakefs } = stack;
  const place = `${LAKE}/branches/${branch}`;
  await lakefs.must('POST', `${place}/objects?path=undo/${branch}`, 'orders');
  const { id } = (await lakefs.must('POST', `${place}/commits`, {
    message: 'Correct the orders',
  })) as { id: string };
  await lakefs.must('POST', `${LAKE}/refs/${branch}/merge/main`, {});
  return id;
};

test('a branch that was deleted with its object comes back at the same commit by an undo', async () => {
  const name = 'undone';
  await change({
    object: {
      metadata: { name },
      spec: { ...SPEC, deletionPolicy: 'Delete' },
    },
  });
  await becomes(name, 'is there', isReady);
  const head = await workOn(name);

  const { consequences } = await check({ action: 'delete', name });
  expect(consequences.join('\n')).toContain(
    'Undo restores a deleted one for as long as that tag is there',
  );
  const removed = await change({ action: 'delete', name });
  await isGone(name);

  const undo = { action: 'undo', name, change: removed.id };
  const tag = `lakefront-kept-${name}-${head.slice(0, 12)}`;
  const checked = await check(undo);
  expect(checked, JSON.stringify(checked)).toMatchObject({ ok: true });
  expect(checked.consequences.join('\n')).toContain(
    `Branch ${name} of lake/sales-lake is created again at commit ${head.slice(
      0,
      12,
    )}`,
  );
  await change(undo);
  const { standing } = (await becomes(name, 'is there again', isReady))!;
  expect(standing).toMatchObject({ source: tag, commitId: head });
  expect(await headOf(name)).toBe(head);

  // Without its tag there is nothing that an undo could bring back.
  const again = await change({ action: 'delete', name });
  await isGone(name);
  await stack.lakefs.must('DELETE', `${LAKE}/tags/${tag}`);
  const refused = await check({ ...undo, change: again.id });
  expect(refused).toMatchObject({ ok: false });
  expect(refused.problems[0].message).toContain(
    'no tag of the branch controller holds its head',
  );
});

test('a branch that expired goes, its file by a pull request of the portal, and is restored from its tag', async () => {
  const { git, lakefs, portal } = stack;
  const name = 'bygone';
  await lakefs.must('POST', `${LAKE}/branches`, { name, source: 'main' });
  const head = await workOn(name);
  const expiresAt = new Date(Date.now() - 3 * DAY_MS).toISOString();
  const spec = { ...SPEC, deletionPolicy: 'Delete' };
  // Its date is past already, which the portal asks for nobody.
  const past = { metadata: { name }, spec: { ...spec, expiresAt } };
  expect((await check({ object: past })).problems).toEqual([
    expect.objectContaining({ code: 'expired' }),
  ]);
  const file = pathOf(name, 'sales', KIND);
  const { status } = await git.addFiles(
    {
      [file]: stringify({
        apiVersion: 'lakefront.dev/v1alpha1',
        kind: 'LakeFSBranch',
        metadata: { name, namespace: 'dom-sales' },
        spec: { ...past.spec, adopt: 'IfUnowned' },
      }),
    },
    'By hand',
  );
  expect(status).toBeLessThan(300);
  await isGone(name);
  await becomes(
    name,
    'says so',
    ({ stateDetail }) => stateDetail === 'Expired',
  );

  const pat = portal.as('pat');
  const asked = await pat.post(
    '/lakehouse/.backstage/scheduler/v1/tasks/tidy-domains/trigger',
  );
  expect(asked.status).toBe(200);
  const list = async () =>
    (
      await pat.get<{ items: ChangeRequest[] }>(
        `/lakehouse/changes?kind=${KIND}&name=${name}`,
      )
    ).body.items[0];
  const tidying = await until(list, found => Boolean(found), {
    what: 'its removal is asked for',
  });
  expect(tidying.title).toMatch(/remove 1 expired lakeFS branch$/);
  await goesLive(tidying.id);
  expect(await git.hasFile(file)).toBe(false);

  const source = `lakefront-kept-${name}-${head.slice(0, 12)}`;
  await change({ object: { metadata: { name }, spec: { ...spec, source } } });
  await becomes(name, 'is there again', isReady);
  expect(await headOf(name)).toBe(head);
});
