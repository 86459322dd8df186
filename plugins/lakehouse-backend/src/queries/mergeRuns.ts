import type { WorkloadRow } from '../index/rows';
import type { Shelf } from '../index/Shelf';
import type { DomainPlace } from '../types';
import {
  comparePositions,
  type ListPosition,
  valueOf,
  type WorkloadOrder,
} from './sortWorkloads';

/** Rows of one shelf that are in order already. */
export interface SortedRun {
  shelf: Shelf;
  place: DomainPlace;
  rows: readonly WorkloadRow[];
}

/** A row of a list, and where it stands there. */
export interface Placed {
  row: WorkloadRow;
  place: DomainPlace;
  position: ListPosition;
}

interface Head extends Placed {
  run: SortedRun;
  at: number;
}

/**
 * The rows of all runs in one order, one by one: a page of a hundred out of a
 * hundred thousand looks at the first row of each run and at little else.
 */
export function* mergeRuns(
  runs: readonly SortedRun[],
  order: WorkloadOrder,
  after?: ListPosition,
): Generator<Placed> {
  const heap: Head[] = [];
  const isBefore = (a: Head, b: Head) =>
    comparePositions(a.position, b.position, order) < 0;
  for (const run of runs) {
    const head = headOf(run, after ? startAfter(run, after, order) : 0, order);
    if (head) {
      heap.push(head);
    }
  }
  for (let at = Math.floor(heap.length / 2) - 1; at >= 0; at--) {
    siftDown(heap, at, isBefore);
  }
  while (heap.length > 0) {
    const first = heap[0];
    yield first;
    const next = headOf(first.run, first.at + 1, order);
    const last = next ?? heap.pop();
    if (last && heap.length > 0) {
      heap[0] = last;
      siftDown(heap, 0, isBefore);
    }
  }
}

function headOf(
  run: SortedRun,
  at: number,
  order: WorkloadOrder,
): Head | undefined {
  const row = run.rows[at];
  const { place } = run;
  return row && { run, at, row, place, position: positionAt(run, at, order) };
}

function positionAt(
  { rows, shelf, place }: SortedRun,
  at: number,
  order: WorkloadOrder,
): ListPosition {
  const { workload } = rows[at];
  return {
    value: valueOf(workload, place.domain, order),
    prefix: shelf.prefix,
    name: workload.name,
  };
}

/** How many rows of a run a page before this one has shown. */
function startAfter(
  run: SortedRun,
  after: ListPosition,
  order: WorkloadOrder,
): number {
  let low = 0;
  let high = run.rows.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (comparePositions(positionAt(run, middle, order), after, order) > 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

function siftDown(
  heap: Head[],
  from: number,
  isBefore: (a: Head, b: Head) => boolean,
): void {
  let parent = from;
  for (;;) {
    let first = parent;
    for (const child of [2 * parent + 1, 2 * parent + 2]) {
      if (child < heap.length && isBefore(heap[child], heap[first])) {
        first = child;
      }
    }
    if (first === parent) {
      return;
    }
    [heap[parent], heap[first]] = [heap[first], heap[parent]];
    parent = first;
  }
}
