import {
  coreServices,
  createServiceFactory,
  type LoggerService,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type {
  DomainRuns,
  RunMark,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  driverOf,
  job,
  namespaceOf,
  quotaOf,
  warningAbout,
} from './__testUtils__/lakehouseObjects';
import {
  startTestLakehouse,
  type TestLakehouse,
} from './__testUtils__/startTestLakehouse';

jest.setTimeout(60_000);

const PAT = 'user:default/pat';
const MIA = 'user:default/mia';
const BEN = 'user:default/ben';
const NOAH = 'user:default/noah';
const SAM = 'user:default/sam';
const DAILY = '/workloads/west/dom-sales/spark-application/sales-daily';

function marksOf({ body }: { body: { items?: DomainRuns[] } }): RunMark[] {
  return (body.items ?? []).flatMap(({ runs }) => runs);
}

describe('the HTTP API', () => {
  let lakehouse: TestLakehouse;

  beforeAll(async () => {
    lakehouse = await startTestLakehouse();
  });

  afterAll(async () => {
    await lakehouse?.stop();
  });

  describe('GET /domains', () => {
    it('lists what each may see, with the role they have', async () => {
      const all = await lakehouse.get(PAT, '/domains').expect(200);
      expect(all.body.items.map((item: any) => item.name)).toEqual([
        'marketing',
        'platform',
        'risk',
        'sales',
      ]);
      const mine = await lakehouse.get(MIA, '/domains').expect(200);
      expect(mine.body.items).toEqual([
        expect.objectContaining({
          name: 'sales',
          owner: 'group:default/sales-data',
          role: 'owner',
          kubernetesClusters: ['west'],
          running: 1,
          pending: 0,
          problems: [],
        }),
      ]);
      const none = await lakehouse.get(SAM, '/domains').expect(200);
      expect(none.body).toMatchObject({ items: [], freshness: [] });
    });

    it('says what a domain has and uses', async () => {
      const { body } = await lakehouse.get(MIA, '/domains').expect(200);
      expect(body.items[0].capacity).toEqual([
        expect.objectContaining({
          kubernetesCluster: 'west',
          quotas: expect.arrayContaining([
            {
              resource: 'requests.cpu',
              quota: 'domain-quota',
              hard: 64,
              used: 42,
              // Two executors of two cores that are not there.
              waiting: 4,
              unit: 'cores',
            },
          ]),
          limits: expect.objectContaining({
            max: { cpu: 16, memory: 128 * 1024 ** 3 },
          }),
        }),
      ]);
    });

    it('says nothing new to whom nothing is new', async () => {
      const first = await lakehouse.get(MIA, '/domains').expect(200);
      const second = await lakehouse
        .get(MIA, `/domains?since=${first.body.version}`)
        .expect(200);
      expect(second.body).toMatchObject({ full: false, items: [], total: 1 });
    });
  });

  describe('GET /domains/:domain', () => {
    it('shows members, settings, rules and syncs', async () => {
      const { body } = await lakehouse.get(MIA, '/domains/sales').expect(200);
      expect(body.members).toEqual(
        expect.arrayContaining([
          { entityRef: 'group:default/sales-data', role: 'owner' },
          { entityRef: 'user:default/ben', role: 'viewer' },
        ]),
      );
      expect(body.settings.west.serviceAccounts).toEqual(['spark']);
      expect(body.networkPolicies).toEqual([
        {
          kubernetesCluster: 'west',
          name: 'default-deny',
          sentence: 'All pods may not be reached.',
        },
      ]);
      expect(body.syncs).toEqual([
        expect.objectContaining({ name: 'sales-workloads', state: 'synced' }),
      ]);
      expect(body.freshness).toEqual([
        expect.objectContaining({ kubernetesCluster: 'west', state: 'live' }),
      ]);
    });
  });

  describe('GET /workloads', () => {
    it('filters, sorts and pages', async () => {
      const page = await lakehouse
        .get(PAT, '/workloads?sort=name&limit=3')
        .expect(200);
      expect(page.body.items.map((item: any) => item.name)).toEqual([
        'marketing-daily',
        'platform-daily',
        'risk-daily',
      ]);
      expect(page.body.total).toBe(4);
      const rest = await lakehouse
        .get(PAT, `/workloads?sort=name&limit=3&cursor=${page.body.nextCursor}`)
        .expect(200);
      expect(rest.body.items.map((item: any) => item.name)).toEqual([
        'sales-daily',
      ]);
      expect(rest.body.nextCursor).toBeUndefined();
      const some = await lakehouse
        .get(PAT, '/workloads?domain=sales,risk&state=running&sort=-name')
        .expect(200);
      expect(some.body.items.map((item: any) => item.name)).toEqual([
        'sales-daily',
        'risk-daily',
      ]);
    });

    it.each([
      ['limit=0', 'limit must be >= 1'],
      ['limit=5000', 'limit must be <= 1000'],
      ['sort=uid', 'sort must match pattern'],
      ['state=dead', 'state'],
      ['domain=Sales', 'domain'],
      ['colour=red', "Unknown query parameter 'colour'"],
      ['cursor=nonsense', "'cursor' is not one of this list's cursors"],
    ])('refuses %s', async (query, message) => {
      const { body } = await lakehouse
        .get(PAT, `/workloads?${query}`)
        .expect(400);
      expect(body.error.message).toContain(message);
    });

    it('answers what changed since, and what is gone', async () => {
      const brief = job('sales', 'brief', { state: 'RUNNING' });
      const before = await lakehouse.get(MIA, '/workloads').expect(200);
      lakehouse.kubernetes.put(brief, job('risk', 'hidden'));
      const since = (version: string) =>
        lakehouse.get(MIA, `/workloads?since=${version}`).expect(200);
      const added = await lakehouse.until(
        () => since(before.body.version),
        ({ body }) => body.items.length > 0,
      );
      expect(added.body).toMatchObject({ full: false, removed: [], total: 2 });
      expect(added.body.items.map((item: any) => item.name)).toEqual(['brief']);

      lakehouse.kubernetes.remove(brief);
      lakehouse.kubernetes.remove(job('risk', 'hidden'));
      const gone = await lakehouse.until(
        () => since(added.body.version),
        ({ body }) => body.removed.length > 0,
      );
      expect(gone.body).toMatchObject({
        full: false,
        items: [],
        removed: ['west/dom-sales/spark-application/brief'],
      });
      const other = await lakehouse
        .get(NOAH, `/workloads?since=${before.body.version}`)
        .expect(200);
      expect(other.body.full).toBe(true);
      const question = await lakehouse
        .get(MIA, `/workloads?q=x&since=${before.body.version}`)
        .expect(200);
      expect(question.body.full).toBe(true);
      const forged = await lakehouse
        .get(MIA, '/workloads?since=bm9uc2Vuc2U')
        .expect(200);
      expect(forged.body.full).toBe(true);
    });

    it('names what left the filter as removed', async () => {
      lakehouse.kubernetes.put(job('sales', 'leaver', { state: 'RUNNING' }));
      const running = await lakehouse.until(
        () => lakehouse.get(MIA, '/workloads?state=running'),
        ({ body }) => body.total === 2,
      );
      lakehouse.kubernetes.put(job('sales', 'leaver', { state: 'COMPLETED' }));
      const { body } = await lakehouse.until(
        () =>
          lakehouse.get(
            MIA,
            `/workloads?state=running&since=${running.body.version}`,
          ),
        answer => answer.body.removed.length > 0,
      );
      expect(body.removed).toEqual(['west/dom-sales/spark-application/leaver']);
      lakehouse.kubernetes.remove(job('sales', 'leaver'));
    });
  });

  it('finds what needs attention, and says what running work waits for', async () => {
    const big = { executor: { cores: 4, memory: '48g', instances: 4 } };
    const backfill = job('sales', 'backfill', { spec: big });
    lakehouse.kubernetes.put(
      backfill,
      job('sales', 'broken', { state: 'FAILED' }),
      job('risk', 'hidden', { spec: big }),
      quotaOf('sales', '220Gi'),
    );
    const ask = (query: string = '') =>
      lakehouse.get(MIA, `/workloads?attention=true&sort=name${query}`);
    const full = await lakehouse.until(
      () => ask(),
      ({ body }) => body.total === 2,
    );
    expect(full.body.items).toEqual([
      expect.objectContaining({
        name: 'backfill',
        state: 'running',
        reason: expect.objectContaining({
          code: 'executors-missing',
          message:
            'Runs with 0 of 4 executors: the next one needs 67.2 GiB, sales has 36 GiB left.',
        }),
      }),
      expect.objectContaining({ name: 'broken', state: 'failed' }),
    ]);
    // Selected before it is cut into pages: the first page is full.
    const page = await ask('&limit=1').expect(200);
    expect(page.body).toMatchObject({
      items: [{ name: 'backfill' }],
      total: 2,
    });
    expect(page.body.nextCursor).toBeDefined();
    const { body: facets } = await lakehouse
      .get(MIA, '/facets?attention=true')
      .expect(200);
    expect(facets.state).toEqual({ failed: 1, running: 1 });
    const { body: detail } = await lakehouse
      .get(MIA, '/workloads/west/dom-sales/spark-application/backfill')
      .expect(200);
    expect(detail.workload.reason.message).toContain('the next one needs');

    // Others ended: there is room now, and the page is told by the quota alone.
    lakehouse.kubernetes.put(quotaOf('sales', '20Gi'));
    const roomy = await lakehouse.until(
      () => ask(`&since=${full.body.version}`),
      ({ body }) => body.total === 1,
    );
    expect(roomy.body).toMatchObject({
      full: false,
      items: [],
      removed: expect.arrayContaining([
        'west/dom-sales/spark-application/backfill',
      ]),
    });
    lakehouse.kubernetes.put(quotaOf('sales'));
    for (const name of ['backfill', 'broken']) {
      lakehouse.kubernetes.remove(job('sales', name));
    }
    lakehouse.kubernetes.remove(job('risk', 'hidden'));
    await lakehouse.until(
      () => lakehouse.get(PAT, '/workloads'),
      ({ body }) => body.total === 4,
    );
  });

  it('counts each facet under the other filters', async () => {
    const { body } = await lakehouse
      .get(PAT, '/facets?domain=sales')
      .expect(200);
    expect(body.domain).toMatchObject({ sales: 1, risk: 1 });
    expect(body.owner).toEqual({ 'group:default/sales-data': 1 });
  });

  it('shows a workload with its pods and warnings, credentials hidden', async () => {
    const detail = await lakehouse.get(MIA, DAILY).expect(200);
    expect(detail.body).toMatchObject({
      workload: { name: 'sales-daily', domain: 'sales', state: 'running' },
      openChanges: [],
      capacity: { namespace: 'dom-sales' },
    });
    const pods = await lakehouse.get(MIA, `${DAILY}/pods`).expect(200);
    expect(pods.body.items).toEqual([
      expect.objectContaining({
        name: 'sales-daily-driver',
        role: 'driver',
        phase: 'Running',
        node: 'node-1',
        cpu: 1,
        memory: 2 * 1024 ** 3,
        containers: ['spark-kubernetes-driver'],
      }),
    ]);
    const events = await lakehouse.get(MIA, `${DAILY}/events`).expect(200);
    expect(events.body.items).toEqual([
      expect.objectContaining({
        reason: 'BackOff',
        about: 'Pod sales-daily-driver',
        count: 3,
      }),
    ]);
    expect(JSON.stringify(events.body)).not.toContain('hunter2');
  });

  it('gives the warnings of a pod that is gone to the workload with the longest name', async () => {
    const gone = { kind: 'Pod', name: 'sales-daily-late-driver' };
    lakehouse.kubernetes.put(
      job('sales', 'sales-daily-late'),
      warningAbout('sales', gone, 'late'),
    );
    const late = await lakehouse.until(
      () =>
        lakehouse.get(
          MIA,
          '/workloads/west/dom-sales/spark-application/sales-daily-late/events',
        ),
      ({ body }) => body.items?.length === 1,
    );
    expect(late.body.items[0].message).toBe('late');
    const first = await lakehouse.get(MIA, `${DAILY}/events`).expect(200);
    expect(first.body.items).toHaveLength(1);
    lakehouse.kubernetes.remove(job('sales', 'sales-daily-late'));
    lakehouse.kubernetes.remove(warningAbout('sales', gone, 'late'));
  });

  it('remembers runs when their pods and objects are gone', async () => {
    const nightly = job('sales', 'nightly', { state: 'COMPLETED' });
    lakehouse.kubernetes.put(nightly);
    const span = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z';
    const { body } = await lakehouse.until(
      () => lakehouse.get(MIA, `/runs?${span}`),
      answer => marksOf(answer).some(({ name }) => name === 'nightly'),
    );
    expect(body.items).toMatchObject([{ domain: 'sales' }]);
    const runs = await lakehouse
      .get(
        MIA,
        '/workloads/west/dom-sales/spark-application/nightly/runs?limit=5',
      )
      .expect(200);
    expect(runs.body.items).toMatchObject([
      { state: 'succeeded', endedAt: '2026-11-20T10:08:00.000Z' },
    ]);
    const detail = await lakehouse
      .get(MIA, '/workloads/west/dom-sales/spark-application/nightly')
      .expect(200);
    expect(detail.body.usual).toEqual({ runs: 1, medianSeconds: 480 });
    lakehouse.kubernetes.remove(nightly);
    const kept = await lakehouse.get(MIA, `/runs?${span}`).expect(200);
    expect(marksOf(kept)).toContainEqual(
      expect.objectContaining({ name: 'nightly', state: 'succeeded' }),
    );
    await lakehouse
      .get(MIA, '/runs?from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z')
      .expect(400);
  });

  it('ends the run of a job that is deleted while it runs', async () => {
    const doomed = job('sales', 'doomed');
    const path = '/runs?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z';
    const state = async () => {
      const marks = marksOf(await lakehouse.get(MIA, path));
      return marks.find(({ name }) => name === 'doomed')?.state;
    };
    lakehouse.kubernetes.put(doomed);
    await lakehouse.until(state, value => value === 'running');
    lakehouse.kubernetes.remove(doomed);
    expect(await lakehouse.until(state, value => value !== 'running')).toBe(
      'unknown',
    );
  });

  it('streams a log to members only, of pods of the workload only', async () => {
    lakehouse.kubernetes.logs.set('dom-sales/sales-daily-driver', 'one\ntwo\n');
    lakehouse.kubernetes.logs.set('dom-sales/other', 'not yours\n');
    const log = `${DAILY}/pods/sales-daily-driver/logs`;
    const answer = await lakehouse
      .get(MIA, `${log}?tailLines=10&container=spark-kubernetes-driver`)
      .expect(200);
    expect(answer.text).toBe('one\ntwo\n');
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.headers['cache-control']).toContain('no-transform');
    expect(lakehouse.kubernetes.requests.at(-1)).toContain(
      'tailLines=10&container=spark-kubernetes-driver',
    );
    await lakehouse.get(MIA, `${DAILY}/pods/other/logs`).expect(404);
  });

  it('follows a log line by line, and lets go when the reader leaves', async () => {
    lakehouse.kubernetes.logs.set('dom-sales/sales-daily-driver', 'one\n');
    const gone = new AbortController();
    const { body } = await fetch(
      `${lakehouse.url}${DAILY}/pods/sales-daily-driver/logs?follow=true`,
      {
        headers: { Authorization: mockCredentials.user.header(MIA) },
        signal: gone.signal,
      },
    );
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('one\n');
    const [follower] = lakehouse.kubernetes.followers;
    follower.write('two\n');
    expect((await reader.read()).value).toBe('two\n');
    gone.abort();
    await expect(reader.read()).rejects.toThrow();
    const left = await lakehouse.until(
      async () => lakehouse.kubernetes.followers.size,
      size => size === 0,
    );
    expect(left).toBe(0);
  });

  it('shows the live manifest with credentials hidden', async () => {
    lakehouse.kubernetes.put(
      job('sales', 'leaky', {
        spec: { sparkConf: { 'spark.hadoop.fs.s3a.secret.key': 'hunter3' } },
      }),
    );
    const { body } = await lakehouse.until(
      () =>
        lakehouse.get(
          MIA,
          '/workloads/west/dom-sales/spark-application/leaky/manifest',
        ),
      answer => answer.status === 200,
    );
    expect(body.live.spec.sparkConf).toEqual({
      'spark.hadoop.fs.s3a.secret.key': '••••••',
    });
    lakehouse.kubernetes.remove(job('sales', 'leaky'));
  });

  it('computes whether a footprint fits', async () => {
    const footprint = {
      cpu: 40,
      memory: 2 ** 30,
      gpu: 0,
      pods: 1,
      parts: [
        {
          role: 'driver',
          count: 1,
          minCount: 1,
          cpu: 40,
          memory: 2 ** 30,
          gpu: 0,
        },
      ],
    };
    const ask = (user: string, domain: string) =>
      lakehouse.post(user, '/fit', {
        domain,
        kubernetesCluster: 'west',
        footprint,
      });
    const { body } = await ask(MIA, 'sales').expect(200);
    expect(body).toMatchObject({ fits: false });
    await ask(MIA, 'risk').expect(404);
    await lakehouse
      .post(MIA, '/fit', { domain: 'sales', kubernetesCluster: 'west' })
      .expect(400);
  });

  it('tells operators of resources, and others of clusters', async () => {
    const all = await lakehouse.get(PAT, '/freshness').expect(200);
    expect(all.body.items.length).toBeGreaterThan(5);
    const mine = await lakehouse.get(MIA, '/freshness').expect(200);
    expect(mine.body.items).toEqual([
      expect.objectContaining({ kubernetesCluster: 'west', resource: '*' }),
    ]);
    const none = await lakehouse.get(SAM, '/freshness').expect(200);
    expect(none.body.items).toEqual([]);
  });

  it('uses neither of two namespaces that claim one domain', async () => {
    const twin = namespaceOf('risk', {
      name: 'risk-too',
      members: { 'user:default/sam': 'editor' },
    });
    lakehouse.kubernetes.put(twin);
    const { body } = await lakehouse.until(
      () => lakehouse.get(PAT, '/domains'),
      answer =>
        answer.body.items.some(
          (item: any) => item.name === 'risk' && item.problems.length > 0,
        ),
    );
    expect(body.items.find((item: any) => item.name === 'risk')).toMatchObject({
      kubernetesClusters: [],
      problems: [
        'On west the namespaces dom-risk and risk-too both claim it; neither is used until one loses the label',
      ],
    });
    await lakehouse.get(NOAH, '/domains/risk').expect(404);
    await lakehouse.get(SAM, '/domains/risk').expect(404);
    lakehouse.kubernetes.remove(twin);
    await lakehouse.until(
      () => lakehouse.get(NOAH, '/domains/risk'),
      answer => answer.status === 200,
    );
  });

  it('wakes up those who were given an answer about the domain, with nothing in it', async () => {
    await lakehouse.get(MIA, '/workloads').expect(200);
    await lakehouse.get(SAM, '/workloads').expect(200);
    lakehouse.signals.length = 0;
    lakehouse.kubernetes.put(driverOf('sales', 'sales-daily'));
    await lakehouse.until(
      async () => lakehouse.signals,
      signals => signals.length > 0,
    );
    for (const { channel, message, recipients } of lakehouse.signals) {
      expect({ channel, message }).toEqual({
        channel: 'lakehouse',
        message: {},
      });
      expect(JSON.stringify(recipients)).not.toContain(SAM);
    }
  });

  it('costs the API server one watch for each resource, however many look', async () => {
    const before = lakehouse.kubernetes.requests.length;
    const pages = Array.from({ length: 500 }, (_, n) =>
      lakehouse.get(
        [PAT, MIA, NOAH, SAM][n % 4],
        ['/workloads', '/facets', '/domains', DAILY, '/freshness'][n % 5],
      ),
    );
    const statuses = (await Promise.all(pages)).map(({ status }) => status);
    expect(statuses).toHaveLength(500);
    expect(statuses.every(status => status === 200 || status === 404)).toBe(
      true,
    );
    expect(lakehouse.kubernetes.requests.slice(before)).toEqual([]);
    const { watched } = lakehouse.kubernetes;
    expect(watched).not.toEqual([]);
    expect(new Set(watched).size).toBe(watched.length);
  });

  it('opens a pull request for who may change the domain, once for one key', async () => {
    const proposal = {
      domain: 'sales',
      kubernetesCluster: 'west',
      objects: [
        {
          kind: 'spark-application',
          object: {
            metadata: { name: 'weekly' },
            spec: {
              type: 'Python',
              mode: 'cluster',
              sparkVersion: '4.0.1',
              image: 'apache/spark:4.0.1',
              mainApplicationFile: 'local:///opt/spark/examples/pi.py',
              driver: { cores: 1, memory: '1g', serviceAccount: 'spark' },
              executor: { cores: 1, memory: '1g', instances: 1 },
            },
          },
        },
      ],
    };
    const propose = (user: string) =>
      lakehouse
        .post(user, '/changes', proposal)
        .set('Idempotency-Key', 'the-same');
    const check = await lakehouse
      .post(MIA, '/changes/check', proposal)
      .expect(200);
    expect(check.body).toMatchObject({ ok: true });
    const first = await propose(MIA).expect(201);
    const second = await propose(MIA).expect(201);
    expect(second.body.id).toBe(first.body.id);
    await propose(BEN).expect(403);
    await propose(NOAH).expect(404);

    const list = await lakehouse.get(BEN, '/changes').expect(200);
    expect(list.body.items.map(({ id }: any) => id)).toEqual([first.body.id]);
    const detail = await lakehouse
      .get(MIA, `/changes/${first.body.id}`)
      .expect(200);
    expect(detail.body.files).toHaveLength(1);
    await lakehouse.get(NOAH, `/changes/${first.body.id}`).expect(404);
  });

  it('answers users only', async () => {
    const { status } = await lakehouse.get(undefined, '/domains');
    expect(status).toBe(401);
  });
});

