import { expect, test } from '@playwright/test';
import type { ChangeRequest } from '../../../plugins/lakehouse-common/src/types';
import { type OwnStack, startOwnStack } from './support/ownStack';
import { runningGitHost, runningPortal } from './support/running';
import { freshName, proposal, sparkJob } from './support/sparkJob';
import { until } from './support/until';

const STATUS = 'lakefront/four-eyes';

test.describe('four eyes, where nobody asked for them', () => {
  test('every head of a change passes', async () => {
    const git = runningGitHost();
    const { body: change } = await runningPortal()
      .as('mia')
      .post<ChangeRequest>(
        '/lakehouse/changes',
        proposal(sparkJob(freshName('two-eyes'))),
      );
    const number = change.number ?? 0;
    const { head } = await git.pull(number);
    const statuses = await until(
      () => git.statuses(head.sha),
      found => found[STATUS] !== undefined,
      { what: 'the status is there' },
    );
    await git.close(number);
    expect(statuses[STATUS]).toMatchObject({
      status: 'success',
      description: 'Not required here',
    });
  });

  test('so does a pull request of somebody’s own; the platform’s files stay theirs', async () => {
    const git = runningGitHost();
    const branch = freshName('by-hand');
    const made = await git.as('mia').commitToNewBranch(branch, {
      path: `platform/west/sales/${branch}.yaml`,
      content: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n',
    });
    expect(made.status).toBe(201);
    const opened = await git
      .as('mia')
      .send('POST', '/pulls', { head: branch, base: 'main', title: branch });
    expect(opened.status).toBe(201);
    const { number, head } = JSON.parse(opened.text);
    const statuses = await until(
      () => git.statuses(head.sha),
      found => found[STATUS] !== undefined,
      { what: 'the status is there' },
    );
    expect(statuses[STATUS].status).toBe('success');
    for (const person of ['mia', 'ben', 'noah', 'sam', 'portal']) {
      const { status, text } = await git.as(person).merge(number);
      expect.soft(status, person).toBe(405);
      expect.soft(text, person).toMatch(/platform engineer|machine account/);
    }
    await git.close(number);
  });
});

test.describe('four eyes, required in sales', () => {
  let stack: OwnStack;

  test.beforeAll(async () => {
    stack = await startOwnStack({
      'lakehouse.gitops.fourEyes': { domains: ['sales'] },
    });
    const protectedBy = await stack.git.send('POST', '/branch_protections', {
      branch_name: 'main',
      enable_status_check: true,
      status_check_contexts: [STATUS],
    });
    expect(protectedBy.status).toBe(201);
  });

  test.afterAll(async () => {
    await stack?.stop();
  });

  test('one’s own approval does not count, and somebody else’s does', async () => {
    const { portal, git } = stack;
    const mia = portal.as('mia');
    const { body: change } = await mia.post<ChangeRequest>(
      '/lakehouse/changes',
      proposal(sparkJob(freshName('four-eyes'))),
    );
    const number = change.number ?? 0;
    const { head } = await git.pull(number);
    const status = async () => (await git.statuses(head.sha))[STATUS];
    const now = () => mia.get<ChangeRequest>(`/lakehouse/changes/${change.id}`);

    const first = await until(status, found => found !== undefined, {
      what: 'the status is there',
    });
    expect(first).toMatchObject({
      status: 'pending',
      description:
        'Waits for an approval by somebody else than user:default/mia',
    });
    expect((await git.as('mia').merge(number)).status).toBe(405);

    expect((await git.as('mia').approve(number)).status).toBe(200);
    // The status is looked at after this approval: somebody else's head proves it.
    const other = await portal
      .as('ben')
      .post<ChangeRequest>(
        '/lakehouse/changes',
        proposal(sparkJob(freshName('other'))),
      );
    const otherNumber = other.body.number ?? 0;
    const otherHead = (await git.pull(otherNumber)).head.sha;
    await git.as('mia').approve(otherNumber);
    await until(
      async () => (await git.statuses(otherHead))[STATUS],
      found => found?.status === 'success',
      { what: 'ben’s change passes by mia’s approval' },
    );
    await git.close(otherNumber);
    expect((await status()).status).toBe('pending');
    const refused = await git.as('mia').merge(number);
    expect(refused.status).toBe(405);
    expect(refused.text).toContain(STATUS);
    const waiting = (await now()).body;
    expect(waiting.phase).toBe('open');
    expect(waiting.steps.find(({ id }) => id === 'review')?.state).not.toBe(
      'done',
    );

    expect((await git.as('ben').approve(number)).status).toBe(200);
    await until(status, found => found.status === 'success', {
      what: 'ben’s approval counts',
    });
    expect((await status()).description).toBe('Approved by ben');
    expect((await git.as('ben').merge(number)).status).toBe(200);
    await until(now, ({ body }) => body.phase === 'live', {
      what: 'the change is live',
    });
  });
});
