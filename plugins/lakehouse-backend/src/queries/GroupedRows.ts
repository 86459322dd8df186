import type { WorkloadState } from '@lakefront/backstage-plugin-lakehouse-common';
import type { WorkloadRow } from '../index/rows';
import type { Followed } from '../index/Shelf';
import { NO_OWNER } from './WorkloadQuery';

/** Rows with the same state and owner: most filters choose by these. */
export interface Group {
  state: WorkloadState;
  owner: string;
  rows: readonly WorkloadRow[];
}

/** Rows of one shelf in groups, kept so while single ones change. */
export class GroupedRows implements Followed {
  readonly #groups = new Map<string, Group & { rows: WorkloadRow[] }>();

  constructor(rows: readonly WorkloadRow[]) {
    rows.forEach(row => this.change(undefined, row));
  }

  all(): Group[] {
    return [...this.#groups.values()];
  }

  change(before: WorkloadRow | undefined, after: WorkloadRow | undefined) {
    if (before) {
      this.#remove(before);
    }
    if (after) {
      this.#add(after);
    }
  }

  #add(row: WorkloadRow): void {
    const { state, owner } = groupOf(row);
    const key = `${state} ${owner}`;
    const group = this.#groups.get(key);
    if (group) {
      group.rows.push(row);
    } else {
      this.#groups.set(key, { state, owner, rows: [row] });
    }
  }

  #remove(row: WorkloadRow): void {
    const { state, owner } = groupOf(row);
    const key = `${state} ${owner}`;
    const rows = this.#groups.get(key)?.rows ?? [];
    const at = rows.indexOf(row);
    if (at >= 0) {
      // Groups have no order: the last one takes its place.
      rows[at] = rows[rows.length - 1];
      rows.pop();
    }
    if (rows.length === 0) {
      this.#groups.delete(key);
    }
  }
}

export function groupOf({
  workload,
}: WorkloadRow): Pick<Group, 'state' | 'owner'> {
  return { state: workload.state, owner: workload.owner ?? NO_OWNER };
}
