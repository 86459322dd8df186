import {
  readBranchMarks,
  type BranchMarks,
  everyItem,
  isLakeFSStatus,
  type LakeFSClient,
} from '@lakefront/lakefs-client';
import type { Clock } from '../runtime/Clock';

/** All branches of a repository and who claims them, as they were at one time. */
export interface Snapshot {
  takenAt: number;
  /** Branch to head. */
  branches: Map<string, string>;
  entries: Map<string, BranchMarks>;
}

/** The repository is not there, or not any more. */
export class RepositoryNotFound extends Error {}

const PAGE = 1_000;
/** A failure is believed this long, so that a thousand objects don't ask a server that is down. */
const FAILURE_MS = 5_000;

/**
 * What is seen of one repository, asked for once for all of its objects: its
 * branches by pages of 1,000 and its metadata. Only a complete list counts.
 */
export class RepositoryView {
  readonly #client: LakeFSClient;
  readonly #repository: string;
  readonly #clock: Clock;
  #snapshot?: Snapshot;
  #asking?: Promise<Snapshot>;
  #failed?: { error: unknown; until: number };
  /** What we did while a list was under way, which may be from before. */
  #done = new Map<string, string | undefined>();

  constructor(options: {
    client: LakeFSClient;
    repository: string;
    clock: Clock;
  }) {
    this.#client = options.client;
    this.#repository = options.repository;
    this.#clock = options.clock;
  }

  /** What was seen last, however long ago; undefined: nothing yet. */
  get last(): Snapshot | undefined {
    return this.#snapshot;
  }

  /** At most `maxAgeMs` old. Rejects with the error of lakeFS or a `RepositoryNotFound`. */
  async current(maxAgeMs: number, signal: AbortSignal): Promise<Snapshot> {
    const now = this.#clock.now();
    if (this.#snapshot && now - this.#snapshot.takenAt < maxAgeMs) {
      return this.#snapshot;
    }
    if (this.#failed && now < this.#failed.until) throw this.#failed.error;
    this.#asking ??= this.#take(signal).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** The branch is there since, at this head; or undefined: it is gone. */
  note(branch: string, head: string | undefined): void {
    this.#done.set(branch, head);
    if (head === undefined) this.#snapshot?.branches.delete(branch);
    else this.#snapshot?.branches.set(branch, head);
  }

  /** The branch has this owner since; or undefined: nobody. */
  noteOwner(branch: string, owner: string | undefined): void {
    if (owner === undefined) this.#snapshot?.entries.delete(branch);
    else {
      const { kept: _, ...entries } = this.#snapshot?.entries.get(branch) ?? {
        bids: [],
        deleting: [],
      };
      this.#snapshot?.entries.set(branch, { ...entries, claims: [owner] });
    }
  }

  async #take(signal: AbortSignal): Promise<Snapshot> {
    try {
      const takenAt = this.#clock.now();
      this.#done.clear();
      const branches = new Map<string, string>();
      for await (const { id, commitId } of everyItem(after =>
        this.#client.branches.list(this.#repository, {
          after,
          amount: PAGE,
          showHidden: true,
          signal,
        }),
      )) {
        branches.set(id, commitId);
      }
      const metadata = await this.#client.repositories.metadata(
        this.#repository,
        { signal },
      );
      for (const [branch, head] of this.#done) {
        if (head === undefined) branches.delete(branch);
        else branches.set(branch, head);
      }
      this.#failed = undefined;
      this.#snapshot = {
        takenAt,
        branches,
        entries: readBranchMarks(metadata),
      };
      return this.#snapshot;
    } catch (error) {
      const found = isLakeFSStatus(error, 'not-found', 'gone')
        ? new RepositoryNotFound(error.message)
        : error;
      if (!signal.aborted) {
        this.#failed = { error: found, until: this.#clock.now() + FAILURE_MS };
      }
      throw found;
    }
  }
}
