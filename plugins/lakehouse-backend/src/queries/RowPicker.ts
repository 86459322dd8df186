import type { WorkloadState } from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import { needsAttention } from '../index/needsAttention';
import type { WorkloadRow } from '../index/rows';
import type { Shelf } from '../index/Shelf';
import { toWorkload } from '../index/toWorkload';
import type { DomainPlace } from '../types';
import type { SortedRun } from './mergeRuns';
import { comparePositions, valueOf, type WorkloadOrder } from './sortWorkloads';
import { NO_OWNER, passes, type WorkloadFilters } from './WorkloadQuery';

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

/** Rows with the same state and owner: most filters choose by these. */
interface Group extends Pick<Tally, 'state' | 'owner'> {
  rows: WorkloadRow[];
}

/** Answers about single shelves, each of them remembered by its shelf. */
export class RowPicker {
  readonly #index: LakehouseIndex;
  readonly #filters: WorkloadFilters;
  /** What is looked for in names: Kubernetes has them in lower case. */
  readonly #part: string;
  readonly #question: string;

  constructor(index: LakehouseIndex, filters: WorkloadFilters) {
    const { state, owner, q, attention } = filters;
    this.#index = index;
    this.#filters = filters;
    this.#part = q?.toLowerCase() ?? '';
    this.#question = JSON.stringify([state, owner, this.#part, attention]);
  }

  /** Whether a row passes all filters but those that its shelf decides. */
  passes(row: WorkloadRow, place: DomainPlace): boolean {
    const { name } = row.workload;
    return (
      name.includes(this.#part) &&
      passesGroup(this.#filters, groupOf(row)) &&
      this.#mayShow(row, place)
    );
  }

  /** The rows that pass, in order. What runs takes longer by the minute, so it is a run of its own. */
  runs(
    { shelf, place }: PlacedShelf,
    order: Omit<WorkloadOrder, 'now'>,
  ): SortedRun[] {
    const { sort, descending } = order;
    const answer = () => {
      const rows = this.#groups({ shelf, place }).flatMap(group => group.rows);
      const parts =
        sort === 'duration'
          ? [rows.filter(isOver), rows.filter(row => !isOver(row))]
          : [rows];
      return parts.map(part => inOrder(part, { sort, descending, now: 0 }));
    };
    return shelf
      .recall(this.#ask(shelf, `${sort} ${descending}`), answer)
      .map(rows => ({ shelf, place, rows }));
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
      ? toGroups(shelf.named(this.#part))
      : shelf.recall('groups', () => toGroups(shelf.rows()));
    const chosen = groups.filter(group => passesGroup(this.#filters, group));
    return this.#filters.attention
      ? chosen
          .map(group => {
            const rows = group.rows.filter(row => this.#mayShow(row, place));
            return { ...group, rows };
          })
          .filter(({ rows }) => rows.length > 0)
      : chosen;
  }

  /** The row alone rules most of them out; only the quota says that nothing waits after all. */
  #mayShow(row: WorkloadRow, place: DomainPlace): boolean {
    return (
      !this.#filters.attention ||
      (needsAttention(row.workload) &&
        (!row.workload.reason?.missing ||
          needsAttention(toWorkload(this.#index, row, place))))
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

function groupOf({ workload }: WorkloadRow): Pick<Tally, 'state' | 'owner'> {
  return { state: workload.state, owner: workload.owner ?? NO_OWNER };
}

function passesGroup(
  filters: WorkloadFilters,
  { state, owner }: Pick<Tally, 'state' | 'owner'>,
): boolean {
  return passes(filters, 'state', state) && passes(filters, 'owner', owner);
}

function toGroups(rows: readonly WorkloadRow[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const { state, owner } = groupOf(row);
    const key = `${state} ${owner}`;
    const group = groups.get(key);
    if (group) {
      group.rows.push(row);
    } else {
      groups.set(key, { state, owner, rows: [row] });
    }
  }
  return [...groups.values()];
}

function isOver({ workload }: WorkloadRow): boolean {
  return Boolean(workload.endedAt);
}

function inOrder(rows: WorkloadRow[], order: WorkloadOrder): WorkloadRow[] {
  return rows
    .map(row => ({
      row,
      value: valueOf(row.workload, '', order),
      prefix: '',
      name: row.workload.name,
    }))
    .sort((a, b) => comparePositions(a, b, order))
    .map(({ row }) => row);
}
