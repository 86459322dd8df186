import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { job } from '../__testUtils__/lakehouseObjects';
import { MIA, PAT, SAM } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(60_000);

const RUNS = '/runs?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z';
const MB = 1_000_000;

describe('answers', () => {
  const lakehouse = useTestLakehouse();

  it.each([
    ['/workloads?limit=0', 'limit must be >= 1'],
    ['/workloads?limit=10001', 'limit must be <= 1000'],
    ['/workloads?limit=abc', 'limit must be integer'],
    ['/workloads?limit=1.5', 'limit must be integer'],
    ['/workloads?limit=1&limit=2', 'limit must be'],
    ['/workloads?sort=uid', 'sort must match pattern'],
    ['/workloads?sort=name&sort=state', 'sort must be'],
    ['/workloads?state=dead', 'state'],
    ['/workloads?role=cook', 'role'],
    ['/workloads?kind=Spark!', 'kind'],
    ['/workloads?owner=mia', 'owner'],
    ['/workloads?kubernetesCluster=West', 'kubernetesCluster'],
    ['/workloads?attention=maybe', 'attention must be boolean'],
    ['/workloads?q=LONG', 'q must NOT have more than 253'],
    ['/workloads?q=a&q=b', 'q must be'],
    ['/workloads?cursor=nonsense', "'cursor' is not one of this list's"],
    ['/workloads?cursor=', 'cursor'],
    ['/workloads?since=LONG', 'since must NOT have more'],
    ['/workloads?colour=red', "Unknown query parameter 'colour'"],
    ['/facets?limit=1', "Unknown query parameter 'limit'"],
    ['/facets?state=dead', 'state'],
    ['/domains?limit=0', 'limit must be >= 1'],
    ['/domains?cursor=nonsense', "'cursor' is not one of this list's"],
    ['/domains?q=a', "Unknown query parameter 'q'"],
    ['/runs?limit=1001', 'limit must be <= 1000'],
    ['/runs?from=yesterday', 'from must match format'],
    ['/changes?cursor=nonsense', 'cursor'],
    ['/changes?phase=lost', 'phase'],
  ])('GET %s is refused: %s', async (path, message) => {
    const { status, body } = await lakehouse.get(
      PAT,
      path.replace('LONG', 'x'.repeat(12_289)),
    );
    expect({ status, message: body.error?.message }).toEqual({
      status: 400,
      message: expect.stringContaining(message),
    });
  });

  it('are not sent again to who has them', async () => {
    for (const path of ['/workloads', '/facets', '/domains', RUNS, '/kinds']) {
      const first = await lakehouse.get(MIA, path).expect(200);
      const { etag } = first.headers;
      expect(etag).toMatch(/^W\/"[\w-]{27}"$/);
      expect(first.headers['cache-control']).toBe('private, no-cache');
      const again = await lakehouse
        .get(MIA, path)
        .set('If-None-Match', etag)
        .expect(304);
      expect(again.text).toBe('');
      await lakehouse.get(MIA, path).set('If-None-Match', '"x"').expect(200);
    }
  });

  it('have a tag that says what is in them, and nothing of what is elsewhere', async () => {
    const tags = async (who: string) =>
      Promise.all(
        ['/workloads', '/facets', '/domains', '/freshness'].map(
          async path => (await lakehouse.get(who, path)).headers.etag,
        ),
      );
    const before = { mia: await tags(MIA), sam: await tags(SAM) };
    lakehouse.kubernetes.put(job('risk', 'hidden', { state: 'FAILED' }));
    await lakehouse.until(
      () => lakehouse.get(PAT, '/workloads'),
      ({ body }) => body.total === 5,
    );
    expect({ mia: await tags(MIA), sam: await tags(SAM) }).toEqual(before);

    lakehouse.kubernetes.remove(job('risk', 'hidden'));
    lakehouse.kubernetes.put(job('sales', 'seen'));
    const changed = await lakehouse.until(
      () =>
        lakehouse.get(MIA, '/workloads').set('If-None-Match', before.mia[0]),
      ({ status }) => status === 200,
    );
    expect(changed.body.items).toHaveLength(2);
    expect(await tags(SAM)).toEqual(before.sam);
    lakehouse.kubernetes.remove(job('sales', 'seen'));
  });

  it('name the domains page by page', async () => {
    const first = await lakehouse.get(PAT, '/domains?limit=3').expect(200);
    expect(first.body).toMatchObject({ total: 4 });
    const { nextCursor } = first.body;
    const rest = await lakehouse
      .get(PAT, `/domains?limit=3&cursor=${nextCursor}`)
      .expect(200);
    const names = [...first.body.items, ...rest.body.items].map(
      ({ name }) => name,
    );
    expect(names).toEqual(['marketing', 'platform', 'risk', 'sales']);
    expect(rest.body.nextCursor).toBeUndefined();
  });

  it('say that there were more runs', async () => {
    await lakehouse.until(
      () => lakehouse.get(PAT, RUNS),
      ({ body }) => body.items.length >= 4,
    );
    const all = await lakehouse.get(PAT, RUNS).expect(200);
    expect(all.body.truncated).toBeUndefined();
    const some = await lakehouse.get(PAT, `${RUNS}&limit=2`).expect(200);
    expect(some.body.truncated).toBe(true);
    expect(some.body.items).toEqual(all.body.items.slice(-2));
  });

  it('cut a manifest that is larger than an answer', async () => {
    const huge = job('sales', 'huge', {
      spec: { arguments: ['x'.repeat(1_400_000)] },
    });
    lakehouse.kubernetes.put(huge);
    const path = '/workloads/west/dom-sales/spark-application/huge/manifest';
    const cut = await lakehouse.until(
      () => lakehouse.get(MIA, path),
      ({ status }) => status === 200,
    );
    expect(cut.text.length).toBeLessThan(MB);
    expect(cut.body).toMatchObject({
      live: { spec: { type: 'Python' } },
      truncated: true,
    });
    const small = `x`.repeat(60);
    lakehouse.kubernetes.put(
      job('sales', 'huge', {
        spec: { arguments: Array.from({ length: 20_000 }, () => small) },
      }),
    );
    const named = await lakehouse.get(MIA, path).expect(200);
    expect(named.body.live).toEqual({
      apiVersion: 'sparkoperator.k8s.io/v1beta2',
      kind: 'SparkApplication',
      metadata: { name: 'huge', namespace: 'dom-sales' },
    });
    expect(named.body.truncated).toBe(true);
    lakehouse.kubernetes.remove(huge);
  });

  describe('about a thousand talkative jobs', () => {
    const names = Array.from({ length: 1_100 }, (_, n) => `noisy-${n}`);
    const noisy = (name: string) => {
      const object = job('marketing', name, { state: 'FAILED' });
      const { status, metadata } = object as any;
      status.applicationState.errorMessage = `${name} ${'text '.repeat(1_000)}`;
      metadata.annotations['lakefront.dev/owner'] = `user:default/${name}`;
      return object;
    };

    beforeAll(async () => {
      lakehouse.kubernetes.put(...names.map(noisy));
      await lakehouse.until(
        () => lakehouse.get(PAT, '/workloads?domain=marketing&limit=1'),
        ({ body }) => body.total === names.length + 1,
        { seconds: 30 },
      );
    });

    it('are pages below 1 MB, and all of them', async () => {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body, text } = await lakehouse
          .get(PAT, `/workloads?q=noisy&sort=name&limit=1000${cursor}`)
          .expect(200);
        expect(text.length).toBeLessThan(MB);
        seen.push(...body.items.map(({ name }: any) => name));
        cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
      } while (cursor);
      expect(seen).toEqual([...names].sort());
    });

    it('count the commonest owners only, and say so', async () => {
      const { body, text } = await lakehouse.get(PAT, '/facets').expect(200);
      expect(text.length).toBeLessThan(MB);
      expect(Object.keys(body.owner)).toHaveLength(1_000);
      expect(body.truncated).toEqual(['owner']);
      expect(body.state).toMatchObject({ failed: names.length });
    });

    it('tell of many changes with the whole first page', async () => {
      const ask = (query: string) => lakehouse.get(PAT, `/workloads?${query}`);
      const before = await ask('sort=name').expect(200);
      const changed = names.slice(0, 120);
      lakehouse.kubernetes.put(...changed.map(name => job('marketing', name)));
      await lakehouse.until(
        () => ask('state=running&domain=marketing&limit=1'),
        ({ body }) => body.total === changed.length + 1,
      );
      const since = `sort=name&since=${before.body.version}`;
      const page = await ask(since).expect(200);
      expect(page.body).toMatchObject({ full: true, removed: [] });
      expect(page.body.items).toHaveLength(100);
      const few = await ask(`${since}&limit=120`).expect(200);
      expect(few.body).toMatchObject({ full: false });
      expect(few.body.items).toHaveLength(120);
    });

    it('leave compressed by the router of the portal, for who can read that', async () => {
      // What Backstage's root HTTP router puts before every plugin.
      const { compression } = pickMiddleware();
      const app = express();
      app.use(compression);
      app.use((req, res) => lakehouse.server.emit('request', req, res));
      const server = createServer(app).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const ask = (encoding: string) =>
        request(`http://127.0.0.1:${port}`)
          .get('/api/lakehouse/workloads?limit=20')
          .set('Authorization', mockCredentials.user.header(PAT))
          .set('Accept-Encoding', encoding);
      const packed = await ask('gzip').expect(200);
      const plain = await ask('identity').expect(200);
      expect(packed.headers['content-encoding']).toBe('gzip');
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(packed.body.items).toEqual(plain.body.items);
      expect(packed.headers.etag).toBe(plain.headers.etag);
      await ask('gzip').set('If-None-Match', plain.headers.etag).expect(304);
      server.close();
      await once(server, 'close');
    });
  });
});

function pickMiddleware() {
  const middleware = MiddlewareFactory.create({
    config: mockServices.rootConfig(),
    logger: mockServices.logger.mock(),
  });
  return { compression: middleware.compression() };
}
