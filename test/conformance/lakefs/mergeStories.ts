import { expect, test } from '@playwright/test';
import type { LakeFSDesk } from '../support/LakeFSDesk';

/** Merges, and what stands in their way. */
export function mergeStories(desk: () => LakeFSDesk) {
  test('merges a commit once, with metadata by which it is found', async () => {
    const { lakefs, repository, commit, branch, head, refused } = desk();
    await branch('work');
    const reviewed = await commit('work', { x: '1' });
    await commit('work', { x: '2' });
    const before = await head('main');
    const { commitId } = await lakefs.refs.merge(
      repository,
      reviewed.id,
      'main',
      { message: 'promote', metadata: { 'lakefront.dev/promoted': 'x' } },
    );
    expect(await head('main')).toBe(commitId);
    const merged = await lakefs.commits.get(repository, commitId);
    expect(merged).toMatchObject({
      message: 'promote',
      parents: [before, reviewed.id],
      metadata: expect.objectContaining({ 'lakefront.dev/promoted': 'x' }),
    });
    const read = await lakefs.objects.read(repository, 'main', 'x');
    expect(Buffer.from(read.bytes).toString()).toBe('1');
    await refused(
      lakefs.refs.merge(repository, reviewed.id, 'main'),
      'no-changes',
    );
    expect(
      await lakefs.refs.mergeBase(repository, 'work', 'main'),
    ).toMatchObject({ baseCommitId: reviewed.id });
    await refused(lakefs.refs.merge(repository, 'no-ref', 'main'), 'not-found');
    await refused(
      lakefs.refs.merge(repository, 'work', 'no-branch'),
      'not-found',
    );
  });

  test('says that there is a conflict, a diff says where, a strategy decides', async () => {
    const { lakefs, repository, commit, branch, refused } = desk();
    await commit('main', { both: '0', mine: '0' });
    await branch('one');
    await branch('two');
    await commit('one', { both: '1', mine: '1' });
    await commit('two', { both: '2' });
    const error = await refused(
      lakefs.refs.merge(repository, 'one', 'two'),
      'conflict',
    );
    expect(error.name).toBe('MergeConflictError');
    const { items } = await lakefs.refs.diff(repository, 'two', 'one');
    expect(items.map(({ type, path }) => `${type} ${path}`)).toEqual([
      'conflict both',
      'changed mine',
    ]);
    await branch('three', 'two');
    const both = async (name: string) =>
      Buffer.from(
        (await lakefs.objects.read(repository, name, 'both')).bytes,
      ).toString();
    await lakefs.refs.merge(repository, 'one', 'two', {
      strategy: 'source-wins',
    });
    expect(await both('two')).toBe('1');
    await lakefs.refs.merge(repository, 'one', 'three', {
      strategy: 'dest-wins',
    });
    expect(await both('three')).toBe('2');
  });

  test('squashes to one parent', async () => {
    const { lakefs, repository, commit, branch, head } = desk();
    await branch('work');
    await commit('work', { x: '1' });
    const before = await head('main');
    const { commitId } = await lakefs.refs.merge(repository, 'work', 'main', {
      squash: true,
    });
    const made = await lakefs.commits.get(repository, commitId);
    expect(made.parents).toEqual([before]);
  });

  test('merges once for many who merge at once, but squashes for each', async () => {
    const { lakefs, repository, commit, branch } = desk();
    const merges = async (squash: boolean) => {
      const name = squash ? 'squashed' : 'merged';
      await branch(name);
      const { id } = await commit(name, { [name]: '1' });
      const outcomes = await Promise.all(
        Array.from({ length: 5 }, () =>
          lakefs.refs.merge(repository, id, 'main', { squash }).then(
            () => 'done',
            error => error.reason,
          ),
        ),
      );
      return outcomes.sort();
    };
    const others = Array(4).fill('no-changes');
    expect(await merges(false)).toEqual(['done', ...others]);
    // Nothing of the destination's history says that it was there before.
    expect(await merges(true)).toEqual(Array(5).fill('done'));
  });

  test('merges nothing into a branch on which something is uncommitted', async () => {
    const { lakefs, repository, write, commit, branch, refused } = desk();
    await branch('work');
    await commit('work', { x: '1' });
    await write('main', 'left', 'behind');
    await refused(
      lakefs.refs.merge(repository, 'work', 'main'),
      'dirty-branch',
    );
  });
}
