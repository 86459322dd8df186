import { expect, test } from '@playwright/test';
import { createLakeFSClient } from '../../../packages/lakefs-client/src';
import type { LakeFSDesk } from '../support/LakeFSDesk';

/** What a server tells of itself, and whom it lets in. */
export function serverStories(desk: () => LakeFSDesk) {
  test('says who it is', async () => {
    const { side, lakefs } = desk();
    await lakefs.server.healthy();
    const { version, storage } = await lakefs.server.config();
    expect(version).toBeTruthy();
    expect(side.storageNamespace('x')).toMatch(
      new RegExp(storage.namespacePattern),
    );
    expect(await lakefs.server.currentUser()).toBeTruthy();
  });

  test('refuses another key, and nobody repeats it', async () => {
    const { side, refused } = desk();
    const stranger = createLakeFSClient({
      endpoint: side.endpoint,
      credentials: {
        accessKeyId: 'AKIAJNOBODYKNOWSTHIS',
        secretAccessKey: 'not-to-be-seen',
      },
    });
    const error = await refused(stranger.repositories.list(), 'unauthorized');
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('not-to-be-seen');
    await stranger.server.healthy();
  });

  test('takes no wild name for another', async () => {
    const { lakefs, repository } = desk();
    const names = ['..%2f', 'a/../main', 'main?x', 'main#', 'ma in', '😀', '%'];
    for (const name of names) {
      const error = await lakefs.branches.get(repository, name).then(
        () => undefined,
        caught => caught,
      );
      expect([400, 404], name).toContain(error?.status);
    }
  });
}
