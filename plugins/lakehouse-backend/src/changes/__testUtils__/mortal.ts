import { AsyncLocalStorage } from 'node:async_hooks';
import type { Knex } from 'knex';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';

/** A process that dies at one of its calls to the database or the Git host. */
export interface Life {
  /** Calls it made until now. */
  calls: number;
  /** At which call it dies; never where there is none. */
  diesAt?: number;
  /** Whether that call is done, and only its answer is not heard. */
  after?: boolean;
}

export class Killed extends Error {
  constructor() {
    super('killed');
  }
}

const lives = new AsyncLocalStorage<Life>();

/** Runs something as a process of its own, which may die; says whether it did. */
export async function live(
  life: Life,
  work: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await lives.run(life, work);
  } catch (error) {
    if (life.diesAt === undefined || life.calls < life.diesAt) {
      throw error;
    }
  }
  return life.diesAt !== undefined && life.calls >= life.diesAt;
}

/** One call of the present process: the one at which it dies, and all after it, fail. */
async function call<T>(
  work: () => Promise<T>,
  /** What the other side does by itself when the caller is gone. */
  abandon: () => Promise<unknown> = async () => {},
): Promise<T> {
  const life = lives.getStore();
  if (!life) {
    return work();
  }
  life.calls += 1;
  const { calls, diesAt = Infinity, after } = life;
  if (calls < diesAt) {
    return work();
  }
  await (calls === diesAt && after ? work() : abandon());
  throw new Killed();
}

/** A host whose calls are a process's. */
export function mortalHost(host: GitHost): GitHost {
  return new Proxy(host, {
    get(target, name: keyof GitHost) {
      const value = target[name];
      return typeof value === 'function' && name !== 'fileUrl'
        ? (...args: never[]) =>
            call(async () =>
              (value as (...all: never[]) => unknown).apply(target, args),
            )
        : value;
    },
  });
}

/**
 * Lets the queries of a database be a process's. What a dead one had begun is
 * rolled back, as a database does when a connection is gone. Answers how to
 * undo that.
 */
export function mortalDatabase(knex: Knex): () => void {
  const prototype = Object.getPrototypeOf(knex.client);
  const original = prototype.query;
  prototype.query = function query(connection: unknown, given: unknown) {
    const sql =
      typeof given === 'string'
        ? given
        : (given as { sql?: string } | undefined)?.sql ?? '';
    const run = async (what = given) => original.call(this, connection, what);
    const [verb] = /^\w+/.exec(sql.toLowerCase().trim()) ?? [];
    switch (verb) {
      case 'rollback':
        // There may be nothing left to roll back.
        return run().catch(error => {
          if (!isDead()) {
            throw error;
          }
        });
      case 'commit':
        return call(run, () => run('ROLLBACK;'));
      case 'begin':
        // A transaction that was only begun is as if it had never been.
        return call(async () => {
          if (isDead()) {
            throw new Killed();
          }
          return run();
        });
      default:
        return call(run);
    }
  };
  return () => {
    prototype.query = original;
  };
}

function isDead(): boolean {
  const life = lives.getStore();
  return life?.diesAt !== undefined && life.calls >= life.diesAt;
}
