import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { realWakeUpClock, type WakeUpClock, type WakeUps } from './WakeUps';

const LOOK_EVERY_MS = 2_000;
/** Clocks of replicas differ; rows this much older are looked at again. */
const OVERLAP_MS = 10_000;

/** What people see of a change's progress; a look that found nothing new changes none of it. */
const SHOWN = [
  'phase',
  'number',
  'blocked_reason',
  'approved_at',
  'merged_at',
  'synced_at',
  'live_at',
  'message',
] as const;

type Row = { id: string; scope: string; updated_at: number | string } & Record<
  (typeof SHOWN)[number],
  unknown
>;

/**
 * Wakes up those who look at a domain when one of its change requests moves,
 * whichever replica moved it: the database is what all of them share.
 */
export class ChangeWatch {
  readonly #database: Knex;
  readonly #wakeUps: Pick<WakeUps, 'changed'>;
  readonly #logger: LoggerService;
  readonly #clock: WakeUpClock;
  #seen = new Map<string, string>();
  #since = 0;
  #cancel: () => void = () => {};
  #stopped = false;

  constructor(options: {
    database: Knex;
    wakeUps: Pick<WakeUps, 'changed'>;
    logger: LoggerService;
    clock?: WakeUpClock;
  }) {
    this.#database = options.database;
    this.#wakeUps = options.wakeUps;
    this.#logger = options.logger;
    this.#clock = options.clock ?? realWakeUpClock;
  }

  start(): void {
    this.#since = this.#clock.now();
    this.#next();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  /** One look; wakes up for each change that is not as it was at the last one. */
  async look(): Promise<void> {
    const rows: Row[] = await this.#database('changes')
      .where('updated_at', '>=', this.#since - OVERLAP_MS)
      .select('id', 'scope', 'updated_at', ...SHOWN);
    const seen = new Map<string, string>();
    for (const row of rows) {
      const shown = JSON.stringify(SHOWN.map(column => row[column]));
      seen.set(row.id, shown);
      if (this.#seen.get(row.id) !== shown) {
        const [kubernetesCluster, domain] = row.scope.split('/');
        this.#wakeUps.changed(kubernetesCluster, domain);
      }
      this.#since = Math.max(this.#since, Number(row.updated_at));
    }
    this.#seen = seen;
  }

  #next(): void {
    this.#cancel = this.#clock.after(LOOK_EVERY_MS, async () => {
      try {
        await this.look();
      } catch (error) {
        this.#logger.debug(`Changes could not be looked at: ${error}`);
      }
      if (!this.#stopped) {
        this.#next();
      }
    });
  }
}
