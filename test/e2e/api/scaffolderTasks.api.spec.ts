import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { ChangeRequest } from '../../../plugins/lakehouse-common/src/types';
import { type OwnStack, startOwnStack } from './support/ownStack';
import type { Person } from './support/PortalApi';
import { startTask, taskEnd } from './support/scaffolder';
import { freshName, proposal, sparkJob } from './support/sparkJob';
import { newTraces, tracesOf } from './support/traces';
import { until } from './support/until';

const TEMPLATE = 'template:default/some-jobs';
const templates = [
  path.join(__dirname, 'fixtures', 'some-jobs.template.yaml'),
  path.resolve(__dirname, '../../../templates/spark-job/template.yaml'),
];

let stack: OwnStack;

test.describe.configure({ timeout: 240_000 });

test.beforeAll(async () => {
  stack = await startOwnStack({
    // The policy of a stock portal: whoever is signed in may retry any task.
    'permission.enabled': false,
    'catalog.locations': [
      {
        type: 'file',
        target: 'catalog/org.yaml',
        rules: [{ allow: ['User', 'Group'] }],
      },
      {
        type: 'file',
        target: 'catalog/domains.yaml',
        rules: [{ allow: ['System'] }],
      },
      ...templates.map(target => ({ type: 'file', target })),
    ],
  });
});

test.afterAll(async () => {
  await stack?.stop();
});

/** Somebody else has asked for the name: nobody gets it until that is closed. */
async function holdName(name: string) {
  const { portal, git } = stack;
  const { status, body } = await portal
    .as('pat')
    .post<ChangeRequest>('/lakehouse/changes', proposal(sparkJob(name)));
  expect(status).toBe(201);
  return {
    async release() {
      await git.close(body.number ?? 0);
      await until(
        () =>
          portal
            .as('mia')
            .post('/lakehouse/changes/check', proposal(sparkJob(name))),
        ({ body: check }) => check.ok === true,
        { what: `${name} is free again`, seconds: 90 },
      );
    },
  };
}

/** A task of mia, from its start to its end. */
async function run(names: string[]) {
  const { portal } = stack;
  const { body } = await until(
    () => startTask(portal, 'mia', { names }, TEMPLATE),
    ({ status }) => status === 201,
    { what: 'the template is in the catalog' },
  );
  return { id: body.id, ...(await taskEnd(portal, 'mia', body.id)) };
}

async function retry(person: Person, id: string) {
  const { portal } = stack;
  const { status } = await portal
    .as(person)
    .post(`/scaffolder/v2/tasks/${id}/retry`, {});
  expect(status).toBe(201);
  return taskEnd(portal, person, id);
}

/** The change requests of these jobs, those that were closed left out. */
async function changesOf(names: string[]) {
  const { body } = await stack.portal
    .as('pat')
    .get<{ items: ChangeRequest[] }>('/lakehouse/changes?phase=open');
  return names.map(
    name =>
      body.items.find(({ operations }) =>
        operations.some(operation => operation.name === name),
      )?.id,
  );
}

test('an `each` over three objects makes three changes, the same ones at each retry', async () => {
  const { portal, git } = stack;
  const stem = freshName('each');
  const names = [1, 2, 3].map(number => `${stem}-${number}`);
  const held = await holdName(names[2]);
  const before = await tracesOf(portal, git);

  const first = await run(names);
  expect(first.task.status).toBe('failed');
  expect(first.error).toContain(names[2]);
  expect(first.error).toContain('not merged yet');
  const [one, two] = await changesOf(names);
  expect(newTraces(before, await tracesOf(portal, git)).changes).toEqual(
    [one, two].sort(),
  );

  await held.release();
  const second = await retry('mia', first.id);
  expect(second.error).toBeUndefined();
  const ids = await changesOf(names);
  expect(new Set(ids).size).toBe(3);
  expect(ids.slice(0, 2)).toEqual([one, two]);
  expect(second.output).toMatchObject({ changeIds: ids });

  const third = await retry('mia', first.id);
  expect(third.output).toEqual(second.output);
  const made = newTraces(before, await tracesOf(portal, git));
  expect(made.changes).toEqual([...ids].sort());
  expect(made.branches).toEqual(ids.map(id => `lakefront/${id}`).sort());
  expect(made.pulls).toHaveLength(3);
  for (const number of made.pulls) await git.close(number);
});

test('a task retried by another person runs with their rights, and is theirs', async () => {
  const { portal, git } = stack;
  const name = freshName('retried');
  const held = await holdName(name);
  const { id, error } = await run([name]);
  expect(error).toContain('not merged yet');
  await held.release();
  const before = await tracesOf(portal, git);

  for (const person of ['noah', 'sam'] as const) {
    const refused = await retry(person, id);
    expect.soft(refused.task.status, person).toBe('failed');
    expect.soft(refused.error, person).toContain('You may see sales on west');
  }
  expect(newTraces(before, await tracesOf(portal, git)).changes).toEqual([]);

  const made = await retry('ben', id);
  expect(made.error).toBeUndefined();
  const [changeId] = await changesOf([name]);
  const { body: change } = await portal
    .as('mia')
    .get<ChangeRequest>(`/lakehouse/changes/${changeId}`);
  expect(change.requestedBy).toBe('user:default/ben');
  const { body: description } = await git.pull(change.number ?? 0);
  expect(description).toContain('user:default/ben');
  expect(description).not.toContain('user:default/mia');

  // What is done is not done again for its maker.
  const late = await retry('mia', id);
  expect(late.output).toEqual(made.output);
  const { changes, pulls } = newTraces(before, await tracesOf(portal, git));
  expect(changes).toEqual([changeId]);
  expect(pulls).toEqual([change.number]);
  await git.close(change.number ?? 0);
});
