import path from 'node:path';
import {
  readExample,
  send,
  useTestServer,
} from '@lakefront/rest-client/testUtils';
import {
  createLakeFSClient,
  everyItem,
  HookRefusedError,
  isLakeFSStatus,
} from './index';

const README = path.join(__dirname, '..', 'README.md');

const page = (results: unknown[]) => ({
  pagination: { has_more: false, next_offset: '' },
  results,
});

/** What the server answers to the requests of the example. */
function answers(method: string, url: string): [number, unknown] {
  if (method === 'POST') {
    const message =
      "update branch main: pre-merge hook aborted, run id 'r1': no";
    return [412, { message }];
  }
  return url.includes('/actions/runs/r1/hooks')
    ? [
        200,
        page([
          {
            ...{ hook_run_id: '0', action: 'gate', hook_id: 'no_nulls' },
            ...{ status: 'failed', start_time: '2026-01-01T00:00:00Z' },
          },
        ]),
      ]
    : [200, page([{ id: 'main', commit_id: 'c1' }])];
}

describe('the example of the README', () => {
  // The example's server is not there; the test's is.
  const server = useTestServer({ insteadOf: 'https://lakefs.example.com' });

  it('does what it shows', async () => {
    server.answers((asked, response) =>
      send(response, ...answers(asked.method, asked.url)),
    );
    const readSecret = async () => 'a-secret-of-some-length';
    const print = jest.fn();

    // From here on it is the README's.
    const lakefs = createLakeFSClient({
      endpoint: 'https://lakefs.example.com',
      // Asked again at every call: keys are changed while we run.
      credentials: async () => ({
        accessKeyId: 'AKIA...',
        secretAccessKey: await readSecret(),
      }),
    });

    for await (const branch of everyItem(after =>
      lakefs.branches.list('orders-lake', { after, amount: 1000 }),
    )) {
      print(branch.id, branch.commitId);
    }

    try {
      const { commitId } = await lakefs.refs.merge(
        'orders-lake',
        'fix',
        'main',
        {
          metadata: { 'approved-by': 'user:default/mia' },
        },
      );
      print('merged', commitId);
    } catch (error) {
      if (error instanceof HookRefusedError) {
        const { items } = await lakefs.actions.hooks(
          'orders-lake',
          error.runId!,
        );
        print('refused by', items.map(({ hookId }) => hookId).join());
      } else if (
        isLakeFSStatus(error, 'conflict', 'dirty-branch', 'no-changes')
      ) {
        print(error.reason);
      } else {
        throw error;
      }
    }
    // Up to here.

    expect(print.mock.calls).toEqual([
      ['main', 'c1'],
      ['refused by', 'no_nulls'],
    ]);
  });

  it('is the one that stands there', async () => {
    const { shown, run } = await readExample(README, __filename);
    expect(shown).not.toBe('');
    expect(run).toBe(shown);
  });
});
