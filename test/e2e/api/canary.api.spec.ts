import fs from 'node:fs';
import { expect, test } from '@playwright/test';
import { stringify } from 'yaml';
import type { ProposedObject } from '../../../plugins/lakehouse-common/src/types';
import { LakeFSHttp } from '../../conformance/support/LakeFSHttp';
import { formValues } from './support/formValues';
import { type OwnStack, startOwnStack } from './support/ownStack';
import type { Answer } from './support/PortalApi';
import { startTask, taskEnd } from './support/scaffolder';
import { freshName, pathOf, sparkJob } from './support/sparkJob';
import { until } from './support/until';

const KIND = 'spark-application';
const SECRET = 'canary-of-the-coal-mine-77';
/** What the sandbox's Secret of sales holds for lakeFS. */
const LAKE_SECRET = 'sandbox-sales-jobs-secret';
const SECRETS = [
  SECRET,
  LAKE_SECRET,
  Buffer.from(LAKE_SECRET).toString('base64'),
];

/** Every place of a Spark job that people put a credential into. */
const LEAKS = {
  arguments: [
    `--password=${SECRET}`,
    '--db-password',
    SECRET,
    `jdbc:postgresql://app:${SECRET}@db/orders`,
  ],
  sparkConf: { 'spark.hadoop.fs.s3a.secret.key': SECRET },
  hadoopConf: { 'fs.s3a.access.key': SECRET },
  driver: {
    ...{ cores: 1, memory: '512m', serviceAccount: 'spark' },
    env: [{ name: 'DB_PASSWORD', value: SECRET }],
  },
  suspend: true,
};

let stack: OwnStack;
/** All that people were answered. */
const answers: string[] = [];

const keep = <T>(answer: Answer<T>): Answer<T> => {
  answers.push(answer.text);
  return answer;
};

test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.beforeAll(async () => {
  stack = await startOwnStack();
});

test.afterAll(async () => {
  await stack?.stop();
});

const ask = async (object: object, path = '/lakehouse/changes') =>
  keep(
    await stack.portal.as('mia').post(path, {
      ...{ domain: 'sales', kubernetesCluster: 'west' },
      objects: [{ kind: KIND, ...object } as ProposedObject],
    }),
  );

/** Refused when it is checked, and when it is asked for. */
const expectRefused = async (object: object) => {
  const check = await ask(object, '/lakehouse/changes/check');
  expect(check.body.ok, check.text).toBe(false);
  expect((await ask(object)).status).toBe(400);
};

const readAll = async (name: string) => {
  const address = `/lakehouse/workloads/west/dom-sales/${KIND}/${name}`;
  const mia = stack.portal.as('mia');
  const detail = await until(
    () => mia.get(address),
    ({ status }) => status === 200,
    { what: `${name} is in the portal` },
  );
  keep(detail);
  for (const part of ['manifest', 'events', 'pods', 'runs']) {
    keep(await mia.get(`${address}/${part}`));
  }
  const { text } = await mia.get(`${address}/manifest`);
  // What is hidden says that it is.
  expect(text).toContain('fs.s3a.secret.key');
  keep(await mia.get(`/lakehouse/workloads?q=${name}`));
};

test('a form that holds a credential leaves none in its events', async () => {
  const { portal } = stack;
  const { body } = await startTask(portal, 'mia', {
    ...formValues(freshName('canary')),
    arguments: LEAKS.arguments,
    sparkConf: [{ key: 'spark.hadoop.fs.s3a.secret.key', value: SECRET }],
    env: [{ name: 'DB_PASSWORD', value: SECRET }],
  });
  const { error } = await taskEnd(portal, 'mia', body.id);
  expect(error).toContain('looks like a credential');
  const events = await portal
    .as('mia')
    .get(`/scaffolder/v2/tasks/${body.id}/events`);
  expect(events.status).toBe(200);
  keep(events);
});

test('a credential that is proposed is said back to nobody', async () => {
  await expectRefused({ object: sparkJob(freshName('canary'), LEAKS) });
});

