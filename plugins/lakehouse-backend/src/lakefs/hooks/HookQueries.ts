import type {
  LakeFSAddress,
  LakeFSHookRun,
  LakeFSHookRunDetail,
  LakeFSList,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  isLakeFSStatus,
  type ActionRun,
  type HookRun,
} from '@lakefront/lakefs-client';
import { maskText } from '../../maskText';
import { askLakeFS } from '../askLakeFS';
import { eachAtOnce } from '../eachAtOnce';
import type { LakeFSAsker } from '../LakeFSAsker';
import type { LakeFSBooks } from '../LakeFSBooks';
import type { LakeFSPermits } from '../LakeFSPermits';
import type { LakeFSServer } from '../LakeFSServer';
import { lakeFSUrls } from '../lakeFSUrls';
import { toAnswer } from '../toAnswer';

/** Hooks of one run whose output is told. */
const MOST_HOOKS = 20;
const OUTPUT_BYTES = 16 * 1024;
const AT_ONCE = 4;

/** What lakeFS ran on branches, and what that printed. */
export class HookQueries {
  readonly #books: LakeFSBooks;
  readonly #permits: LakeFSPermits;

  constructor(options: { books: LakeFSBooks; permits: LakeFSPermits }) {
    this.#books = options.books;
    this.#permits = options.permits;
  }

  /** Newest first. */
  async list(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    question: { branch?: string; limit: number; cursor?: string },
  ): Promise<LakeFSList<LakeFSHookRun>> {
    this.#permits.require(asker.scope, address);
    const { server, repository } = await this.#books.find(address);
    const { branch, limit, cursor } = question;
    const page = await askLakeFS(
      server,
      `runs of hooks in ${address.server}/${address.repository}`,
      client =>
        client.actions.runs(repository.id, {
          ...{ branch, amount: limit, after: cursor },
        }),
    );
    return {
      items: page.items.map(run => toRun(server, repository.id, run)),
      ...(page.next !== undefined && { nextCursor: page.next }),
      freshness: [{ ...address, state: 'live' }],
    };
  }

  /** Throws `NotFoundError` where there was no such run. */
  async detail(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    runId: string,
  ): Promise<LakeFSHookRunDetail> {
    this.#permits.require(asker.scope, address);
    const { server, repository } = await this.#books.find(address);
    const what = `run ${runId} of hooks in ${address.server}/${address.repository}`;
    const [run, { items }] = await Promise.all([
      askLakeFS(server, what, client =>
        client.actions.run(repository.id, runId),
      ),
      askLakeFS(server, what, client =>
        client.actions.hooks(repository.id, runId, { amount: MOST_HOOKS }),
      ),
    ]);
    const hooks = await eachAtOnce(items, AT_ONCE, async hook => ({
      ...toHook(hook),
      ...(hook.status !== 'skipped' &&
        (await this.#outputOf(server, repository.id, runId, hook))),
    }));
    return { ...toRun(server, repository.id, run), hooks };
  }

  /** One that printed nothing has no output. */
  async #outputOf(
    server: LakeFSServer,
    repository: string,
    runId: string,
    hook: HookRun,
  ): Promise<{ output?: string; outputCut?: boolean }> {
    try {
      const { text, cut } = await server.askSoon(client =>
        client.actions.output(repository, runId, hook.id, {
          maxBytes: OUTPUT_BYTES,
        }),
      );
      return { output: maskText(text), ...(cut && { outputCut: true }) };
    } catch (error) {
      if (isLakeFSStatus(error, 'not-found', 'gone')) {
        return {};
      }
      throw toAnswer(error, server, `output of hook ${hook.hookId}`);
    }
  }
}

function toRun(
  server: LakeFSServer,
  repository: string,
  run: ActionRun,
): LakeFSHookRun {
  const { id, branch, commitId, eventType, status } = run;
  return {
    ...{ id, branch, commitId, eventType, status },
    startedAt: run.startTime,
    ...(isTime(run.endTime) && { endedAt: run.endTime }),
    url: lakeFSUrls(server, repository).run(id),
  };
}

function toHook({
  action,
  hookId,
  status,
  startTime,
  endTime,
}: HookRun): LakeFSHookRunDetail['hooks'][number] {
  return {
    ...{ action, hookId, status },
    ...(isTime(startTime) && { startedAt: startTime }),
    ...(isTime(endTime) && { endedAt: endTime }),
  };
}

/** lakeFS says the beginning of time where it means none. */
function isTime(time: string | undefined): time is string {
  return time !== undefined && !time.startsWith('0001-');
}
