import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  UsualDuration,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { RunStore, WhoseRuns } from './RunStore';
import { toRunsKey } from './RunStore';

/** Enough for what people look at; what is not kept costs one look. */
const MOST_KEPT = 50_000;

/**
 * How long workloads usually take, from memory. What a page needs and memory
 * lacks is one look into the table of runs; a run that ends makes its workload
 * be looked up again.
 */
export class UsualDurations {
  readonly #runs: Pick<RunStore, 'usualOf'>;
  readonly #logger: Pick<LoggerService, 'warn'>;
  readonly #mostKept: number;
  /** `null` is a workload that never succeeded yet; the least lately used first. */
  readonly #kept = new Map<string, UsualDuration | null>();
  /** For each look under way, what ended since it began. */
  readonly #looks = new Set<Set<string>>();

  constructor(options: {
    runs: Pick<RunStore, 'usualOf'>;
    logger: Pick<LoggerService, 'warn'>;
    mostKept?: number;
  }) {
    this.#runs = options.runs;
    this.#logger = options.logger;
    this.#mostKept = options.mostKept ?? MOST_KEPT;
  }

  /**
   * The rows of a page with how long each usually takes, where it has run
   * before. Lists are answered from memory: a database that is away leaves them
   * without this, not away too.
   */
  async addTo(workloads: Workload[]): Promise<Workload[]> {
    const known = await this.#known(workloads).catch(error => {
      this.#logger.warn(`Nobody knows how long jobs usually take: ${error}`);
      return new Map<string, UsualDuration | null>();
    });
    return workloads.map(workload => {
      const usual = known.get(toRunsKey(workload));
      return usual ? { ...workload, usual } : workload;
    });
  }

  async of(workload: WhoseRuns): Promise<UsualDuration | undefined> {
    const known = await this.#known([workload]);
    return known.get(toRunsKey(workload)) ?? undefined;
  }

  /** A run of this workload was written down as ended. */
  forget(workload: WhoseRuns): void {
    const key = toRunsKey(workload);
    this.#kept.delete(key);
    this.#looks.forEach(ended => ended.add(key));
  }

  async #known(
    workloads: readonly WhoseRuns[],
  ): Promise<Map<string, UsualDuration | null>> {
    const known = new Map<string, UsualDuration | null>();
    const missing = workloads.filter(workload => {
      const key = toRunsKey(workload);
      const kept = this.#kept.get(key);
      if (kept === undefined) {
        return true;
      }
      this.#keep(key, kept);
      known.set(key, kept);
      return false;
    });
    if (missing.length === 0) {
      return known;
    }
    const ended = new Set<string>();
    this.#looks.add(ended);
    try {
      const found = await this.#runs.usualOf(missing);
      for (const workload of missing) {
        const key = toRunsKey(workload);
        const usual = found.get(key) ?? null;
        known.set(key, usual);
        // What ended meanwhile may or may not be in it.
        if (!ended.has(key)) {
          this.#keep(key, usual);
        }
      }
    } finally {
      this.#looks.delete(ended);
    }
    return known;
  }

  #keep(key: string, usual: UsualDuration | null): void {
    this.#kept.delete(key);
    this.#kept.set(key, usual);
    if (this.#kept.size > this.#mostKept) {
      const [oldest] = this.#kept.keys();
      this.#kept.delete(oldest);
    }
  }
}
