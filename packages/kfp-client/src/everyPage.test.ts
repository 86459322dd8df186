import { send, useTestClient } from '@lakefront/rest-client/testUtils';
import { createKfpClient } from './createKfpClient';
import { everyItem, everyPage } from './everyPage';

const ids = Array.from({ length: 23 }, (_, n) => `r${n}`);
const namespace = 'dom-sales';

const { server, open } = useTestClient(createKfpClient, {
  credentials: {},
  maxBytes: 2000,
});

/** Lists runs of a KFP, of which some are as large as `bytes` says. */
function listing(bytes: (runId: string) => number): (page: object) => any {
  server.answers(({ url }, response) => {
    const query = new URL(url, server.endpoint).searchParams;
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
  const client = open();
  return page => client.runs.list({ namespace, ...page });
}

it('goes through all pages, each asked for when it is needed', async () => {
  const found: string[] = [];
  for await (const { runId } of everyItem<any>(listing(() => 1))) {
    found.push(runId);
    expect(server.asked).toHaveLength(Math.ceil(found.length / 10));
  }
  expect(found).toEqual(ids);
  expect(server.asked).toHaveLength(3);
  expect(server.asked[0].url).toContain('page_size=200');
});

it('goes on from where it was left', async () => {
  const list = listing(() => 1);
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
});

it('takes what is too much at once in smaller pages, and loses none', async () => {
  const list = listing(runId => (Number(runId.slice(1)) > 12 ? 900 : 1));
  const found: string[] = [];
  for await (const { runId } of everyItem<any>(list)) found.push(runId);
  expect(found).toEqual(ids);
});

it('says so where one alone is too much', async () => {
  const list = listing(runId => (runId === 'r3' ? 9000 : 1));
  const found: string[] = [];
  await expect(async () => {
    for await (const { runId } of everyItem<any>(list)) found.push(runId);
  }).rejects.toThrow('more than 2000 bytes');
  expect(found).toEqual(['r0', 'r1', 'r2']);
});
