import fs from 'node:fs';
import { expect, test } from '@playwright/test';
import type { ChangeRequest } from '../../../plugins/lakehouse-common/src/types';
import { formValues } from './support/formValues';
import { isPullRequestOf } from './support/GitProxy';
import { type OwnStack, startOwnStack } from './support/ownStack';
import { startTask, taskEnd } from './support/scaffolder';
import { freshName, proposal, sparkJob } from './support/sparkJob';
import { newTraces, tracesOf } from './support/traces';
import { until } from './support/until';

/** What the sandbox's Git host takes for mia's own token. */
const TOKEN = 'sandbox-mia';
const TEMPLATE = 'template:default/spark-job';

let stack: OwnStack;

test.describe.configure({ mode: 'serial', timeout: 240_000 });

test.beforeAll(async () => {
  stack = await startOwnStack(({ gitUrl }) => ({
    'lakehouse.gitops.repositories': [
      {
        ...{ name: 'gitops', url: `${gitUrl}/lakehouse/gitops` },
        ...{ credentials: 'user', pullRequest: { draft: true } },
        targets: [{ kubernetesCluster: 'west' }, { kubernetesCluster: 'east' }],
      },
    ],
  }));
});

test.afterAll(async () => {
  await stack?.stop();
});

test('a form asks with the own account, and its token is told nowhere', async () => {
  const { portal, git } = stack;
  const mia = portal.as('mia');
  const domain = await mia.get('/lakehouse/domains/sales');
  expect(domain.body.gitAccounts).toEqual({
    west: expect.stringContaining('/lakehouse/gitops'),
    east: expect.stringContaining('/lakehouse/gitops'),
  });

  const { body } = await startTask(
    ...([portal, 'mia', formValues(freshName('own')), TEMPLATE] as const),
    { USER_OAUTH_TOKEN: TOKEN },
  );
  const { output, error } = await taskEnd(portal, 'mia', body.id);

  expect(error).toBeUndefined();
  const change = await mia.get(`/lakehouse/changes/${output.changeId}`);
  const pull = await git.get(`/pulls/${change.body.number}`);
  expect(pull).toMatchObject({
    ...{ user: { login: 'mia' }, title: expect.stringMatching(/^WIP: /) },
  });
  const events = await mia.get(`/scaffolder/v2/tasks/${body.id}/events`);
  const task = await mia.get(`/scaffolder/v2/tasks/${body.id}`);
  const log = fs.readFileSync(stack.backendLog(), 'utf8');
  expect(log).toContain(`/api/lakehouse/changes`);
  for (const text of [events.text, task.text, change.text, log]) {
    expect(text).not.toContain(TOKEN);
  }
});

test('without a token nothing is asked for, and it is said what to do', async () => {
  const { portal, git } = stack;
  const before = (await git.pulls()).length;
  const { body } = await startTask(portal, 'mia', formValues(freshName('own')));

  const { error } = await taskEnd(portal, 'mia', body.id);

  expect(error).toContain('are made with your own account on the Git host');
  expect(error).toContain('secrets.USER_OAUTH_TOKEN');
  expect(await git.pulls()).toHaveLength(before);
});

test('killed before the pull request, it has failed, and is submitted again', async () => {
  const { portal, git, gitProxy } = stack;
  const mia = portal.as('mia');
  const before = await tracesOf(portal, git);
  const name = freshName('own-crash');
  const ask = () =>
    mia.post<ChangeRequest>('/lakehouse/changes', proposal(sparkJob(name)), {
      ...{ 'Idempotency-Key': name, 'Lakehouse-Git-Token': TOKEN },
    });
  const held = gitProxy.make({ silence: true }, isPullRequestOf(name), 1);
  const asked = ask().catch(() => undefined);
  await held;
  await stack.killBackend();
  await asked;
  gitProxy.calm();
  await stack.startBackend();

  const { body } = await until(
    () => mia.get<{ items: ChangeRequest[] }>('/lakehouse/changes'),
    answer =>
      answer.body.items?.some(
        ({ title, phase }) => title.includes(name) && phase === 'failed',
      ),
    { what: 'the change has failed', seconds: 100 },
  );
  const failed = body.items.find(({ title }) => title.includes(name));
  expect(failed?.message).toContain('submit it again');
  const { branches, pulls } = newTraces(before, await tracesOf(portal, git));
  expect({ branches, pulls }).toEqual({ branches: [], pulls: [] });

  const again = await ask();
  expect(again.body).toMatchObject({ id: failed?.id, phase: 'open' });
  const { body: pull } = await git.pull(again.body.number ?? 0);
  expect(pull).toContain('user:default/mia');
  expect(newTraces(before, await tracesOf(portal, git))).toEqual({
    branches: [`lakefront/${failed?.id}`],
    pulls: [again.body.number],
    changes: [failed?.id],
  });
});
