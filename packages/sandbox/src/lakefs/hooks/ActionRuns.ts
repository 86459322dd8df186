import type { Clock } from '../../types';

export interface HookRun {
  id: string;
  action: string;
  hookId: string;
  passed: boolean;
  /** Not run, as one before it in the same action said no. */
  skipped: boolean;
  output: string;
}

export interface ActionRun {
  id: string;
  branch: string;
  commitId: string;
  eventType: string;
  passed: boolean;
  /** Milliseconds since the epoch. */
  startedAt: number;
  endedAt: number;
  hooks: HookRun[];
}

/** What was run for a repository, in the order of the ids. */
export class ActionRuns {
  private readonly runs: ActionRun[] = [];
  private count = 0;

  constructor(private readonly clock: Clock) {}

  /**
   * Ids get smaller from second to second, so that the newest come first;
   * those of one second stand in the order they were made.
   */
  newId(): string {
    this.count += 1;
    const digits = (value: number) => value.toString(32).padStart(10, '0');
    const second = Math.floor(this.clock.now() / 1000);
    return `${digits(2 ** 47 - second)}${digits(this.count)}`;
  }

  add(run: ActionRun): void {
    this.runs.push(run);
    this.runs.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  list(): readonly ActionRun[] {
    return this.runs;
  }

  get(id: string): ActionRun | undefined {
    return this.runs.find(run => run.id === id);
  }
}
