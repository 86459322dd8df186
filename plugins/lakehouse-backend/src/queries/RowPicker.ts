import type { WorkloadState } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import { needsAttention } from '../index/needsAttention';
import type { WorkloadRow } from '../index/rows';
import type { Shelf } from '../index/Shelf';
import { toWorkload } from '../index/toWorkload';
import type { DomainPlace } from '../types';
import { type Group, GroupedRows, groupOf } from './GroupedRows';
import type { SortedRun } from './mergeRuns';
import { type RowOrder, SortedRows, withinShelf } from './SortedRows';
import { Stamped } from './Stamped';
import { passes, type WorkloadFilters } from './WorkloadQuery';

/** A shelf, and the domain that it is of. */
export interface PlacedShelf {
  shelf: Shelf;
  place: DomainPlace;
}

/** How many rows have a state and an owner. */
export interface Tally {
  state: WorkloadState;
  owner: string;
  count: number;
}

/** Answers about single shelves, each of them remembered by its shelf. */
export class RowPicker {
  readonly #index: LakehouseIndex;
  readonly #filters: WorkloadFilters;
  /** What is looked for in names: Kubernetes has them in lower case. */
  readonly #part: string;
  readonly #question: string;
  /** No row is ruled out: a question that is asked again and again. */
  readonly #isOfAll: boolean;

  constructor(index: LakehouseIndex, filters: WorkloadFilters) {
    const { state, owner, q, attention } = filters;
    this.#index = index;
    this.#filters = filters;
    this.#part = q?.toLowerCase() ?? '';
    this.#question = JSON.stringify([state, owner, this.#part, attention]);
    this.#isOfAll =
      !state?.length && !owner?.length && !this.#part && !attention;
  }

  /** Whether a row passes all filters but those that its shelf decides. */
  passes(row: WorkloadRow, place: DomainPlace): boolean {
    const { name } = row.workload;
    return (
      name.includes(this.#part) &&
      passesGroup(this.#filters, groupOf(row)) &&
      (!this.#filters.attention || this.#isWaiting(row, place))
    );
  }

  /** The rows that pass, in order. */
  runs({ shelf, place }: PlacedShelf, order: RowOrder): SortedRun[] {
    const { sort, descending } = withinShelf(order);
    const what = `${sort} ${descending}`;
    const answer = () => {
      const rows = this.#groups({ shelf, place }).flatMap(group => group.rows);
      return new SortedRows(rows, order);
    };
    const { runs } = this.#isOfAll
      ? shelf.keep(what, answer)
      : shelf.recall(this.#ask(shelf, what), answer);
    return runs.map(rows => ({ shelf, place, rows }));
  }

  tallies(placed: PlacedShelf): Tally[] {
    const { shelf } = placed;
    return shelf.recall(this.#ask(shelf, 'tallies'), () =>
      this.#groups(placed).map(({ state, owner, rows }) => {
        return { state, owner, count: rows.length };
      }),
    );
  }

  /** The rows that pass, in groups. */
  #groups({ shelf, place }: PlacedShelf): Group[] {
    const groups = this.#part
      ? new GroupedRows(shelf.named(this.#part))
      : shelf.keep('groups', () => new GroupedRows(shelf.rows()));
    const chosen = groups
      .all()
      .filter(group => passesGroup(this.#filters, group));
    if (!this.#filters.attention) {
      return chosen;
    }
    const waiting = this.#waiting({ shelf, place });
    return chosen
      .map(group => {
        return { ...group, rows: group.rows.filter(row => waiting.has(row)) };
      })
      .filter(({ rows }) => rows.length > 0);
  }

  /** What somebody should look at, whatever else is asked: to say that is most of the work. */
  #waiting({ shelf, place }: PlacedShelf): ReadonlySet<WorkloadRow> {
    const kept = shelf.keep(
      'waiting',
      () => new Stamped<ReadonlySet<WorkloadRow>>(),
    );
    return kept.at(
      this.#index.capacities.stamp(shelf.namespace),
      () => new Set(shelf.rows().filter(row => this.#isWaiting(row, place))),
    );
  }

  /** The row alone rules most of them out; only the quota says that nothing waits after all. */
  #isWaiting(row: WorkloadRow, place: DomainPlace): boolean {
    return (
      needsAttention(row.workload) &&
      (!row.workload.reason?.missing ||
        needsAttention(toWorkload(this.#index, row, place)))
    );
  }

  /** What waits, waits for room: the quota decides with the rows. */
  #ask(shelf: Shelf, what: string): string {
    const stamp = this.#filters.attention
      ? this.#index.capacities.stamp(shelf.namespace)
      : '';
    return `${what} ${stamp} ${this.#question}`;
  }
}

function passesGroup(
  filters: WorkloadFilters,
  { state, owner }: Pick<Tally, 'state' | 'owner'>,
): boolean {
  return passes(filters, 'state', state) && passes(filters, 'owner', owner);
}
