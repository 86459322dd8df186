import { expect, test } from '@playwright/test';
import { type LakeFSClient } from '../../../packages/lakefs-client/src';
import type { LakeFSDesk } from '../support/LakeFSDesk';

/** Objects on a branch. */
export function objectStories(desk: () => LakeFSDesk) {
  test('lists objects as folders and reads parts of them', async () => {
    const { lakefs, repository, commit, refused } = desk();
    const path = 'tables/orders/metadata/v 1+ä&.json';
    await commit('main', { [path]: '0123456789', 'tables/b': 'b' });
    const list = (asked: Parameters<LakeFSClient['objects']['list']>[2]) =>
      lakefs.objects.list(repository, 'main', asked);
    expect(await list({ prefix: 'tables/', delimiter: '/' })).toEqual({
      items: [
        expect.objectContaining({ isPrefix: false, path: 'tables/b', size: 1 }),
        { isPrefix: true, path: 'tables/orders/' },
      ],
    });
    expect(await list({ amount: 1 })).toMatchObject({ next: 'tables/b' });
    const stats = await lakefs.objects.stat(repository, 'main', path);
    expect(stats).toMatchObject({ path, size: 10 });
    const read = async (
      asked: Parameters<LakeFSClient['objects']['read']>[3],
    ) => {
      const content = await lakefs.objects.read(
        repository,
        'main',
        path,
        asked,
      );
      return [Buffer.from(content.bytes).toString(), content.totalSize];
    };
    expect(await read({})).toEqual(['0123456789', 10]);
    expect(await read({ range: { from: 2, to: 4 } })).toEqual(['234', 10]);
    expect(await read({ range: { from: 8, to: 99 } })).toEqual(['89', 10]);
    expect(await read({ range: { last: 3 } })).toEqual(['789', 10]);
    await expect(read({ range: { from: 50, to: 60 } })).rejects.toMatchObject({
      status: 416,
    });
    await refused(
      lakefs.objects.stat(repository, 'main', 'nobody-wrote-it'),
      'not-found',
    );
    await refused(lakefs.objects.read(repository, 'no-ref', path), 'not-found');
  });
}
