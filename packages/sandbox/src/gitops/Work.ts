import type { Logger } from '../types';

type Task = () => Promise<void>;

/**
 * Tasks by key: one key's task never runs twice at once, and one that is added
 * while it runs runs once more after it. Keys do not wait for each other.
 */
export class Work {
  private readonly running = new Map<string, Promise<void>>();
  private readonly next = new Map<string, Task>();

  /** `engine` begins what is logged. */
  constructor(
    private readonly engine: string,
    private readonly logger?: Logger,
  ) {}

  add(key: string, task: Task): void {
    if (this.running.has(key)) {
      this.next.set(key, task);
      return;
    }
    const done = this.run(key, task).finally(() => {
      this.running.delete(key);
      const again = this.next.get(key);
      this.next.delete(key);
      if (again) this.add(key, again);
    });
    this.running.set(key, done);
  }

  /** Resolves when nothing is running. */
  async idle(): Promise<void> {
    while (this.running.size > 0) {
      await Promise.all(this.running.values());
    }
  }

  private async run(key: string, task: Task): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.logger?.warn(`${this.engine}: ${key}: ${error}`);
    }
  }
}
