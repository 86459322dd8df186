import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  isKfpStatus,
  KfpError,
  KfpTooLargeError,
  type KfpRun,
  type Page,
} from '@lakefront/kfp-client';
import type { Clock } from '../../changes/Clock';
import type { DomainMap } from '../../index/DomainMap';
import type { DomainPlace } from '../../types';
import { fromKubeflow } from '../runs/fromKubeflow';
import type { PipelineNames } from '../runs/PipelineNames';
import type { PipelineRun } from '../runs/PipelineRun';
import type { PipelineRunStore } from '../runs/PipelineRunStore';
import { kubeflowFailure } from '../servers/kubeflowFailure';
import type { KnownServer, KubeflowServers } from '../servers/KubeflowServers';
import type { HistoryRow, HistoryStore } from './HistoryStore';

export interface RunHistoryOptions {
  servers: KubeflowServers;
  domains: Pick<DomainMap, 'places' | 'placeOf'>;
  names: PipelineNames;
  runs: PipelineRunStore;
  history: HistoryStore;
  logger: LoggerService;
  clock: Clock;
  /** Is told where runs were written down. */
  onWritten(places: ReadonlySet<DomainPlace>): void;
}

/** Most that KFP gives. */
const LARGEST_PAGE = 200;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** What was read once is looked at for news that no watch saw, e.g. while the portal was off. */
const NEWS_MS = 6 * 60 * 60_000;
/** When to ask whether a run that seems to go on, and has no Workflow, is over. */
const ASK_LATER_MS = 10 * 60_000;

const NOT_MULTI_USER =
  'It runs in single-user mode, where nobody can tell which runs are whose: only runs whose Workflows are seen are listed';

/** It does not keep runs of namespaces apart. */
class NotMultiUserError extends KfpError {
  constructor() {
    super(NOT_MULTI_USER, { method: 'GET', path: '/healthz' });
  }
}

/**
 * Reads KFP's own history of the runs of domains, newest first, into the table:
 * page by page, one at a time, and never more than half of the time. After each
 * page it is known where to go on, whoever does.
 */
export class RunHistory {
  readonly #options: RunHistoryOptions;
  /** Of each Kubernetes cluster: smaller where runs are large. */
  readonly #pageSizes = new Map<string, number>();

  constructor(options: RunHistoryOptions) {
    this.#options = options;
  }

  /** Reads what is due until there is nothing more, or until it is to stop. */
  async read(signal: AbortSignal): Promise<void> {
    const { servers, domains, history, clock } = this.#options;
    const all = servers.all();
    const known = new Set(all.map(({ server }) => server.kubernetesCluster));
    await history.add(
      domains
        .places()
        .filter(({ kubernetesCluster }) => known.has(kubernetesCluster)),
      clock.now(),
    );
    await Promise.all(all.map(one => this.#readServer(one, signal)));
  }

  async #readServer(known: KnownServer, signal: AbortSignal): Promise<void> {
    const { history, domains, clock } = this.#options;
    const { kubernetesCluster } = known.server;
    while (!signal.aborted) {
      const began = clock.now();
      const row = await history.due(kubernetesCluster, began);
      if (!row) {
        return;
      }
      const place = domains.placeOf(kubernetesCluster, row.namespace);
      if (!place || place.key !== row.scope) {
        // Nobody's namespace now; whose it was may come back.
        const message = 'Its namespace is of no domain any more';
        await history.fail(row, { message, nextAt: began + LONGEST_PAUSE_MS });
        continue;
      }
      try {
        await this.#readPage(known, row, place);
      } catch (error) {
        if (!(error instanceof KfpError)) {
          throw error;
        }
        await this.#failed(row, error);
      }
      await rest(clock, clock.now() - began, signal);
    }
  }

  async #readPage(
    known: KnownServer,
    row: HistoryRow,
    place: DomainPlace,
  ): Promise<void> {
    const { history, runs, clock, onWritten } = this.#options;
    const page = await this.#askForPage(known, row);
    if (!page) {
      return;
    }
    const found = await this.#ownedOf(known, page.items, place);
    const owned = found.filter(run => !runs.isForgotten(run));
    // They come newest first: what is before is forgotten too.
    const isForgotten = found.length > 0 && owned.length === 0;
    const now = clock.now();
    const isNews = row.state === 'done';
    const isKnown =
      isNews &&
      (await runs.countKnown(
        { kubernetesCluster: row.kubernetes_cluster, namespace: row.namespace },
        owned.map(({ runId }) => runId),
      )) === owned.length;
    const isLast = page.next === undefined || isKnown || isForgotten;
    const written = await history.advance(
      row,
      {
        state: isLast || isNews ? 'done' : 'reading',
        page_token: isLast ? null : page.next!,
        read: isNews ? row.read : row.read + page.items.length,
        // What is left is counted otherwise once it began anew.
        ...(row.begins_at === null && { total: page.total }),
        ...(isLast && { begins_at: null }),
        read_until: page.items.at(-1)?.createdAt ?? row.read_until,
        ...{ message: null, failures: 0 },
        next_at: isLast ? now + NEWS_MS : now,
      },
      transaction => runs.upsert(owned, { within: transaction }),
    );
    if (written) {
      const open = owned.filter(({ endedAt }) => endedAt === undefined);
      await runs.askAbout(open, now + ASK_LATER_MS);
      onWritten(new Set([place]));
    }
  }

