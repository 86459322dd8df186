import path from 'node:path';
import {
  readExample,
  send,
  useTestServer,
} from '@lakefront/rest-client/testUtils';
import { createKfpClient, everyPage, isKfpStatus } from './index';

const README = path.join(__dirname, '..', 'README.md');

/** What the server answers to the requests of the example. */
function answer(url: string): [number, unknown] {
  if (url.includes('/pipelines/names/')) {
    return [404, { code: 5, message: 'Pipeline orders not found' }];
  }
  return url.includes('page_token')
    ? [200, { runs: [{ run_id: 'r2', display_name: 'score' }], total_size: 2 }]
    : [
        200,
        {
          runs: [{ run_id: 'r1', display_name: 'nightly-20261122T0300Z' }],
          ...{ total_size: 2, next_page_token: 'more' },
        },
      ];
}

describe('the example of the README', () => {
  // The example's server is not there; the test's is.
  const server = useTestServer({ insteadOf: 'https://kfp.example.com' });

  it('does what it shows', async () => {
    server.answers((asked, response) => send(response, ...answer(asked.url)));
    const readToken = async () => 'a-token-of-some-length';
    const print = jest.fn();

    // From here on it is the README's.
    const kfp = createKfpClient({
      endpoint: 'https://kfp.example.com',
      // Asked again at every call: tokens are changed while we run.
      credentials: async () => ({ token: await readToken() }),
    });
    const namespace = 'dom-sales';

    const failed = everyPage(page =>
      kfp.runs.list({
        namespace,
        sortBy: 'created_at desc',
        filter: [{ key: 'state', operation: 'EQUALS', value: 'FAILED' }],
        ...page,
      }),
    );
    for await (const { items, total } of failed) {
      print(`${items.length} of ${total}`, items[0].name);
    }

    try {
      const pipeline = await kfp.pipelines.byName(namespace, 'orders');
      print(pipeline.pipelineId);
    } catch (error) {
      if (!isKfpStatus(error, 'not-found')) throw error;
      print('not there yet');
    }
    // Up to here.

    expect(print.mock.calls).toEqual([
      ['1 of 2', 'nightly-20261122T0300Z'],
      ['1 of 2', 'score'],
      ['not there yet'],
    ]);
  });

  it('is the one that stands there', async () => {
    const { shown, run } = await readExample(README, __filename);
    expect(shown).not.toBe('');
    expect(run).toBe(shown);
  });
});
