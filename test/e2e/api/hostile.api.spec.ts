import http from 'node:http';
import { expect, test } from '@playwright/test';
import type {
  ChangeCheck,
  ChangeRequest,
  Facets,
  List,
  PodSummary,
  Workload,
} from '../../../plugins/lakehouse-common/src/types';
import type { ErrorBody, Person } from './support/PortalApi';
import { runningGitHost, runningPortal } from './support/running';
import { freshName, proposal, sparkJob } from './support/sparkJob';
import { until } from './support/until';

const WORKLOADS = '/lakehouse/workloads';
const job = (name: string, domain = 'sales') =>
  `${WORKLOADS}/west/dom-${domain}/spark-application/${name}`;

/** Sends a path as it is: `fetch` would tidy it up first. */
function rawGet(path: string, token: string): Promise<number> {
  const { hostname, port } = new URL(runningPortal().backendUrl);
  return new Promise((resolve, reject) => {
    http
      .get(
        { hostname, port, path, headers: { Authorization: `Bearer ${token}` } },
        response => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      )
      .once('error', reject);
  });
}

test.describe('a hostile user', () => {
  test('gets nothing by the cursor and version of somebody else', async () => {
    const portal = runningPortal();
    const { body: page } = await portal
      .as('pat')
      .get<List<Workload>>(`${WORKLOADS}?limit=3&sort=name`);
    expect(page.nextCursor).toBeTruthy();
    const changed = [
      `cursor=${encodeURIComponent(page.nextCursor ?? '')}`,
      `since=${encodeURIComponent(page.version ?? '')}`,
    ];
    for (const query of changed) {
      for (const [person, own] of [
        ['noah', 'risk'],
        ['mia', 'sales'],
        ['sam', 'nothing'],
      ] as const) {
        const { status, body } = await portal
          .as(person)
          .get<List<Workload> & { removed: string[]; total: number }>(
            `${WORKLOADS}?limit=1000&sort=name&${query}`,
          );
        expect(status).toBe(200);
        const domains = new Set(body.items.map(({ domain }) => domain));
        domains.delete(own);
        expect.soft([...domains], `${person} ${query}`).toEqual([]);
        // What others have is not told as removed either.
        expect.soft(body.removed, `${person} ${query}`).toEqual([]);
      }
    }
  });

  test('finds no change of another domain, by id, name, requester or filter', async () => {
    const portal = runningPortal();
    const name = freshName('secret-plan');
    const { body: change, status } = await portal
      .as('noah')
      .post<ChangeRequest>(
        '/lakehouse/changes',
        proposal(sparkJob(name), { domain: 'risk' }),
      );
    expect(status).toBe(201);
    try {
      const absent = await portal
        .as('mia')
        .get<ErrorBody>('/lakehouse/changes/aaaaaaaaaaaaaaaa');
      expect(absent.status).toBe(404);
      for (const person of ['mia', 'ben', 'sam'] as Person[]) {
        const api = portal.as(person);
        const found = await api.get<ErrorBody>(
          `/lakehouse/changes/${change.id}`,
        );
        expect(found.status).toBe(404);
        expect(found.body.error.message).toBe(absent.body.error.message);
        for (const query of [
          '',
          '?domain=risk',
          '?requestedBy=user:default/noah',
          `?kind=spark-application&name=${name}`,
        ]) {
          const { text } = await api.get(`/lakehouse/changes${query}`);
          expect.soft(text, `${person} ${query}`).not.toContain(change.id);
          expect.soft(text, `${person} ${query}`).not.toContain(name);
        }
      }
    } finally {
      await runningGitHost().close(change.number ?? 0);
    }
  });

  test('gets no change of somebody else by using their key', async () => {
    const portal = runningPortal();
    const key = freshName('key');
    const ask = (person: Person, name: string) =>
      portal
        .as(person)
        .post<ChangeRequest>('/lakehouse/changes', proposal(sparkJob(name)), {
          'Idempotency-Key': key,
        });
    const [mine, yours] = [freshName('mine'), freshName('yours')];
    const mia = await ask('mia', mine);
    const ben = await ask('ben', yours);
    const again = await ask('mia', mine);
    const other = await ask('mia', yours);
    const git = runningGitHost();
    await git.close(mia.body.number ?? 0);
    await git.close(ben.body.number ?? 0);
    expect(mia.status).toBe(201);
    expect(ben.status).toBe(201);
    expect(ben.body.id).not.toBe(mia.body.id);
    expect(ben.body.requestedBy).toBe('user:default/ben');
    expect(again.body).toMatchObject({
      id: mia.body.id,
      number: mia.body.number,
    });
    // The same key for something else is a conflict, never another change.
    expect(other.status).toBe(409);
  });

  test('is who the token says, whatever the manifest says', async () => {
    const portal = runningPortal();
    const object = sparkJob(freshName('forged'));
    const forged = proposal({
      ...object,
      metadata: {
        ...object.metadata,
        annotations: {
          'lakefront.dev/requested-by': 'user:default/pat',
          'lakefront.dev/change': 'aaaaaaaaaaaaaaaa',
        },
      },
    });
    const { status, body } = await portal
      .as('mia')
      .post<ChangeCheck>('/lakehouse/changes/check', forged);
    expect(status).toBe(200);
    const [{ text }] = body.files;
    expect(text).toContain('user:default/mia');
    expect(text).not.toContain('user:default/pat');
    expect(text).not.toContain('aaaaaaaaaaaaaaaa');
    const other = await portal.as('mia').post('/lakehouse/changes', {
      ...forged,
      requestedBy: 'user:default/pat',
    });
    expect(other.status).toBe(400);
  });

  test('reads logs of the workload’s own pods only', async () => {
    const portal = runningPortal();
    const mia = portal.as('mia');
    const podsOf = async (address: string) =>
      (
        await portal.as('pat').get<List<PodSummary>>(`${address}/pods`)
      ).body.items.map(({ name }) => name);
    const logs = (pod: string, query = '') =>
      mia.get(`${job('orders-stream')}/pods/${pod}/logs${query}`);
    const [own] = await podsOf(job('orders-stream'));
    const [sibling] = await podsOf(job('revenue-rollup'));
    const [foreign] = await podsOf(job('stress-test', 'risk'));
    expect((await logs(own, '?tailLines=1')).status).toBe(200);
    for (const pod of [sibling, foreign, 'etcd-0']) {
      expect.soft((await logs(pod)).status, pod).toBe(404);
    }
    for (const pod of ['..%2f..%2fsecrets', '%2e%2e', 'a%00b', 'a%3Fb=c']) {
      expect.soft([400, 404], pod).toContain((await logs(pod)).status);
    }
    expect((await logs(own, '?container=other')).status).toBe(400);
    const stranger = await portal
      .as('noah')
      .get(`${job('orders-stream')}/pods/${own}/logs`);
    expect(stranger.status).toBe(404);
    const viaRisk = await mia.get(
      `${job('orders-stream', 'risk')}/pods/${own}/logs`,
    );
    expect(viaRisk.status).toBe(404);
  });

  test('gets one and the same 404 for what is not there and not theirs', async () => {
    const mia = runningPortal().as('mia');
    const absent = await mia.get<ErrorBody>(job('is-not-there'));
    expect(absent.status).toBe(404);
    for (const path of [
      job('stress-test', 'risk'),
      job('is-not-there', 'risk'),
      job('orders-stream', 'risk'),
      `${WORKLOADS}/west/kube-system/spark-application/x`,
      `${WORKLOADS}/west/lakefront-system/spark-application/x`,
      `${WORKLOADS}/west/flux-system/spark-application/x`,
      `${WORKLOADS}/east/dom-sales/spark-application/orders-stream`,
      `${WORKLOADS}/west/dom-sales/secret/sales-catalog`,
      `${WORKLOADS}/west/dom-sales/constructor/x`,
      '/lakehouse/domains/risk',
      '/lakehouse/domains/nowhere',
      '/lakehouse/domains/kube-system',
    ]) {
      const { status, body } = await mia.get<ErrorBody>(path);
      expect.soft(status, path).toBe(404);
      expect.soft(body.error?.message, path).toBe(absent.body.error.message);
    }
  });

  test('gets no server error by odd paths', async () => {
    const portal = runningPortal();
    const token = await portal.token('mia');
    for (const path of [
      `/api${WORKLOADS}/west/dom-sales/../dom-risk/spark-application/stress-test`,
      `/api${WORKLOADS}/west/dom-sales/spark-application/..`,
      `/api${WORKLOADS}/west/dom-sales/spark-application/%2e%2e`,
      `/api${WORKLOADS}/west/dom-sales/spark-application/..%2f..%2fdom-risk`,
      `/api${WORKLOADS}/west/dom-sales/spark-application/%00`,
      `/api${WORKLOADS}/west/dom-sales/spark-application/%E0%A4%A`,
      `/api${WORKLOADS}/west/dom-sales/__proto__/x`,
      `/api/lakehouse/domains/..%2f..%2fcatalog`,
      `/api/lakehouse/changes/%27%20OR%201=1`,
      `/api//lakehouse/domains/risk`,
      `/api/lakehouse/DOMAINS/risk`,
      `/api/lakehouse/domains/RISK`,
      `/api/lakehouse/domains/risk/`,
      `/api/lakehouse/domains/${'a'.repeat(4_000)}`,
    ]) {
      const status = await rawGet(path, token);
      expect.soft([400, 404], path.slice(0, 120)).toContain(status);
    }
  });

  test('gets no server error by odd questions', async () => {
    const mia = runningPortal().as('mia');
    for (const query of [
      'unknown=1',
      'constructor=2',
      'limit=0',
      'limit=-1',
      'limit=1e9',
      'limit=two',
      'q=a&q=b',
      `q=${'q'.repeat(254)}`,
      'sort=constructor',
      'sort=name;drop',
      'state=gone',
      'domain=__proto__',
      'domain=../risk',
      'domain[a]=sales',
      'cursor=AAAA',
      `cursor=${'x'.repeat(5_000)}`,
      'owner=nobody',
    ]) {
      const { status, body } = await mia.get<ErrorBody>(
        `${WORKLOADS}?${query}`,
      );
      expect.soft(status, query.slice(0, 80)).toBe(400);
      expect.soft(body.error.name, query.slice(0, 80)).toBe('InputError');
    }
    for (const query of [
      'q=%00',
      'q=%25',
      'q=.*%5B(',
      `q=${'q'.repeat(253)}`,
    ]) {
      const { status, body } = await mia.get<List<Workload>>(
        `${WORKLOADS}?${query}`,
      );
      expect.soft(status, query.slice(0, 80)).toBe(200);
      expect.soft(body.items, query.slice(0, 80)).toEqual([]);
    }
    // Longer than a header may be: refused before anybody looks at it.
    const long = await mia.get(`${WORKLOADS}?q=${'q'.repeat(60_000)}`);
    expect(long.status).toBe(431);
    // A version that nobody gave out is a full answer.
    const { body } = await mia.get<{ full: boolean }>(
      `${WORKLOADS}?since=nonsense`,
    );
    expect(body.full).toBe(true);
    for (const query of [
      'from=yesterday',
      'from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    ]) {
      expect((await mia.get(`/lakehouse/runs?${query}`)).status).toBe(400);
    }
  });

  test('gets no server error by odd bodies', async () => {
    const mia = runningPortal().as('mia');
    const base = { domain: 'sales', kubernetesCluster: 'west' };
    const kind = 'spark-application';
    // Deeper than a recursive walk can go.
    const deep = (levels: number) =>
      JSON.stringify(proposal(sparkJob('a', { arguments: 'DEEP' }))).replace(
        '"DEEP"',
        '['.repeat(levels) + ']'.repeat(levels),
      );
    const bodies: unknown[] = [
      'not json',
      [],
      {},
      { ...base, objects: [] },
      { ...base, objects: [null] },
      { ...base, objects: [{ kind, object: null }] },
      { ...base, objects: [{ kind, object: {} }] },
      { ...base, objects: [{ kind, object: { metadata: 'x' } }] },
      { ...base, objects: [{ kind, object: { metadata: { name: {} } } }] },
      { ...base, objects: [{ kind: '__proto__', object: sparkJob('a') }] },
      { ...base, objects: [{ kind: 'secret', object: sparkJob('a') }] },
      deep(100),
      deep(5_000),
      deep(200_000),
      {
        ...base,
        objects: [
          {
            kind,
            object: sparkJob('a', {
              driver: [],
              executor: 'x',
              sparkConf: [1],
              volumes: {},
              dynamicAllocation: 'x',
            }),
          },
        ],
      },
      {
        ...base,
        objects: Array.from({ length: 21 }, (_, index) => ({
          kind,
          object: sparkJob(`many-${index}`),
        })),
      },
      { ...base, objects: [{ kind, object: sparkJob('a') }], path: '../x' },
    ];
    for (const [index, body] of bodies.entries()) {
      const { status } = await mia.post('/lakehouse/changes', body);
      expect.soft(status, `body ${index}`).toBe(400);
    }
    const large = proposal(
      sparkJob('a', { arguments: ['x'.repeat(2_000_000)] }),
    );
    expect([400, 413]).toContain(
      (await mia.post('/lakehouse/changes', large)).status,
    );
  });

  test('counts nothing of others', async () => {
    const portal = runningPortal();
    const facets = async (person: Person, query = '') =>
      (await portal.as(person).get<Facets>(`/lakehouse/facets${query}`)).body;
    expect(Object.keys((await facets('noah')).domain)).toEqual(['risk']);
    expect(Object.keys((await facets('mia')).domain)).toEqual(['sales']);
    expect((await facets('mia', '?domain=risk')).state).toEqual({});
    expect((await facets('sam')).domain).toEqual({});
    for (const path of ['domains', 'workloads', 'changes', 'runs']) {
      const { body } = await portal
        .as('sam')
        .get<List<unknown>>(`/lakehouse/${path}`);
      expect.soft(body.items, path).toEqual([]);
    }
    const { body } = await portal.as('mia').get('/lakehouse/runs?limit=1000');
    expect(new Set(body.items.map((run: Workload) => run.domain))).toEqual(
      new Set(['sales']),
    );
  });

  test('is nobody without a token, and with a wrong one', async () => {
    const portal = runningPortal();
    for (const path of [
      '/lakehouse/domains',
      '/lakehouse/kinds',
      '/lakehouse/openapi.json',
      '/lakehouse/freshness',
      job('orders-stream'),
    ]) {
      expect((await portal.as('anonymous').get(path)).status).toBe(401);
    }
    const response = await fetch(`${portal.backendUrl}/api/lakehouse/domains`, {
      headers: { Authorization: 'Bearer sandbox-admin' },
    });
    expect(response.status).toBe(401);
  });

  test('sends no hint of the Git host without its secret', async () => {
    const portal = runningPortal();
    for (const signature of [undefined, '', 'x', '0'.repeat(64)]) {
      const { status } = await portal.as('anonymous').post(
        '/events/http/lakehouse-gitea',
        { repository: { html_url: 'x' } },
        {
          'X-Gitea-Event': 'pull_request',
          ...(signature !== undefined && { 'X-Gitea-Signature': signature }),
        },
      );
      expect.soft(status, String(signature)).toBe(403);
    }
  });

  test('asks for one name ten times at once: one of them gets it', async () => {
    const portal = runningPortal();
    const git = runningGitHost();
    const name = freshName('wanted');
    const people: Person[] = ['mia', 'ben', 'pat', 'guest', 'mia'];
    const answers = await Promise.all(
      [...people, ...people].map(person =>
        portal
          .as(person)
          .post<ChangeRequest & ErrorBody>(
            '/lakehouse/changes',
            proposal(sparkJob(name)),
          ),
      ),
    );
    const made = answers.filter(({ status }) => status === 201);
    const pulls = (await git.pulls()).filter(({ title }) =>
      title.includes(name),
    );
    for (const { number } of pulls) await git.close(number);
    expect(made).toHaveLength(1);
    expect(pulls).toHaveLength(1);
    for (const { status, body } of answers) {
      if (status === 201) continue;
      expect.soft([400, 409]).toContain(status);
      expect.soft(body.error.message).toContain('not merged yet');
    }
    // Closed, the name is free again.
    await until(
      () =>
        portal
          .as('mia')
          .post('/lakehouse/changes/check', proposal(sparkJob(name))),
      ({ body }) => body.ok === true,
      { what: `${name} is free again`, seconds: 90 },
    );
  });
});
