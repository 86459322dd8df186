import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A folder for servers, and what has to be stopped; the folder outlives only a failure. */
export class Workbench {
  readonly #stops: Array<() => Promise<void>> = [];
  failed = false;

  private constructor(readonly directory: string) {}

  static async create(name: string): Promise<Workbench> {
    return new Workbench(
      await fs.mkdtemp(path.join(os.tmpdir(), `lakefront-real-${name}-`)),
    );
  }

  /** Has it stopped in the end, the last one first. */
  async with<T extends { stop(): Promise<void> }>(starting: Promise<T>) {
    const part = await starting;
    this.#stops.push(() => part.stop());
    return part;
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
    if (this.failed) {
      process.stderr.write(
        `logs of the servers are kept in ${this.directory}\n`,
      );
      return;
    }
    await fs.rm(this.directory, { recursive: true, force: true });
  }
}
