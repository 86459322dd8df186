import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import * as fc from 'fast-check';
import { pageOfWorkloads, toWorkloadKey } from './sortWorkloads';
import { WORKLOAD_SORTS } from './WorkloadQuery';

const arbitraryWorkload = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    namespace: fc.constantFrom('dom-sales', 'dom-risk'),
    domain: fc.constantFrom('sales', 'risk'),
    state: fc.constantFrom('running', 'failed', 'succeeded', 'pending'),
    owner: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
    startedAt: fc.option(
      fc.constantFrom('2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z'),
      { nil: undefined },
    ),
  })
  .map(
    some =>
      ({
        kubernetesCluster: 'west',
        kind: 'spark-application',
        createdAt: '2026-11-20T09:00:00Z',
        ...some,
      } as Workload),
  );

describe('pageOfWorkloads', () => {
  it('gives every row exactly once over all pages, whatever the order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(arbitraryWorkload, { selector: toWorkloadKey }),
        fc.constantFrom(...WORKLOAD_SORTS),
        fc.boolean(),
        fc.integer({ min: 1, max: 5 }),
        (workloads, sort, descending, limit) => {
          const order = { sort, descending, now: 0 };
          const paged: string[] = [];
          let cursor: string | undefined;
          do {
            const page = pageOfWorkloads(workloads, {
              ...order,
              limit,
              cursor,
            });
            paged.push(...page.items.map(toWorkloadKey));
            cursor = page.nextCursor;
          } while (cursor);
          const whole = pageOfWorkloads(workloads, { ...order, limit: 1000 });
          expect(paged).toEqual(whole.items.map(toWorkloadKey));
          expect(paged).toHaveLength(workloads.length);
        },
      ),
    );
  });

  it('puts what has no value last, both ways', () => {
    const workloads = [
      { name: 'b', owner: undefined },
      { name: 'a', owner: 'x' },
    ] as Workload[];
    for (const descending of [true, false]) {
      const { items } = pageOfWorkloads(workloads, {
        sort: 'owner',
        descending,
        limit: 10,
        now: 0,
      });
      expect(items.map(({ name }) => name)).toEqual(['a', 'b']);
    }
  });

  it.each(['', 'x', 'e30', 'W10', 'WzEsMl0'])(
    'refuses the cursor %p',
    cursor => {
      expect(() =>
        pageOfWorkloads([], {
          sort: 'name',
          descending: false,
          limit: 1,
          now: 0,
          cursor: cursor || '!',
        }),
      ).toThrow("'cursor'");
    },
  );
});
