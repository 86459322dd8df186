import * as fc from 'fast-check';
import type { WorkloadRow } from '../index/rows';
import { Shelf } from '../index/Shelf';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import type { DomainPlace } from '../types';
import { mergeRuns } from './mergeRuns';
import { RowPicker } from './RowPicker';
import {
  comparePositions,
  decodeCursor,
  encodeCursor,
  toWorkloadKey,
  valueOf,
} from './sortWorkloads';
import { WORKLOAD_SORTS } from './WorkloadQuery';

const NOW = Date.parse('2026-11-20T12:00:00Z');

const time = fc.option(
  fc.constantFrom('2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z'),
  { nil: undefined },
);

const arbitraryRow = fc
  .record({
    name: fc.constantFrom('a', 'a-b', 'b', 'c', 'd', 'e', 'f'),
    namespace: fc.constantFrom('dom-sales', 'dom-risk', 'dom-risk-eu'),
    state: fc.constantFrom('running', 'failed', 'succeeded', 'pending'),
    owner: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
    startedAt: time,
    endedAt: time,
  })
  .map(
    some =>
      ({
        workload: {
          kubernetesCluster: 'west',
          kind: 'spark-application',
          createdAt: '2026-11-20T09:00:00Z',
          ...some,
        },
        podSelector: {},
      } as unknown as WorkloadRow),
  );

const keyOf = ({ workload }: WorkloadRow) => toWorkloadKey(workload);

function shelvesOf(rows: WorkloadRow[]) {
  const shelves = new Map<string, { shelf: Shelf; place: DomainPlace }>();
  for (const row of rows) {
    const { namespace, name, kind } = row.workload;
    const domain = namespace.replace('dom-', '');
    const placed = shelves.get(namespace) ?? {
      shelf: new Shelf(`west/${namespace}`, kind),
      place: { domain, kubernetesCluster: 'west', namespace } as DomainPlace,
    };
    placed.shelf.put(name, row);
    shelves.set(namespace, placed);
  }
  return [...shelves.values()];
}

describe('mergeRuns', () => {
  it('gives every row exactly once over all pages, in the one order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(arbitraryRow, { selector: keyOf, maxLength: 21 }),
        fc.constantFrom(...WORKLOAD_SORTS),
        fc.boolean(),
        fc.integer({ min: 1, max: 5 }),
        (rows, sort, descending, limit) => {
          const order = { sort, descending, now: NOW };
          const picker = new RowPicker({} as LakehouseIndex, {});
          const shelves = shelvesOf(rows);
          const paged: string[] = [];
          let cursor: string | undefined;
          do {
            const runs = shelves.flatMap(placed => picker.runs(placed, order));
            const merged = mergeRuns(
              runs,
              order,
              cursor === undefined ? undefined : decodeCursor(cursor),
            );
            cursor = undefined;
            let taken = 0;
            for (const { row, position } of merged) {
              paged.push(keyOf(row));
              taken += 1;
              if (taken === limit) {
                cursor = encodeCursor(position);
                break;
              }
            }
          } while (cursor);
          const expected = rows
            .map(row => {
              const { name, namespace } = row.workload;
              const domain = namespace.replace('dom-', '');
              const value = valueOf(row.workload, domain, order);
              const prefix = keyOf(row).slice(0, -name.length);
              return { key: keyOf(row), value, prefix, name };
            })
            .sort((a, b) => comparePositions(a, b, order))
            .map(({ key }) => key);
          expect(paged).toEqual(expected);
        },
      ),
    );
  });

  it('goes on where a page ended though its last row is gone', () => {
    const rows = ['a', 'b', 'c'].map(
      name =>
        ({
          workload: {
            ...{ kubernetesCluster: 'west', namespace: 'dom-sales', name },
            ...{ kind: 'spark-application', createdAt: '' },
          },
          podSelector: {},
        } as unknown as WorkloadRow),
    );
    const order = { sort: 'name', descending: false, now: NOW } as const;
    const [placed] = shelvesOf(rows);
    const picker = new RowPicker({} as LakehouseIndex, {});
    const [, second] = mergeRuns(picker.runs(placed, order), order);
    placed.shelf.remove('b');
    const rest = mergeRuns(picker.runs(placed, order), order, second.position);
    expect([...rest].map(({ row }) => row.workload.name)).toEqual(['c']);
  });
});

describe('the order', () => {
  it.each([true, false])('puts what has no value last, %s', descending => {
    const a = { value: undefined, prefix: 'p/', name: 'a' };
    const b = { value: 'x', prefix: 'p/', name: 'b' };
    expect(comparePositions(a, b, { descending })).toBe(1);
  });

  it.each(['', 'x', 'e30', 'W10', 'WzEsMl0'])(
    'refuses the cursor %p',
    cursor => {
      expect(() => decodeCursor(cursor)).toThrow("'cursor'");
    },
  );
});
