import * as fc from 'fast-check';
import type { WorkloadRow } from './rows';
import { Shelf } from './Shelf';

const rowOf = (name: string) => ({ workload: { name } } as WorkloadRow);

describe('Shelf', () => {
  it('finds the rows whose name holds a text, each once', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', 'b', '-'),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(name),
        fc.string({ unit: fc.constantFrom('a', 'b', '-', '\n'), maxLength: 3 }),
        (names, part) => {
          const shelf = new Shelf('west/dom-sales', 'spark-application');
          names.forEach(each => shelf.put(each, rowOf(each)));
          expect(shelf.named(part).map(row => row.workload.name)).toEqual(
            names.filter(each => each.includes(part)),
          );
        },
      ),
    );
  });

  it('remembers an answer until a row changes', () => {
    const shelf = new Shelf('west/dom-sales', 'spark-application');
    const answer = jest.fn(() => shelf.rows().length);
    const ask = () => shelf.recall('how many', answer);
    shelf.put('a', rowOf('a'));
    expect([ask(), ask()]).toEqual([1, 1]);
    expect(answer).toHaveBeenCalledTimes(1);
    shelf.put('b', rowOf('b'));
    expect(ask()).toBe(2);
    shelf.remove('a');
    expect(ask()).toBe(1);
    expect(shelf.named('a')).toEqual([]);
  });

  it('lets answers that can follow each change', () => {
    const shelf = new Shelf('west/dom-sales', 'spark-application');
    const change = jest.fn();
    const ask = () => shelf.keep('all', () => ({ change }));
    const first = rowOf('a');
    const second = rowOf('a');
    shelf.put('a', first);
    const kept = ask();
    shelf.put('a', second);
    shelf.remove('a');
    expect(ask()).toBe(kept);
    expect(change.mock.calls).toEqual([
      [first, second],
      [second, undefined],
    ]);
  });

  it('remembers a few answers only, those asked last', () => {
    const shelf = new Shelf('west/dom-sales', 'spark-application');
    const answer = jest.fn(() => 1);
    shelf.recall('kept', answer);
    for (let n = 0; n < 100; n++) {
      shelf.recall(`question ${n}`, () => n);
      shelf.recall('kept', answer);
    }
    expect(answer).toHaveBeenCalledTimes(1);
    const again = jest.fn(() => 0);
    shelf.recall('question 0', again);
    expect(again).toHaveBeenCalledTimes(1);
  });
});
