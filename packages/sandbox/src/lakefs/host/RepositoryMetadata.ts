import { setTimeout } from 'node:timers/promises';
import { LakeFSRefusal } from '../LakeFSRefusal';

/** How long it takes a store to write, about. */
const RACE_MS = 2;

/**
 * Keys and values of a repository. Who writes while somebody else does is
 * refused with 500, as by lakeFS; nobody's keys are lost.
 */
export class RepositoryMetadata {
  private values: Readonly<Record<string, string>> = {};

  get(): Readonly<Record<string, string>> {
    return this.values;
  }

  async merge(values: Record<string, string>): Promise<void> {
    await this.update(before => ({ ...before, ...values }));
  }

  async remove(keys: readonly string[]): Promise<void> {
    await this.update(before =>
      Object.fromEntries(
        Object.entries(before).filter(([key]) => !keys.includes(key)),
      ),
    );
  }

  private async update(
    change: (
      before: Readonly<Record<string, string>>,
    ) => Record<string, string>,
  ): Promise<void> {
    const before = this.values;
    // Between reading and writing others get their turn.
    await setTimeout(RACE_MS);
    if (this.values !== before) {
      throw new LakeFSRefusal(500, 'predicate failed');
    }
    this.values = change(before);
  }
}
