import type { ChangeRequest } from '@lakefront/backstage-plugin-lakehouse-common';
import { sizeOf } from '../queries/pageSize';
import type { ChangeQuery, DomainKey } from '../types';
import { listFitting } from './listFitting';

const change = (id: number, bytes: number) =>
  ({ id: `${id}`, summary: 'x'.repeat(bytes) } as ChangeRequest);

/** As many changes as are asked for, after a cursor that counts. */
function changesOf(count: number, bytes: number) {
  return {
    list: async (
      _: ReadonlySet<DomainKey>,
      { limit = 100, cursor }: ChangeQuery,
    ) => {
      const start = Number(cursor ?? 0);
      const end = Math.min(start + limit, count);
      return {
        items: Array.from({ length: end - start }, (_item, n) =>
          change(start + n, bytes),
        ),
        nextCursor: end < count ? `${end}` : undefined,
      };
    },
  };
}

describe('listFitting', () => {
  it('passes on what fits', async () => {
    const changes = changesOf(30, 100);
    const page = await listFitting(changes, new Set(), { limit: 20 });
    expect(page.items).toHaveLength(20);
    expect(page.nextCursor).toBe('20');
  });

  it('gives all in pages below 1 MB, each once', async () => {
    const changes = changesOf(1_000, 5_000);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listFitting(changes, new Set(), {
        limit: 1_000,
        cursor,
      });
      expect(sizeOf(page)).toBeLessThan(1_000_000);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 1_000 }, (_, n) => `${n}`));
  });

  it('gives one that is larger than all bounds alone', async () => {
    const page = await listFitting(changesOf(2, 950_000), new Set(), {});
    expect(page).toMatchObject({ items: [{ id: '0' }], nextCursor: '1' });
  });
});
