import { send, TestServer } from '@lakefront/rest-client/testUtils';
import { createKfpClient } from './createKfpClient';
import { everyItem, everyPage } from './everyPage';

const ids = Array.from({ length: 23 }, (_, n) => `r${n}`);
const namespace = 'dom-sales';

/** A KFP of some runs, of which some are as large as `bytes` says. */
async function withRuns(
  bytes: (runId: string) => number,
  test: (list: any, server: TestServer) => Promise<void>,
) {
  const server = new TestServer();
  const endpoint = await server.start();
  server.answers(({ url }, response) => {
    const query = new URL(url, endpoint).searchParams;
    const from = Number(query.get('page_token') ?? 0);
    const size = Math.min(Number(query.get('page_size')), 10);
    const next = from + size;
    send(response, 200, {
      runs: ids.slice(from, next).map(run_id => ({
        ...{ run_id, description: 'x'.repeat(bytes(run_id)) },
      })),
      total_size: ids.length,
      ...(next < ids.length && { next_page_token: String(next) }),
    });
  });
  const client = createKfpClient({ endpoint, credentials: {}, maxBytes: 2000 });
  try {
    await test(
      (page: object) => client.runs.list({ namespace, ...page }),
      server,
    );
  } finally {
    await server.stop();
  }
}

it('goes through all pages, each asked for when it is needed', async () => {
  await withRuns(
    () => 1,
    async (list, server) => {
      const found: string[] = [];
      for await (const { runId } of everyItem<any>(list)) {
        found.push(runId);
        expect(server.asked).toHaveLength(Math.ceil(found.length / 10));
      }
      expect(found).toEqual(ids);
      expect(server.asked).toHaveLength(3);
      expect(server.asked[0].url).toContain('page_size=200');
    },
  );
});

it('goes on from where it was left', async () => {
  await withRuns(
    () => 1,
    async list => {
      let pageToken: string | undefined;
      for await (const page of everyPage<any>(list)) {
        expect(page.total).toBe(23);
        pageToken = page.next;
        break;
      }
      const rest: string[] = [];
      for await (const page of everyPage<any>(list, { pageToken })) {
        rest.push(...page.items.map(({ runId }: any) => runId));
      }
      expect(rest).toEqual(ids.slice(10));
    },
  );
});

it('takes what is too much at once in smaller pages, and loses none', async () => {
  await withRuns(
    runId => (Number(runId.slice(1)) > 12 ? 900 : 1),
    async list => {
      const found: string[] = [];
      for await (const { runId } of everyItem<any>(list)) found.push(runId);
      expect(found).toEqual(ids);
    },
  );
});

it('says so where one alone is too much', async () => {
  await withRuns(
    runId => (runId === 'r3' ? 9000 : 1),
    async list => {
      const found: string[] = [];
      await expect(async () => {
        for await (const { runId } of everyItem<any>(list)) found.push(runId);
      }).rejects.toThrow('more than 2000 bytes');
      expect(found).toEqual(['r0', 'r1', 'r2']);
    },
  );
});
