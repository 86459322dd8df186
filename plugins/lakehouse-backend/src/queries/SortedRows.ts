import type { WorkloadRow } from '../index/rows';
import type { Followed } from '../index/Shelf';
import { comparePositions, valueOf, type WorkloadOrder } from './sortWorkloads';

export type RowOrder = Omit<WorkloadOrder, 'now'>;

/** Rows of one shelf in order, kept so while single ones change. */
export class SortedRows implements Followed {
  readonly #order: WorkloadOrder;
  /**
   * One run, or two: by how long it took, what runs moves on by the minute,
   * so that it is in order among its like only.
   */
  readonly runs: WorkloadRow[][];

  constructor(rows: readonly WorkloadRow[], order: RowOrder) {
    this.#order = { ...withinShelf(order), now: 0 };
    const parts =
      order.sort === 'duration'
        ? [rows.filter(isOver), rows.filter(row => !isOver(row))]
        : [rows];
    this.runs = parts.map(part => this.#sorted(part));
  }

  change(before: WorkloadRow | undefined, after: WorkloadRow | undefined) {
    if (before) {
      const run = this.#runOf(before);
      run.splice(this.#placeOf(before, run), 1);
    }
    if (after) {
      const run = this.#runOf(after);
      run.splice(this.#placeOf(after, run), 0, after);
    }
  }

  #runOf(row: WorkloadRow): WorkloadRow[] {
    const [first, second] = this.runs;
    return second && !isOver(row) ? second : first;
  }

  /** How many rows of a run come before a row. */
  #placeOf(row: WorkloadRow, run: readonly WorkloadRow[]): number {
    const position = this.#positionOf(row);
    let low = 0;
    let high = run.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const other = this.#positionOf(run[middle]);
      if (comparePositions(other, position, this.#order) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #sorted(rows: readonly WorkloadRow[]): WorkloadRow[] {
    return rows
      .map(row => ({ row, position: this.#positionOf(row) }))
      .sort((a, b) => comparePositions(a.position, b.position, this.#order))
      .map(({ row }) => row);
  }

  #positionOf({ workload }: WorkloadRow) {
    return {
      value: valueOf(workload, '', this.#order),
      prefix: '',
      name: workload.name,
    };
  }
}

/** All rows of a shelf are of one domain: by that, they are in the order of their names. */
export function withinShelf({ sort, descending }: RowOrder): RowOrder {
  return sort === 'domain' || sort === 'kind' || sort === 'kubernetesCluster'
    ? { sort: 'name', descending: false }
    : { sort, descending };
}

function isOver({ workload }: WorkloadRow): boolean {
  return Boolean(workload.endedAt);
}
