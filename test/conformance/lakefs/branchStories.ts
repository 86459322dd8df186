import { expect, test } from '@playwright/test';
import { everyItem } from '../../../packages/lakefs-client/src';
import type { LakeFSDesk } from '../support/LakeFSDesk';

/** Branches and tags. */
export function branchStories(desk: () => LakeFSDesk) {
  test('makes branches, lists them in pages and takes them away', async () => {
    const { lakefs, repository, branch, head, refused } = desk();
    const first = await head('main');
    for (const name of ['a-1', 'a-2', 'a-3', 'b-1']) {
      expect(await branch(name)).toEqual({ commitId: first });
    }
    const names: string[] = [];
    for await (const { id, commitId } of everyItem(after =>
      lakefs.branches.list(repository, { after, amount: 2 }),
    )) {
      expect(commitId).toBe(first);
      names.push(id);
    }
    expect(names).toEqual(['a-1', 'a-2', 'a-3', 'b-1', 'main']);
    const withPrefix = await lakefs.branches.list(repository, {
      prefix: 'a-',
      after: 'a-1',
    });
    expect(withPrefix.items.map(({ id }) => id)).toEqual(['a-2', 'a-3']);

    await refused(branch('a-1'), 'already-exists');
    await refused(branch('c-1', 'nobody-made-it'), 'not-found');
    for (const name of ['a b', 'a/b', '-a', 'a.b', 'ä']) {
      await refused(branch(name), 'bad-request');
    }
    await lakefs.branches.delete(repository, 'a-1');
    await refused(lakefs.branches.get(repository, 'a-1'), 'not-found');
    await refused(lakefs.branches.delete(repository, 'a-1'), 'not-found');
    await refused(lakefs.branches.delete(repository, 'main'), 'default-branch');
  });

  test('begins a branch at a tag, a commit or before one', async () => {
    const { lakefs, repository, commit, branch } = desk();
    const one = await commit('main', { a: '1' });
    const two = await commit('main', { a: '2' });
    await lakefs.tags.create(repository, { id: 'v.1', ref: one.id });
    expect(await branch('of-tag', 'v.1')).toEqual({ commitId: one.id });
    expect(await branch('of-commit', two.id)).toEqual({ commitId: two.id });
    expect(await branch('of-short', one.id.slice(0, 16))).toEqual({
      commitId: one.id,
    });
    expect(await branch('before', 'main~1')).toEqual({ commitId: one.id });
  });

  test('makes a branch for one of many who ask at once', async () => {
    const { branch } = desk();
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () =>
        branch('wanted').then(
          () => 'made',
          error => error.reason,
        ),
      ),
    );
    expect(outcomes.sort()).toEqual([
      ...Array(4).fill('already-exists'),
      'made',
    ]);
  });

  test('takes a branch away with what is uncommitted on it', async () => {
    const { lakefs, repository, write, branch } = desk();
    await branch('work');
    await write('work', 'lost', 'x');
    await lakefs.branches.delete(repository, 'work');
    await branch('work');
    expect(await lakefs.branches.uncommitted(repository, 'work')).toEqual({
      items: [],
    });
  });

  test('keeps what a tag names when its branch is gone', async () => {
    const { lakefs, repository, commit, branch, refused } = desk();
    await branch('work');
    const kept = await commit('work', { x: '1' });
    expect(
      await lakefs.tags.create(repository, { id: 'kept-1', ref: 'work' }),
    ).toEqual({ id: 'kept-1', commitId: kept.id });
    await lakefs.branches.delete(repository, 'work');
    expect(await branch('work', 'kept-1')).toEqual({ commitId: kept.id });
    expect(await lakefs.tags.list(repository, { prefix: 'kept-' })).toEqual({
      items: [{ id: 'kept-1', commitId: kept.id }],
    });
    await refused(
      lakefs.tags.create(repository, { id: 'kept-1', ref: 'main' }),
      'already-exists',
    );
    await refused(
      lakefs.tags.create(repository, { id: 'work', ref: 'main' }),
      'conflict',
    );
    await refused(branch('kept-1'), 'conflict');
    await lakefs.tags.delete(repository, 'kept-1');
    await refused(lakefs.tags.get(repository, 'kept-1'), 'not-found');
    await refused(lakefs.tags.delete(repository, 'kept-1'), 'not-found');
  });
}
