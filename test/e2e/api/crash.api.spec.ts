import { expect, test } from '@playwright/test';
import type { ChangeRequest } from '../../../plugins/lakehouse-common/src/types';
import { formValues } from './support/formValues';
import {
  isCommitOf,
  isPullRequestOf,
  type ProxiedRequest,
} from './support/GitProxy';
import { type OwnStack, startOwnStack } from './support/ownStack';
import { startTask, taskEnd } from './support/scaffolder';
import { freshName, proposal, sparkJob } from './support/sparkJob';
import { newTraces, tracesOf } from './support/traces';
import { until } from './support/until';

/** A dead replica's lease has to run out, and a start takes its time. */
test.describe.configure({ timeout: 240_000 });

test.describe('the backend is killed in the middle of a propose', () => {
  let stack: OwnStack;

  test.beforeAll(async () => {
    stack = await startOwnStack();
  });

  test.afterAll(async () => {
    await stack?.stop();
  });

  test('it goes on after its restart: one branch, one pull request, one row each', async () => {
    const { portal, git, gitProxy } = stack;
    const mia = portal.as('mia');
    const before = await tracesOf(portal, git);
    const stem = freshName('crash');
    const names = {
      beforeCommit: `${stem}-a-x`,
      afterCommit: `${stem}-b-x`,
      beforePull: `${stem}-c-x`,
      afterPull: `${stem}-d-x`,
      task: `${stem}-e-x`,
    };
    const hold = (
      matches: (request: ProxiedRequest) => boolean,
      after: boolean,
    ) => gitProxy.make({ silence: true, after }, matches, 1);
    const held = Promise.all([
      hold(isCommitOf(names.beforeCommit), false),
      hold(isCommitOf(names.afterCommit), true),
      hold(isPullRequestOf(names.beforePull), false),
      hold(isPullRequestOf(names.afterPull), true),
      hold(isPullRequestOf(names.task), true),
    ]);
    const ask = (name: string) =>
      mia.post<ChangeRequest>('/lakehouse/changes', proposal(sparkJob(name)), {
        'Idempotency-Key': name,
      });
    const { task: inTask, ...direct } = names;
    const { body: task } = await startTask(portal, 'mia', formValues(inTask));
    const asked = Promise.allSettled(Object.values(direct).map(ask));
    await held;
    await stack.killBackend();
    await asked;
    gitProxy.calm();
    await stack.startBackend();

    const { body } = await until(
      () =>
        mia.get<{ items: ChangeRequest[] }>('/lakehouse/changes?phase=open'),
      answer =>
        answer.body.items?.length === 5 &&
        answer.body.items.every(({ number }) => number !== undefined),
      { what: 'every change has its pull request', seconds: 100 },
    );
    const changes = body.items;
    expect(newTraces(before, await tracesOf(portal, git))).toEqual({
      branches: changes.map(({ id }) => `lakefront/${id}`).sort(),
      pulls: changes.map(({ number }) => number ?? 0).sort((a, b) => a - b),
      changes: changes.map(({ id }) => id).sort(),
    });
    const changeOf = (name: string) => {
      const found = changes.filter(({ operations }) =>
        operations.some(operation => operation.name === name),
      );
      expect(found, name).toHaveLength(1);
      expect(found[0].blocked, name).toBeUndefined();
      return found[0];
    };

    // Who was cut off asks again, and gets the same.
    for (const name of Object.values(direct)) {
      const { id, number } = changeOf(name);
      expect((await ask(name)).body).toMatchObject({ id, number });
    }
    // The task goes on too, and ends with its pull request.
    const end = await taskEnd(portal, 'mia', task.id);
    expect(end.task.status, end.said).toBe('completed');
    expect(end.output).toMatchObject({
      changeId: changeOf(inTask).id,
      pullRequestUrl: changeOf(inTask).url,
    });
    // What was made half before and half after is followed like any other.
    const { id, number = 0 } = changeOf(names.afterCommit);
    expect((await git.as('ben').merge(number)).status).toBe(200);
    await until(
      () => mia.get<ChangeRequest>(`/lakehouse/changes/${id}`),
      answer => answer.body.phase === 'live',
      { what: 'the change is live' },
    );
  });
});
