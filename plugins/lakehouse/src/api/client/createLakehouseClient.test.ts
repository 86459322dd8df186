import { GIT_TOKEN_HEADER } from '@lakefront/backstage-plugin-lakehouse-common';
import { createLakehouseClient } from './createLakehouseClient';

const address = {
  kubernetesCluster: 'west',
  namespace: 'dom-sales',
  kind: 'spark-application',
  name: 'daily orders',
};

function clientAnswering(response: Response) {
  const fetch = jest.fn(
    async (_input: unknown, _init?: RequestInit) => response,
  );
  return {
    fetch,
    client: createLakehouseClient({
      fetchApi: { fetch: fetch as typeof window.fetch },
    }),
  };
}

const json = (body: unknown, init?: ResponseInit) =>
  new Response(JSON.stringify(body), {
    ...init,
    headers: { 'Content-Type': 'application/json' },
  });

describe('createLakehouseClient', () => {
  it('asks the backend of the plugin with what is set, escaped', async () => {
    const { client, fetch } = clientAnswering(
      json({ items: [], freshness: [] }),
    );
    await client.listWorkloads({
      domain: ['sales', 'risk'],
      state: [],
      q: 'a&b',
      since: undefined,
    });
    expect(fetch.mock.calls[0][0]).toBe(
      'plugin://lakehouse/workloads?domain=sales%2Crisk&q=a%26b',
    );
  });

  it('escapes each part of an address', async () => {
    const { client, fetch } = clientAnswering(json({ items: [{ name: 'p' }] }));
    await expect(client.listWorkloadPods(address)).resolves.toEqual([
      { name: 'p' },
    ]);
    expect(fetch.mock.calls[0][0]).toBe(
      'plugin://lakehouse/workloads/west/dom-sales/spark-application/daily%20orders/pods',
    );
  });

  it('asks for each part of Kubeflow by its place', async () => {
    const { client, fetch } = clientAnswering(json({}));
    const at = (name: string) => ({
      ...{ kubernetesCluster: 'west', namespace: 'dom-sales', name },
    });
    const asked = async (ask: Promise<unknown>) => {
      await ask.catch(() => {});
      const [path] = fetch.mock.calls[fetch.mock.calls.length - 1];
      return String(path).replace('plugin://lakehouse/pipelines', '');
    };
    expect(await asked(client.listPipelines({ domain: ['sales'] }))).toBe(
      '?domain=sales',
    );
    expect(await asked(client.getPipeline(at('a b')))).toBe(
      '/by-name/west/dom-sales/a%20b',
    );
    expect(await asked(client.getPipelineVersion(at('v2')))).toBe(
      '/versions/west/dom-sales/v2',
    );
    expect(await asked(client.comparePipelineVersions(at('v2'), 'v1'))).toBe(
      '/versions/west/dom-sales/v2/compare?before=v1',
    );
    expect(
      await asked(
        client.listPipelineRuns({ state: ['failed'], archived: false }),
      ),
    ).toBe('/runs?state=failed&archived=false');
    expect(await asked(client.getPipelineRun(at('r1')))).toBe(
      '/runs/west/dom-sales/r1',
    );
    expect(
      await asked(
        client.getPipelineStepValues(at('r1'), {
          step: 'train/fit',
          iteration: [0, 2],
        }),
      ),
    ).toBe('/runs/west/dom-sales/r1/values?step=train%2Ffit&iteration=0%2C2');
    expect(await asked(client.comparePipelineRuns(at('r1'), at('r2')))).toBe(
      '/run-comparison?first=west%2Fdom-sales%2Fr1&second=west%2Fdom-sales%2Fr2',
    );
  });

  it('reads a source with the token of who asks, and with no other', async () => {
    const { client, fetch } = clientAnswering(json({ url: 'u', text: 't' }));
    await client.readPipelineSource('https://git.test/p.yaml', 'secret');
    const [path, init] = fetch.mock.calls[0];
    expect(path).toBe('plugin://lakehouse/pipelines/source');
    expect(init?.headers).toMatchObject({ [GIT_TOKEN_HEADER]: 'secret' });
    expect(init?.body).toBe('{"url":"https://git.test/p.yaml"}');
  });

  it('asks for the health, and for the history of a domain', async () => {
    const health = { resources: [], repositories: [], stuck: [], version: 'v' };
    const operators = clientAnswering(json(health));
    await expect(operators.client.getHealth()).resolves.toEqual(health);
    expect(operators.fetch.mock.calls[0][0]).toBe('plugin://lakehouse/health');
    const { client, fetch } = clientAnswering(
      json({ items: [], freshness: [] }),
    );
    const from = '2026-01-01T00:00:00Z';
    await expect(
      client.listUsage('sales', { from, to: '2026-01-08T00:00:00Z' }),
    ).resolves.toEqual([]);
    expect(fetch.mock.calls[0][0]).toBe(
      'plugin://lakehouse/domains/sales/usage?from=2026-01-01T00%3A00%3A00Z&to=2026-01-08T00%3A00%3A00Z',
    );
  });

  it('asks for what is on lakeFS, names escaped', async () => {
    const page = { items: [], freshness: [] };
    const sales = { server: 'lake', repository: 'sales lake' };
    const { client, fetch } = clientAnswering(json(page));
    fetch.mockImplementation(async () => json(page));
    await client.listLakeFSRepositories({ domain: 'sales', q: '', limit: 5 });
    await client.listLakeFSRefs(sales, { q: 'a/b' });
    await client.listLakeFSCommits(sales, { ref: 'main', limit: 5 });
    expect(fetch.mock.calls.map(([url]) => url)).toEqual([
      'plugin://lakehouse/lakefs/repositories?domain=sales&limit=5',
      'plugin://lakehouse/lakefs/repositories/lake/sales%20lake/refs?q=a%2Fb',
      'plugin://lakehouse/lakefs/repositories/lake/sales%20lake/commits?ref=main&limit=5',
    ]);
  });

  it('places each run where its domain is', async () => {
    const sales = {
      kubernetesCluster: 'west',
      domain: 'sales',
      namespace: 's',
    };
    const risk = { ...sales, domain: 'risk', namespace: 'r' };
    const run = (name: string) => ({
      ...{ kind: 'spark-application', name },
      ...{ startedAt: '2026-01-02T10:00:00.000Z', state: 'running' },
    });
    const { client } = clientAnswering(
      json({
        items: [
          { ...sales, runs: [run('a'), run('b')] },
          { ...risk, runs: [run('c')] },
        ],
      }),
    );
    await expect(client.listRuns({ from: 'a', to: 'b' })).resolves.toEqual([
      { ...sales, ...run('a') },
      { ...sales, ...run('b') },
      { ...risk, ...run('c') },
    ]);
  });

  it('keeps name and status of an error', async () => {
    const { client } = clientAnswering(
      json(
        {
          error: { name: 'NotFoundError', message: 'no such domain' },
          response: { statusCode: 404 },
        },
        { status: 404, statusText: 'Not Found' },
      ),
    );
    await expect(client.getDomain('x')).rejects.toMatchObject({
      name: 'ResponseError',
      cause: { name: 'NotFoundError', message: 'no such domain' },
      response: { status: 404 },
    });
  });

  it('posts values as JSON', async () => {
    const { client, fetch } = clientAnswering(
      json({ fits: true, summary: '', problems: [] }),
    );
    await client.checkFit({
      domain: 'sales',
      kubernetesCluster: 'west',
      footprint: { cpu: 1, memory: 1, gpu: 0, pods: 1, parts: [] },
    });
    expect(fetch.mock.calls[0][1]).toMatchObject({ method: 'POST' });
    expect(JSON.parse(String(fetch.mock.calls[0][1]?.body))).toMatchObject({
      footprint: { cpu: 1 },
    });
  });
});
