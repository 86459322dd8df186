import { expect, test } from '@playwright/test';
import { type LakeFSClient } from '../../../packages/lakefs-client/src';
import type { LakeFSDesk } from '../support/LakeFSDesk';

const HEX = /^[0-9a-f]{64}$/;

/** What is uncommitted, commits, their history and comparisons. */
export function commitStories(desk: () => LakeFSDesk) {
  test('tells what is uncommitted, and commits it with metadata', async () => {
    const { lakefs, repository, write, commit, branch, head, refused } = desk();
    await commit('main', { 'tables/a/1': 'one', 'tables/a/2': 'two' });
    await branch('work');
    await write('work', 'tables/a/1', 'other');
    await lakefs.objects.delete(repository, 'work', 'tables/a/2');
    await lakefs.objects.delete(repository, 'work', 'nobody-made-it');
    await write('work', 'tables/b/3', 'three');
    const change = (type: string, path: string, size: number) => ({
      type,
      path,
      isPrefix: false,
      size,
    });
    expect(await lakefs.branches.uncommitted(repository, 'work')).toEqual({
      items: [
        change('changed', 'tables/a/1', 5),
        change('removed', 'tables/a/2', 0),
        change('added', 'tables/b/3', 5),
      ],
    });
    expect(
      await lakefs.branches.uncommitted(repository, 'work', {
        prefix: 'tables/',
        delimiter: '/',
        amount: 1,
      }),
    ).toEqual({
      items: [{ type: 'prefix_changed', path: 'tables/a/', isPrefix: true }],
      next: 'tables/a/',
    });
    const before = await head('work');
    const made = await lakefs.branches.commit(repository, 'work', {
      message: 'daily load',
      metadata: { job: 'daily-orders', 'lakefront.dev/run': 'x' },
    });
    expect(made).toMatchObject({
      id: expect.stringMatching(HEX),
      parents: [before],
      message: 'daily load',
      metadata: { job: 'daily-orders', 'lakefront.dev/run': 'x' },
      metaRangeId: expect.stringMatching(HEX),
    });
    for (const ref of [made.id, made.id.slice(0, 16), 'work']) {
      expect(await lakefs.commits.get(repository, ref)).toEqual(made);
    }
    expect(await head('work')).toBe(made.id);
    expect(await lakefs.branches.uncommitted(repository, 'work')).toEqual({
      items: [],
    });
    await refused(
      lakefs.branches.commit(repository, 'work', { message: 'again' }),
      'no-changes',
    );
    const empty = await lakefs.branches.commit(repository, 'work', {
      message: 'nothing',
      allowEmpty: true,
    });
    expect(empty.metaRangeId).toBe(made.metaRangeId);
    await refused(lakefs.commits.get(repository, 'f'.repeat(64)), 'not-found');
  });

  test('writing the same again changes nothing', async () => {
    const { lakefs, repository, write, commit } = desk();
    await commit('main', { same: 'text' });
    await write('main', 'same', 'text');
    expect(await lakefs.branches.uncommitted(repository, 'main')).toEqual({
      items: [],
    });
  });

  test('tells the history in pages, of paths and of the branch alone', async () => {
    const { lakefs, repository, commit, branch, refused } = desk();
    const one = await commit('main', { 'a/1': '1' }, 'one');
    await branch('side');
    const two = await commit('side', { 'b/1': '1' }, 'two');
    await commit('main', { 'a/2': '2' }, 'three');
    const { commitId } = await lakefs.refs.merge(repository, 'side', 'main');
    const messages = async (
      log: Parameters<LakeFSClient['commits']['log']>[2],
    ) =>
      (await lakefs.commits.log(repository, 'main', log)).items.map(
        ({ message }) => message,
      );
    expect(await messages({ firstParent: true })).toEqual([
      "Merge 'side' into 'main'",
      'three',
      'one',
      'Repository created',
    ]);
    expect(new Set(await messages({}))).toEqual(
      new Set([
        "Merge 'side' into 'main'",
        'three',
        'two',
        'one',
        'Repository created',
      ]),
    );
    expect(await messages({ prefixes: ['b/'] })).toEqual(['two']);
    expect(await messages({ objects: ['a/1'] })).toEqual(['one']);
    expect(await messages({ firstParent: true, stopAt: one.id })).toEqual([
      "Merge 'side' into 'main'",
      'three',
      'one',
    ]);
    const page = await lakefs.commits.log(repository, 'main', {
      amount: 1,
      firstParent: true,
    });
    expect(page).toMatchObject({ items: [{ id: commitId }], next: commitId });
    expect(await messages({ after: page.next, firstParent: true })).toEqual([
      'three',
      'one',
      'Repository created',
    ]);
    const merged = page.items[0];
    expect(merged.parents[1]).toBe(two.id);
    expect(merged.generation).toBeGreaterThan(two.generation);
    await refused(lakefs.commits.log(repository, 'no-ref'), 'not-found');
  });

  test('compares as folders, in pages, since the merge base or straight', async () => {
    const { lakefs, repository, write, commit, branch, refused } = desk();
    await commit('main', { 'a/1': '1', 'a/2': '22', 'b/1': '1', top: 't' });
    await branch('work');
    await write('work', 'a/1', '333');
    await lakefs.objects.delete(repository, 'work', 'a/2');
    await commit('work', { 'c/d/e': 'new' });
    await commit('main', { 'b/1': 'moved on' });
    const diff = (asked: Parameters<LakeFSClient['refs']['diff']>[3] = {}) =>
      lakefs.refs.diff(repository, 'main', 'work', asked);
    const lines = async (asked?: Parameters<LakeFSClient['refs']['diff']>[3]) =>
      (await diff(asked)).items.map(
        ({ type, path, size }) => `${type} ${path} ${size}`,
      );
    expect(await lines()).toEqual([
      'changed a/1 3',
      'removed a/2 2',
      'added c/d/e 3',
    ]);
    expect(await lines({ type: 'two_dot' })).toEqual([
      'changed a/1 3',
      'removed a/2 2',
      'changed b/1 1',
      'added c/d/e 3',
    ]);
    expect(await lines({ delimiter: '/' })).toEqual([
      'prefix_changed a/ undefined',
      'prefix_changed c/ undefined',
    ]);
    expect(await lines({ delimiter: '/', prefix: 'a/' })).toEqual([
      'changed a/1 3',
      'removed a/2 2',
    ]);
    const first = await diff({ delimiter: '/', amount: 1 });
    expect(first.next).toBe('a/');
    expect(await lines({ delimiter: '/', after: first.next })).toEqual([
      'prefix_changed c/ undefined',
    ]);
    await write('work', 'uncommitted', 'x');
    expect(await lines({ prefix: 'unc' })).toEqual([]);
    await refused(lakefs.refs.diff(repository, 'main', 'no-ref'), 'not-found');
  });
}
