import type { LakeFSAddress } from '@lakefront/backstage-plugin-lakehouse-common';
import { LakeFSError, type Commit } from '@lakefront/lakefs-client';
import type { Clock } from '../changes/Clock';
import { maskText } from '../maskText';
import { BoundedMap } from '../BoundedMap';
import type { LakeFSServer } from './LakeFSServer';
import { repositoryKey } from './LakeFSBooks';

/** What a row tells of its head. */
export interface Head {
  /** Milliseconds since the epoch. */
  committedAt: number;
  committer: string;
  message: string;
}

const HEADS_KEPT = 100_000;
/** Asked for at once, of one server. */
const AT_ONCE = 4;
/** That somebody waits for them; what comes later is there the next time. */
const WAIT_MS = 700;
const LONGEST_MESSAGE = 300;

interface Work {
  server: LakeFSServer;
  repository: string;
  commitId: string;
}

/**
 * Commits that branches end with. A commit never changes, so each is asked for
 * once. How many are asked for in an interval is bounded: nobody is hurried.
 */
export class HeadMemory {
  readonly #clock: Clock;
  readonly #heads = new BoundedMap<string, Head>({ most: HEADS_KEPT });
  readonly #running = new Map<string, Promise<void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(address: LakeFSAddress, commitId: string): Head | undefined {
    return this.#heads.get(keyOf(address, commitId));
  }

  /** Asks for those that are not known, and waits a little. Fails never: what is not known is not told. */
  async learn(
    server: LakeFSServer,
    repository: string,
    commitIds: readonly string[],
  ): Promise<void> {
    const address = { server: server.name, repository };
    const missing = [...new Set(commitIds)].filter(
      id => !this.#heads.has(keyOf(address, id)),
    );
    if (missing.length === 0) {
      return;
    }
    const queue = missing.map(commitId => ({ server, repository, commitId }));
    const workers = Array.from({ length: AT_ONCE }, () => this.#work(queue));
    let cancel = () => {};
    await Promise.race([
      Promise.all(workers),
      new Promise<void>(resolve => {
        cancel = this.#clock.after(WAIT_MS, resolve);
      }),
    ]);
    cancel();
  }

  async #work(queue: Work[]): Promise<void> {
    for (let work = queue.shift(); work; work = queue.shift()) {
      if (!(await this.#read(work))) {
        // Where one fails, all would; they are asked for when somebody looks again.
        queue.length = 0;
      }
    }
  }

  async #read({ server, repository, commitId }: Work): Promise<boolean> {
    const key = keyOf({ server: server.name, repository }, commitId);
    const known = this.#running.get(key);
    if (known) {
      await known;
      return true;
    }
    let going = true;
    const reading = server
      .ask(client => client.commits.get(repository, commitId))
      .then(
        commit => this.#heads.set(key, toHead(commit)),
        error => {
          if (!(error instanceof LakeFSError)) {
            throw error;
          }
          going = false;
        },
      )
      .finally(() => this.#running.delete(key));
    this.#running.set(key, reading);
    await reading;
    return going;
  }
}

function toHead({ createdAt, committer, message }: Commit): Head {
  return {
    committedAt: createdAt * 1000,
    committer: maskText(committer),
    message: maskText(message).slice(0, LONGEST_MESSAGE),
  };
}

function keyOf(address: LakeFSAddress, commitId: string): string {
  return `${repositoryKey(address)}@${commitId}`;
}
