import { expect, test } from '@playwright/test';
import type { LakeFSDesk } from '../support/LakeFSDesk';

const gate = (branch: string, script: string[]) => `name: gate
on:
  pre-merge:
    branches: [${branch}]
hooks:
  - id: looks
    type: lua
    properties:
      script: print("looked")
  - id: decides
    type: lua
    properties:
      script: |
${script.map(line => `        ${line}`).join('\n')}
  - id: after
    type: lua
    properties:
      script: print("after")
`;

/** Hooks that are asked before a merge. */
export function hookStories(desk: () => LakeFSDesk) {
  test('asks a hook, and tells its no', async () => {
    const { lakefs, repository, write, commit, branch, head, refused } = desk();
    await branch('gated');
    await branch('work');
    await write(
      'work',
      '_lakefs_actions/gate.yaml',
      gate('gated', ['print("checking")', 'error("customer_id is null")']),
    );
    await commit('work', { x: '1' });
    const before = await head('gated');
    const error = await refused(
      lakefs.refs.merge(repository, 'work', 'gated'),
      'hook-refused',
    );
    expect(error.said).toContain('customer_id is null');
    expect(await head('gated')).toBe(before);

    const { items } = await lakefs.actions.runs(repository, {
      branch: 'gated',
    });
    expect(items).toEqual([
      expect.objectContaining({
        id: error.runId,
        branch: 'gated',
        eventType: 'pre-merge',
        status: 'failed',
      }),
    ]);
    expect(await lakefs.actions.run(repository, error.runId)).toEqual(items[0]);
    const hooks = await lakefs.actions.hooks(repository, error.runId);
    expect(
      hooks.items.map(({ hookId, status }) => `${hookId} ${status}`),
    ).toEqual(['looks completed', 'decides failed', 'after skipped']);
    const output = (index: number) =>
      lakefs.actions.output(repository, error.runId, hooks.items[index].id);
    expect(await output(0)).toEqual({ text: 'looked\n', cut: false });
    expect((await output(1)).text).toMatch(
      /^checking\nError: .*customer_id is null/,
    );
  });

  test('asks a hook of what is merged, and goes on with its yes', async () => {
    const { lakefs, repository, write, commit, branch } = desk();
    await branch('gated');
    await branch('work');
    await write(
      'work',
      '_lakefs_actions/gate.yaml',
      gate('gated', ['print("fine")']),
    );
    await commit('work', { x: '1' });
    const { commitId } = await lakefs.refs.merge(repository, 'work', 'gated');
    const { items } = await lakefs.actions.runs(repository, {
      branch: 'gated',
    });
    expect(items).toEqual([
      expect.objectContaining({ status: 'completed', commitId }),
    ]);
  });
}