test('a credential that somebody committed is shown to nobody, and goes with its file', async () => {
  const { portal, git } = stack;
  const name = freshName('canary-git');
  const job = sparkJob(name, LEAKS);
  const { status } = await git.addFiles(
    {
      [pathOf(name)]: stringify({
        apiVersion: 'sparkoperator.k8s.io/v1beta2',
        kind: 'SparkApplication',
        ...job,
        metadata: { name, namespace: 'dom-sales' },
      }),
    },
    'By hand',
  );
  expect(status).toBeLessThan(300);
  await readAll(name);

  const values = [{ path: 'spec.executor.instances', value: 2 }];
  await expectRefused({ name, action: 'edit', values });
  await expectRefused({ name, action: 'verb', verb: 'resume' });
  const removal = await ask({ name, action: 'delete' });
  expect(removal.status, removal.text).toBe(201);
  const { id, number } = removal.body;
  const get = async () =>
    keep(await portal.as('mia').get(`/lakehouse/changes/${id}`));
  await get();
  keep(await portal.as('mia').get('/lakehouse/changes'));
  expect((await git.approve(number)).status).toBe(200);
  expect((await git.merge(number)).status).toBe(200);
  await until(get, ({ body }) => body.phase === 'live', {
    what: 'the removal is live',
    seconds: 90,
  });
  await expectRefused({ name, action: 'undo', change: id });
});

test('a credential that somebody applied is shown to nobody, and not adopted', async () => {
  const name = freshName('canary-live');
  const applied = await stack.kubernetes.west.apply({
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    ...sparkJob(name, LEAKS),
    metadata: { name, namespace: 'dom-sales' },
  });
  expect(applied.status, applied.text).toBeLessThan(300);
  await readAll(name);
  await expectRefused({ name, action: 'adopt' });
});

test("a domain's key of lakeFS is referred to, and its value told to nobody", async () => {
  const jobWith = (secret: string) => {
    const env = ['access-key', 'secret-key'].map((key, at) => ({
      name: `LAKEFS_KEY_${at}`,
      valueFrom: { secretKeyRef: { name: secret, key } },
    }));
    const driver = { cores: 1, memory: '512m', serviceAccount: 'spark', env };
    return { object: sparkJob(freshName('canary-lake'), { driver }) };
  };
  const check = await ask(jobWith('sales-lakefs'), '/lakehouse/changes/check');
  expect(check.body.ok, check.text).toBe(true);
  await expectRefused(jobWith('risk-lakefs'));
  const mia = stack.portal.as('mia');
  const domain = keep(await mia.get('/lakehouse/domains/sales'));
  expect(domain.text).toContain('sales-lakefs');
  for (const path of [
    '/lakehouse/lakefs/repositories',
    '/lakehouse/lakefs/repositories/lake/sales-lake',
  ]) {
    expect(keep(await mia.get(path)).status).toBe(200);
  }
  // It is a key indeed.
  const { status } = await new LakeFSHttp({
    endpoint: stack.lakefsUrl,
    accessKeyId: 'sandbox-sales-jobs',
    secretAccessKey: LAKE_SECRET,
  }).send('GET', '/repositories');
  expect(status).toBe(200);
});

test('no answer, event, log or pull request has any of them', async () => {
  const { git } = stack;
  expect(answers.length).toBeGreaterThan(20);
  const hasSecret = (text: string) => SECRETS.some(one => text.includes(one));
  expect(answers.filter(hasSecret)).toEqual([]);
  const pulls = await git.pulls();
  expect(pulls.length).toBeGreaterThan(0);
  expect(hasSecret(JSON.stringify(pulls))).toBe(false);
  for (const { number } of pulls) {
    const commits = await git.get(`/pulls/${number}/commits`);
    expect(hasSecret(JSON.stringify(commits))).toBe(false);
  }
  const lines = fs.readFileSync(stack.backendLog(), 'utf8').split('\n');
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter(hasSecret)).toEqual([]);
});
