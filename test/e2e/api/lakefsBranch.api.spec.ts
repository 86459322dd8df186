import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import type {
  ChangeRequest,
  Workload,
} from '../../../plugins/lakehouse-common/src/types';
import { LakeFSHttp } from '../../conformance/support/LakeFSHttp';
import { removeJob } from './support/removeJob';
import {
  runningGitHost,
  runningLakeFS,
  runningPortal,
} from './support/running';
import { startTask, taskEnd } from './support/scaffolder';
import { until } from './support/until';

const NAME = 'e2e-branch';
const KIND = 'lakefs-branch';
const ADDRESS = `/lakehouse/workloads/west/dom-sales/${KIND}/${NAME}`;
const LAKE = '/repositories/sales-lake';
const EXAMPLE = path.resolve(
  __dirname,
  '../../../templates/lakefs-branch/examples/deleted-when-done.yaml',
);

/** Writes one object to the branch and commits it; answers the commit's id. */
async function commitTo(lake: LakeFSHttp, file: string): Promise<string> {
  const place = `${LAKE}/branches/${NAME}`;
  await lake.must('POST', `${place}/objects?path=${file}`, 'corrected');
  const commit = await lake.must<{ id: string }>('POST', `${place}/commits`, {
    message: 'Correct the orders',
  });
  return commit.id;
}

test('a branch is asked for, promoted and taken away by pull requests', async () => {
  test.setTimeout(300_000);
  const portal = runningPortal();
  const git = runningGitHost();
  const lake = runningLakeFS();
  const mia = portal.as('mia');
  await removeJob(portal, git, NAME, KIND);

  const workload = async () =>
    (await mia.get<{ workload: Workload }>(ADDRESS)).body.workload;
  const becomes = (what: string, holds: (found: Workload) => boolean) =>
    until(workload, found => found && holds(found), {
      what: `${NAME} ${what}`,
      seconds: 120,
    });
  const goesLive = async (id: string) => {
    const get = async () =>
      (await mia.get<ChangeRequest>(`/lakehouse/changes/${id}`)).body;
    const { number = 0 } = await until(get, found => Boolean(found.number), {
      what: 'its pull request is open',
    });
    const ben = git.as('ben');
    expect((await ben.approve(number)).status).toBe(200);
    expect((await ben.merge(number)).status).toBe(200);
    await until(get, ({ phase }) => phase === 'live', {
      what: `change ${id} is live`,
      seconds: 90,
    });
  };
  const inputOf = (object: object) => ({
    domain: 'sales',
    kubernetesCluster: 'west',
    objects: [{ kind: KIND, ...object }],
  });
  const check = async (object: object) =>
    (await mia.post('/lakehouse/changes/check', inputOf(object))).body;
  const change = async (object: object) => {
    const { status, body } = await mia.post<ChangeRequest>(
      '/lakehouse/changes',
      inputOf(object),
    );
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    await goesLive(body.id);
  };

  // The form, as the example of the template answers it.
  const values = { ...parse(fs.readFileSync(EXAMPLE, 'utf8')), name: NAME };
  const started = await startTask(
    portal,
    'mia',
    values,
    'template:default/lakefs-branch',
  );
  const { error, output } = await taskEnd(portal, 'mia', started.body.id);
  expect(error).toBeUndefined();
  await goesLive(output.changeId ?? '');
  const ready = await becomes('is there', ({ state }) => state === 'succeeded');
  expect(ready).toMatchObject({
    role: 'branch',
    stateDetail: 'Ready',
    changeId: output.changeId,
    standing: {
      server: 'lake',
      repository: 'sales-lake',
      branch: NAME,
      source: 'main',
      purpose: values.purpose,
      deletionPolicy: 'Delete',
      ahead: 0,
      uncommitted: 0,
    },
  });
  const made = await lake.must<{ commit_id: string }>(
    'GET',
    `${LAKE}/branches/${NAME}`,
  );
  expect(ready.standing?.commitId).toBe(made.commit_id);

  // It is no job, and no business of another domain.
  const { body: jobs } = await mia.get<{ items: Workload[] }>(
    `/lakehouse/workloads?role=job&q=${NAME}`,
  );
  expect(jobs.items).toEqual([]);
  const { body: branches } = await mia.get<{ items: Workload[] }>(
    `/lakehouse/workloads?role=branch&q=${NAME}`,
  );
  expect(branches.items.map(({ name }) => name)).toEqual([NAME]);
  expect((await portal.as('noah').get(ADDRESS)).status).toBe(404);

  // Another's repository and what never changes are refused before there is a pull request.
  const { spec } = {
    spec: { server: 'lake', repository: 'risk-lake', source: 'main' },
  };
  for (const repository of ['risk-lake', 'no-such-lake']) {
    const foreign = await check({
      object: { metadata: { name: 'other' }, spec: { ...spec, repository } },
    });
    expect(foreign.problems).toEqual([
      expect.objectContaining({
        path: expect.stringMatching(/spec\.repository$/),
        message: `"lake/${repository}" is not a lakeFS repository that sales may use; its settings list those that it may`,
      }),
    ]);
  }
  const moved = await check({
    action: 'update',
    object: {
      metadata: { name: NAME },
      spec: { ...spec, repository: 'sales-lake', source: 'other' },
    },
  });
  expect(moved.ok).toBe(false);
  expect(moved.problems[0].message).toMatch(/cannot be changed from "main"/);

  // What was reviewed is merged, by pull request.
  const file = `e2e/${Date.now()}.parquet`;
  const commit = await commitTo(lake, file);
  const promotion = {
    action: 'verb',
    name: NAME,
    verb: 'promote',
    values: [{ path: 'spec.promote.commit', value: commit }],
  };
  expect((await check(promotion)).consequences[0]).toBe(
    `Merging this merges commit ${commit.slice(
      0,
      12,
    )} of branch ${NAME} of lake/sales-lake into main, once: whoever reads main then reads its data. What comes onto the branch later is not merged.`,
  );
  await change(promotion);
  const promoted = await becomes('is promoted', ({ standing }) =>
    Boolean(standing?.promotion?.done),
  );
  expect(promoted).toMatchObject({ state: 'succeeded' });
  const { status } = await lake.send(
    'GET',
    `${LAKE}/refs/main/objects/stat?path=${file}`,
  );
  expect(status).toBe(200);

  // Its day, by a verb.
  await change({
    action: 'verb',
    name: NAME,
    verb: 'extend',
    values: [{ path: 'spec.expiresAt', value: '2099-12-24' }],
  });
  await becomes(
    'expires later',
    ({ standing }) => standing?.expiresAt === '2099-12-24T23:59:59.000Z',
  );

  const removal = { action: 'delete', name: NAME };
  const { consequences } = await check(removal);
  expect(consequences[0]).toMatch(/is deleted with it, unless/);
  expect(consequences.join(' ')).not.toMatch(/pods/);
  await change(removal);
  await until(
    () => mia.get(ADDRESS),
    (answer: { status: number }) => answer.status === 404,
    { what: `${NAME} is gone` },
  );
  await until(
    () => lake.send('GET', `${LAKE}/branches/${NAME}`),
    answer => answer.status === 404,
    { what: `branch ${NAME} is gone from lakeFS` },
  );
  const kept = await lake.must<{ results: unknown[] }>(
    'GET',
    `${LAKE}/tags?prefix=lakefront-kept-${NAME}`,
  );
  expect(kept.results.length).toBeGreaterThan(0);
});
