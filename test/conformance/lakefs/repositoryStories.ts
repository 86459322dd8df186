import { expect, test } from '@playwright/test';
import { until } from '../../e2e/api/support/until';
import type { LakeFSDesk } from '../support/LakeFSDesk';

/** Repositories, their metadata and their settings. */
export function repositoryStories(desk: () => LakeFSDesk) {
  test('keeps repositories', async () => {
    const { side, lakefs, repository, refused } = desk();
    const found = await lakefs.repositories.get(repository);
    expect(found).toEqual({
      id: repository,
      defaultBranch: 'main',
      storageNamespace: side.storageNamespace(repository),
      readOnly: false,
      createdAt: expect.any(Number),
    });
    const listed = await lakefs.repositories.list({ prefix: repository });
    expect(listed).toEqual({ items: [found] });
    await refused(lakefs.repositories.get('nobody-made-it'), 'not-found');
  });

  test('forgets a repository under those who use it', async () => {
    const { lakefs, http, repository, refused } = desk();
    await http.must('DELETE', `/repositories/${repository}`);
    await refused(lakefs.branches.get(repository, 'main'), 'not-found');
    await refused(lakefs.repositories.metadata(repository), 'not-found');
    await refused(
      lakefs.repositories.garbageCollectionRules(repository),
      'not-found',
    );
  });

  test('refuses every write to a repository that is only for reading', async () => {
    const { lakefs, write, branch, refused } = desk();
    const repository = await desk().useRepository({ read_only: true });
    expect((await lakefs.repositories.get(repository)).readOnly).toBe(true);
    await refused(branch('other'), 'read-only-repository');
    await refused(write('main', 'x', 'x'), 'read-only-repository');
  });

  test('protects a branch, if nobody else did in between', async () => {
    const { lakefs, repository, write, branch, refused } = desk();
    const { repositories } = lakefs;
    await branch('kept');
    expect(await repositories.branchProtection(repository)).toEqual({
      patterns: [],
      etag: '',
    });
    await repositories.setBranchProtection(repository, {
      patterns: ['kep*'],
      etag: '',
    });
    const read = await repositories.branchProtection(repository);
    expect(read.patterns).toEqual(['kep*']);
    expect(read.etag).not.toBe('');
    await repositories.setBranchProtection(repository, {
      patterns: [...read.patterns, 'other'],
      etag: read.etag,
    });
    await refused(
      repositories.setBranchProtection(repository, { ...read, patterns: [] }),
      'precondition-failed',
    );
    const both = await repositories.branchProtection(repository);
    expect([...both.patterns].sort()).toEqual(['kep*', 'other']);

    // What is obeyed comes from a cache that runs out.
    await until(
      () =>
        write('kept', 'x', 'x').then(
          () => 'written',
          error => error.reason,
        ),
      answer => answer === 'protected-branch',
      { what: 'the rule is obeyed', seconds: 20 },
    );
    await repositories.setBranchProtection(repository, {
      patterns: ['other'],
      etag: both.etag,
    });
    // Protection keeps nobody from deleting.
    await lakefs.branches.delete(repository, 'kept');
  });

  test('loses no key of twenty who write metadata at once', async () => {
    const { lakefs, repository } = desk();
    const keys = Array.from({ length: 20 }, (_, n) => `lakefront.dev/key.${n}`);
    await Promise.all(
      keys.map(key =>
        lakefs.repositories.setMetadata(repository, { [key]: 'mine' }),
      ),
    );
    expect(await lakefs.repositories.metadata(repository)).toEqual(
      Object.fromEntries(keys.map(key => [key, 'mine'])),
    );
    await lakefs.repositories.deleteMetadata(repository, [
      ...keys.slice(1),
      'nobody-wrote-it',
    ]);
    expect(await lakefs.repositories.metadata(repository)).toEqual({
      [keys[0]]: 'mine',
    });
  });

  test('tells the rules of garbage collection, or that there are none', async () => {
    const { lakefs, http, repository } = desk();
    const { repositories } = lakefs;
    expect(
      await repositories.garbageCollectionRules(repository),
    ).toBeUndefined();
    const path = `/repositories/${repository}/settings/gc_rules`;
    await http.must('PUT', path, { default_retention_days: 7, branches: [] });
    expect(await repositories.garbageCollectionRules(repository)).toEqual({
      defaultRetentionDays: 7,
      branches: [],
    });
    await http.must('PUT', path, {
      default_retention_days: 7,
      branches: [{ branch_id: 'main', retention_days: 30 }],
    });
    expect(await repositories.garbageCollectionRules(repository)).toEqual({
      defaultRetentionDays: 7,
      branches: [{ branch: 'main', retentionDays: 30 }],
    });
    await http.must('DELETE', path);
    expect(
      await repositories.garbageCollectionRules(repository),
    ).toBeUndefined();
  });
}
