import {
  createLakeFSClient,
  everyItem,
  type LakeFSClient,
} from '@lakefront/lakefs-client';
import {
  createLakeFSServer,
  ManualClock,
  seededRandom,
  type SandboxLakeFSServer,
} from '@lakefront/sandbox';
import type { Clock } from '../runtime/Clock';

export const START = Date.UTC(2026, 10, 21, 12);

/** Time that moves only by being slept, in the lake as well. */
export class LakeClock implements Clock {
  readonly lake = new ManualClock(START);

  now(): number {
    return this.lake.now();
  }

  advance(ms: number): void {
    this.lake.advance(ms);
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw signal.reason;
    await new Promise(resolve => setImmediate(resolve));
    this.lake.advance(ms);
  }
}

/** A lakeFS of the sandbox with one repository, and hands to work in it. */
export class TestLake {
  readonly clock: LakeClock;
  readonly server: SandboxLakeFSServer;
  readonly client: LakeFSClient;
  /** What was asked of it, e.g. `GET /repositories/orders-lake/branches`. */
  readonly asked: string[] = [];

  private constructor(
    clock: LakeClock,
    server: SandboxLakeFSServer,
    url: string,
  ) {
    this.clock = clock;
    this.server = server;
    this.client = createLakeFSClient({
      endpoint: url,
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      clock,
      timeoutMs: 20_000,
      pauseMs: { initial: 1, max: 2 },
    });
    this.watch();
  }

  static async start(seed = 1): Promise<TestLake> {
    const clock = new LakeClock();
    const server = createLakeFSServer({
      clock: clock.lake,
      random: seededRandom(seed),
      users: [{ name: 'admin', accessKeyId: 'key', secretAccessKey: 'secret' }],
    });
    const { url } = await server.listen(0);
    const lake = new TestLake(clock, server, url);
    lake.makeRepository('orders-lake');
    return lake;
  }

  /** Notes what is asked; with a rule, lets go wrong what it says. */
  watch(rule?: Parameters<SandboxLakeFSServer['faults']['set']>[0]): void {
    this.server.faults.set(request => {
      this.asked.push(
        `${request.method} ${request.path.replace('/api/v1', '')}`,
      );
      return rule?.(request);
    });
  }

  makeRepository(id: string): void {
    this.server.host.createRepository({
      ...{ id, defaultBranch: 'main', readOnly: false },
      storageNamespace: `mem://${id}`,
    });
  }

  get repository() {
    return this.server.host.repository('orders-lake');
  }

  async write(branch: string, path: string, text: string): Promise<void> {
    await this.client.objects.write(
      'orders-lake',
      branch,
      path,
      Buffer.from(text),
    );
  }

  /** Writes and commits; answers the commit's id. */
  async commit(branch: string, path: string, text = path): Promise<string> {
    await this.write(branch, path, text);
    this.clock.advance(1_000);
    const { id } = await this.client.branches.commit('orders-lake', branch, {
      message: `Write ${path}`,
    });
    return id;
  }

  head(branch: string): string | undefined {
    return this.repository.branches.get(branch)?.commitId;
  }

  async metadata(): Promise<Record<string, string>> {
    return this.client.repositories.metadata('orders-lake');
  }

  /** Merges into a branch that carry our metadata. */
  async promotions(into: string): Promise<number> {
    let count = 0;
    for await (const { metadata } of everyItem(after =>
      this.client.commits.log('orders-lake', into, { after }),
    )) {
      if (metadata['lakefront.dev/promoted-commit']) count += 1;
    }
    return count;
  }

  stop(): Promise<void> {
    return this.server.close();
  }
}
