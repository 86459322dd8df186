import { startTestHost, TestHost } from './testHost';

describe('faults', () => {
  let host: TestHost;

  beforeEach(async () => {
    host = await startTestHost();
  });
  afterEach(async () => {
    await host.stop();
  });

  const branch = () => host.server.head('lakehouse/gitops', 'one');

  it('answers something else instead of the work', async () => {
    host.server.faults.set(({ method, path }) =>
      method === 'POST' && path.endsWith('/contents')
        ? { status: 503, body: { message: 'down' } }
        : undefined,
    );
    const { committed } = await host.propose({ branch: 'one' });
    expect(committed.status).toBe(503);
    expect(committed.body).toEqual({ message: 'down' });
    expect(await branch()).toBeUndefined();
    host.server.faults.set(undefined);
    expect((await host.propose({ branch: 'one' })).committed.status).toBe(201);
  });

  it('does the work and loses the answer', async () => {
    host.server.faults.set(({ path }) =>
      path.endsWith('/contents') ? { status: 502, after: true } : undefined,
    );
    const { committed } = await host.propose({ branch: 'one' });
    expect(committed.status).toBe(502);
    expect(await branch()).toBeDefined();
  });

  it.each(['timeout', 'timeout-after'] as const)(
    'never answers: %s',
    async fault => {
      host.server.faults.set(() => fault);
      const pushed = new Promise(resolve => {
        host.server.onPush(resolve);
      });
      const abort = new AbortController();
      const asked = fetch(
        `${host.url}/api/v1/repos/lakehouse/gitops/branches`,
        {
          method: 'POST',
          signal: abort.signal,
          headers: { authorization: 'token sandbox-portal' },
          body: JSON.stringify({ new_branch_name: 'one' }),
        },
      );
      if (fault === 'timeout-after') {
        await pushed;
      }
      abort.abort();
      await expect(asked).rejects.toThrow(/abort/);
      expect((await branch()) !== undefined).toBe(fault === 'timeout-after');
    },
  );
});