  /** Nothing where it has to be asked for in another way. */
  async #askForPage(
    { server }: KnownServer,
    row: HistoryRow,
  ): Promise<Page<KfpRun> | undefined> {
    const { history } = this.#options;
    const { kubernetesCluster } = server;
    const pageSize = this.#pageSizes.get(kubernetesCluster) ?? LARGEST_PAGE;
    if (row.page_token === null) {
      const { multiUser } = await server.ask(client => client.health());
      if (!multiUser) throw new NotMultiUserError();
    }
    try {
      return await server.ask(client =>
        client.runs.list({
          ...{ namespace: row.namespace, pageSize },
          sortBy: 'created_at desc',
          ...(row.page_token !== null && { pageToken: row.page_token }),
          ...(row.begins_at !== null && {
            filter: [
              {
                ...{ key: 'created_at', operation: 'LESS_THAN_EQUALS' },
                value: new Date(row.begins_at),
              },
            ],
          }),
        }),
      );
    } catch (error) {
      if (error instanceof KfpTooLargeError && pageSize > 1) {
        this.#pageSizes.set(kubernetesCluster, Math.ceil(pageSize / 4));
        return undefined;
      }
      if (row.page_token !== null && isKfpStatus(error, 'bad-request')) {
        await history.forgetToken(row);
        return undefined;
      }
      throw error;
    }
  }

  /** Those that are of the namespace, whatever KFP gives. */
  async #ownedOf(
    { owners }: KnownServer,
    items: readonly KfpRun[],
    place: DomainPlace,
  ): Promise<PipelineRun[]> {
    const { names, logger } = this.#options;
    const owned: PipelineRun[] = [];
    let foreign = 0;
    for (const item of items) {
      if (await owners.isListedOf(item, place.namespace)) {
        const run = fromKubeflow(item, place, names);
        if (run) owned.push(run);
      } else {
        foreign += 1;
      }
    }
    if (foreign > 0) {
      logger.warn(
        `Kubeflow Pipelines of ${place.kubernetesCluster} gave ${foreign} runs of other namespaces as those of ${place.namespace}; they are left out`,
      );
    }
    return owned;
  }

  async #failed(row: HistoryRow, error: KfpError): Promise<void> {
    const { history, logger, clock } = this.#options;
    const failure =
      error instanceof NotMultiUserError
        ? { message: NOT_MULTI_USER, retryAfterMs: LONGEST_PAUSE_MS }
        : kubeflowFailure(error, row.kubernetes_cluster);
    const pause = Math.max(
      failure.retryAfterMs ?? 0,
      Math.min(FIRST_PAUSE_MS * 2 ** row.failures, LONGEST_PAUSE_MS),
    );
    const nextAt = clock.now() + pause;
    logger.warn(
      `The history of runs in ${row.namespace} on ${row.kubernetes_cluster} could not be read: ${error.message}`,
    );
    await history.fail(row, { message: failure.message, nextAt });
  }
}

/** As long as the work took: others ask KFP too. */
function rest(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) {
    return Promise.resolve();
  }
  return new Promise(resolve => {
    let cancel = () => {};
    function stop() {
      cancel();
      signal.removeEventListener('abort', stop);
      resolve();
    }
    cancel = clock.after(ms, stop);
    signal.addEventListener('abort', stop, { once: true });
  });
}