describe('a repository that people write to with their own accounts', () => {
  const TOKEN = 'sandbox-mia';
  const lines: unknown[] = [];
  let lakehouse: TestLakehouse;

  beforeAll(async () => {
    const logger: LoggerService = {
      ...mockServices.rootLogger.mock(),
      debug: (...line) => lines.push(line),
      info: (...line) => lines.push(line),
      warn: (...line) => lines.push(line),
      error: (...line) => lines.push(line),
      child: () => logger,
    };
    lakehouse = await startTestLakehouse({
      repository: { credentials: 'user' },
      features: [
        createServiceFactory({
          ...{ service: coreServices.rootLogger, deps: {} },
          factory: () => logger as RootLoggerService,
        }),
      ],
    });
  });

  afterAll(async () => {
    await lakehouse?.stop();
  });

  const propose = (token?: string) => {
    const call = lakehouse.post(MIA, '/changes', {
      ...{ domain: 'sales', kubernetesCluster: 'west' },
      objects: [
        {
          kind: 'spark-application',
          ...{ name: 'sales-daily', action: 'verb', verb: 'suspend' },
        },
      ],
    });
    return token ? call.set('Lakehouse-Git-Token', token) : call;
  };

  it('is told to who may change its domains', async () => {
    const { body } = await lakehouse.get(MIA, '/domains/sales').expect(200);
    expect(body.gitAccounts).toEqual({
      west: expect.stringMatching(/\/lakehouse\/gitops$/),
    });
  });

  it('needs a token, tells what is wrong with one, and repeats none', async () => {
    const missing = await propose().expect(400);
    expect(missing.body.error.message).toContain(
      'made with your own account on the Git host',
    );
    const odd = await propose('two words').expect(400);
    expect(odd.body.error.message).toContain('lakehouse-git-token');
    const given = await propose(TOKEN);
    const said = JSON.stringify([lines, odd.body, given.body]);
    expect(said).toContain('change-propose');
    expect(said).not.toContain(TOKEN);
    expect(said).not.toContain('two words');
  });
});
