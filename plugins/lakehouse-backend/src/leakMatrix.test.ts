import { job } from './__testUtils__/lakehouseObjects';
import {
  pipeline,
  version,
  workflow as pipelineWorkflow,
} from './kubeflow/__testUtils__/pipelineObjects';
import { spec } from './openapi';
import { BEN, GUEST, MIA, NOAH, PAT, SAM } from './__testUtils__/samplePeople';
import { useTestLakehouse } from './__testUtils__/useTestLakehouse';

jest.setTimeout(120_000);

/** Which domain a request is about, from the point of view of who asks. */
interface Target {
  domain: string;
  /** A change request of the domain. */
  changeId: string;
  /** Who asks; for names that are used once. */
  who: string;
}

interface Row {
  /** Path below /api/lakehouse, about the target. */
  path(target: Target): string;
  body?(target: Target): object;
  /** Lists answer everybody, about what they may see. */
  list?: true;
  /** Status for one's own domain; 200 where it is left out. */
  own?: number;
  /** Who may see the domain, but not do this. */
  forbidden?: string[];
  /** About no domain: without a token of the user's it is refused. */
  ofNobody?: true;
  /** For platform engineers only; for others it is not there. */
  platform?: true;
}

/** Each user's own domain and another one; who has all has no other, who has none no own. */
const USERS: Record<string, { own?: string; other?: string }> = {
  [GUEST]: { own: 'sales' },
  [PAT]: { own: 'sales' },
  [MIA]: { own: 'sales', other: 'risk' },
  [BEN]: { own: 'sales', other: 'risk' },
  [NOAH]: { own: 'risk', other: 'sales' },
  [SAM]: { other: 'sales' },
};

const DOMAINS = ['sales', 'marketing', 'risk', 'platform'];

const workload = ({ domain }: Target) =>
  `/workloads/west/dom-${domain}/spark-application/${domain}-daily`;

const lakeOf = ({ domain }: Target) =>
  `/lakefs/repositories/lake/${domain}-lake`;

const featuresOf = ({ domain }: Target) =>
  `west/dom-${domain}/${domain}-features`;

const runOf = ({ domain }: Target) => `west/dom-${domain}/run-of-${domain}`;

const proposal = (name: string, domain: string) => ({
  domain,
  kubernetesCluster: 'west',
  objects: [
    {
      kind: 'spark-application',
      object: {
        metadata: { name },
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
});

const nameFor = ({ who }: Target) => `by-${who.split('/')[1]}`;

/** One row per route; a route without a row fails. */
const ROWS: Record<string, Row> = {
  'get /domains': { list: true, path: () => '/domains' },
  'get /domains/{domain}': { path: ({ domain }) => `/domains/${domain}` },
  'get /domains/{domain}/usage': {
    path: ({ domain }) => `/domains/${domain}/usage`,
  },
  'get /kinds': { list: true, path: () => '/kinds' },
  'get /workloads': {
    list: true,
    path: ({ domain }) => `/workloads?domain=${domain}`,
  },
  'get /workloads/{kubernetesCluster}/{namespace}/{kind}/{name}': {
    path: workload,
  },
  'get /workloads/{kubernetesCluster}/{namespace}/{kind}/{name}/events': {
    path: target => `${workload(target)}/events`,
  },
  'get /workloads/{kubernetesCluster}/{namespace}/{kind}/{name}/pods': {
    path: target => `${workload(target)}/pods`,
  },
  'get /workloads/{kubernetesCluster}/{namespace}/{kind}/{name}/pods/{pod}/logs':
    {
      path: target =>
        `${workload(target)}/pods/${target.domain}-daily-driver/logs`,
    },
  'get /workloads/{kubernetesCluster}/{namespace}/{kind}/{name}/runs': {
    path: target => `${workload(target)}/runs`,
  },
  'get /workloads/{kubernetesCluster}/{namespace}/{kind}/{name}/manifest': {
    path: target => `${workload(target)}/manifest`,
  },
  'get /runs': {
    list: true,
    path: ({ domain }) =>
      `/runs?domain=${domain}&from=2026-11-15T00:00:00Z&to=2026-12-01T00:00:00Z`,
  },
  'get /facets': {
    list: true,
    path: ({ domain }) => `/facets?domain=${domain}`,
  },
  'post /fit': {
    path: () => '/fit',
    body: ({ domain }) => ({
      domain,
      kubernetesCluster: 'west',
      footprint: { cpu: 1, memory: 1, gpu: 0, pods: 1, parts: [] },
    }),
  },
  'get /changes': {
    list: true,
    path: ({ domain }) => `/changes?domain=${domain}`,
  },
  'post /changes': {
    path: () => '/changes',
    body: target => proposal(nameFor(target), target.domain),
    own: 201,
    forbidden: [BEN],
  },
  'post /changes/check': {
    path: () => '/changes/check',
    body: target => proposal('checked', target.domain),
    forbidden: [BEN],
  },
  'get /changes/{id}': { path: ({ changeId }) => `/changes/${changeId}` },
  'get /lakefs/repositories': {
    list: true,
    path: ({ domain }) => `/lakefs/repositories?domain=${domain}`,
  },
  'get /lakefs/repositories/{server}/{repository}': { path: lakeOf },
  'get /lakefs/repositories/{server}/{repository}/branches': {
    path: target => `${lakeOf(target)}/branches`,
  },
  'get /lakefs/repositories/{server}/{repository}/branches/{branch}': {
    path: target => `${lakeOf(target)}/branches/main`,
  },
  'get /lakefs/repositories/{server}/{repository}/compare': {
    path: target => `${lakeOf(target)}/compare?from=main&to=main`,
  },
  'get /lakefs/repositories/{server}/{repository}/uncommitted': {
    path: target => `${lakeOf(target)}/uncommitted?branch=main`,
  },
  'get /lakefs/repositories/{server}/{repository}/tables': {
    path: target => `${lakeOf(target)}/tables?from=main&to=main`,
  },
  'get /lakefs/repositories/{server}/{repository}/hooks': {
    path: target => `${lakeOf(target)}/hooks`,
  },
  'get /lakefs/repositories/{server}/{repository}/hooks/{run}': {
    path: target => `${lakeOf(target)}/hooks/none`,
    // The domain's own repository has no such run.
    own: 404,
  },
  'get /lakefs/repositories/{server}/{repository}/promotion': {
    path: target => `${lakeOf(target)}/promotion?branch=main&into=main`,
  },
  'get /lakefs/repositories/{server}/{repository}/refs': {
    path: target => `${lakeOf(target)}/refs`,
  },
  'get /lakefs/repositories/{server}/{repository}/commits': {
    path: target => `${lakeOf(target)}/commits?ref=main`,
  },
  'get /pipelines': {
    list: true,
    path: ({ domain }) => `/pipelines?domain=${domain}`,
  },
  'get /pipelines/by-name/{kubernetesCluster}/{namespace}/{name}': {
    path: target => `/pipelines/by-name/${featuresOf(target)}`,
  },
  'get /pipelines/versions/{kubernetesCluster}/{namespace}/{name}': {
    path: target => `/pipelines/versions/${featuresOf(target)}-1`,
  },
  'get /pipelines/versions/{kubernetesCluster}/{namespace}/{name}/compare': {
    path: target => {
      const { domain } = target;
      return `/pipelines/versions/${featuresOf(
        target,
      )}-1/compare?before=${domain}-features-1`;
    },
  },
  'get /pipelines/runs': {
    list: true,
    path: ({ domain }) => `/pipelines/runs?domain=${domain}`,
  },
  'get /pipelines/runs/{kubernetesCluster}/{namespace}/{runId}': {
    path: target => `/pipelines/runs/${runOf(target)}`,
  },
  'get /pipelines/runs/{kubernetesCluster}/{namespace}/{runId}/values': {
    path: target => `/pipelines/runs/${runOf(target)}/values?step=extract`,
  },
  'get /pipelines/run-comparison': {
    path: target =>
      `/pipelines/run-comparison?first=${runOf(target)}&second=${runOf(
        target,
      )}`,
  },
  'post /pipelines/source': {
    // Of no domain: what it reads, the user's own account may read.
    path: () => '/pipelines/source',
    body: () => ({ url: 'https://git.example.com/a/b/src/branch/main/c.yaml' }),
    ofNobody: true,
  },
  'get /freshness': { list: true, path: () => '/freshness' },
  'get /health': { platform: true, path: () => '/health' },
};

const ROUTES = Object.entries(spec.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map(method => `${method} ${path}`),
);

describe('leak matrix', () => {
  const lakehouse = useTestLakehouse();
  const changes: Record<string, string> = {};

  const targetOf = (domain: string, who: string): Target => ({
    domain,
    who,
    changeId: changes[domain] ?? 'absent',
  });

  beforeAll(async () => {
    for (const domain of DOMAINS) {
      lakehouse.kubernetes.put(
        pipeline(domain, `${domain}-features`),
        version(domain, `${domain}-features-1`, {
          pipeline: `${domain}-features`,
        }),
        pipelineWorkflow(domain, `${domain}-features-abc`, {
          runId: `run-of-${domain}`,
        }),
      );
      lakehouse.kubernetes.logs.set(
        `dom-${domain}/${domain}-daily-driver`,
        `log of ${domain}`,
      );
      const { body } = await lakehouse
        .post(PAT, '/changes', proposal(`${domain}-seed`, domain))
        .expect(201);
      changes[domain] = body.id;
    }
    // Runs are written down behind the index.
    await lakehouse.until(
      () => lakehouse.get(PAT, ROWS['get /runs'].path(targetOf('risk', PAT))),
      ({ body }) => body.items.length > 0,
    );
  });

  beforeAll(async () => {
    await lakehouse.until(
      () => lakehouse.get(PAT, '/pipelines/runs'),
      ({ body }) => body.items?.length === DOMAINS.length,
    );
  });

  const ask = (
    who: string | undefined,
    route: string,
    target: Target,
  ): Promise<{ status: number; text: string; body: any }> => {
    const row = ROWS[route];
    const method = route.startsWith('get') ? 'get' : 'post';
    const call = lakehouse.call(who, method, row.path(target));
    return Promise.resolve(row.body ? call.send(row.body(target)) : call);
  };

  /** The bytes of an answer, without what repeats the question and what is sealed anew each time. */
  const bytesOf = (answer: { text: string }, { domain, changeId }: Target) =>
    answer.text
      .replace(/"version":"[^"]*"/g, '"version":"?"')
      .replace(/"request":\{[^}]*\}/g, '"request":"?"')
      .replaceAll(changeId, '<id>')
      .replaceAll(domain, '<domain>');

  it('has a row for every route', () => {
    expect(Object.keys(ROWS).sort()).toEqual(ROUTES.sort());
  });

  it.each(ROUTES)('%s answers nobody who is not signed in', async route => {
    const { status } = await ask(undefined, route, targetOf('sales', 'x/none'));
    expect(status).toBe(401);
  });

  const asked = ROUTES.flatMap(route =>
    Object.entries(USERS).map(([who, target]) => ({ route, who, ...target })),
  );

  it.each(asked.filter(({ own }) => own))(
    '$route answers $who about their own domain',
    async ({ route, who, own }) => {
      const { status, text } = await ask(who, route, targetOf(own!, who));
      const {
        forbidden = [],
        own: told = 200,
        platform,
        ofNobody,
      } = ROWS[route];
      const expected = ofNobody ? 400 : told;
      const hidden = platform && ![GUEST, PAT].includes(who);
      const shown = forbidden.includes(who) ? 403 : expected;
      expect({ status, text }).toMatchObject({ status: hidden ? 404 : shown });
    },
  );

  it.each(asked.filter(({ other }) => other))(
    '$route does not tell $who another domain from an absent one',
    async ({ route, who, other }) => {
      const theirs = targetOf(other!, who);
      const absent = targetOf('absent', who);
      const [about, aboutNothing] = [
        await ask(who, route, theirs),
        await ask(who, route, absent),
      ];
      const { list, ofNobody } = ROWS[route];
      const own = ofNobody ? 400 : 404;
      expect(about.status).toBe(list ? 200 : own);
      expect(bytesOf(about, theirs)).toBe(bytesOf(aboutNothing, absent));
    },
  );

  const lists = ROUTES.filter(route => ROWS[route].list);

  it.each(
    lists.flatMap(route =>
      [MIA, BEN, NOAH, SAM].map(who => ({ route, who, ...USERS[who] })),
    ),
  )(
    '$route without a filter shows $who no other domain',
    async ({ route, who, own }) => {
      const [path, query] = ROWS[route].path(targetOf('sales', who)).split('?');
      const rest = (query ?? '').replace(/domain=sales&?/, '');
      const answer = await lakehouse.get(who, rest ? `${path}?${rest}` : path);
      expect(answer.status).toBe(200);
      for (const domain of DOMAINS.filter(name => name !== own)) {
        expect(answer.text).not.toMatch(new RegExp(`\\b${domain}\\b`));
      }
    },
  );

  it.each(['/workloads', '/facets'])(
    '%s does not tell what needs attention elsewhere from nothing',
    async path => {
      const about = (domain: string) =>
        lakehouse.get(MIA, `${path}?attention=true&domain=${domain}`);
      const [theirs, absent] = [await about('risk'), await about('absent')];
      expect(theirs.status).toBe(200);
      const target = (domain: string) => targetOf(domain, MIA);
      expect(bytesOf(theirs, target('risk'))).toBe(
        bytesOf(absent, target('absent')),
      );
    },
  );

  it.each(lists)(
    '%s gives who may see nothing one tag, whatever there is',
    async route => {
      const tagOf = async (domain: string) => {
        const target = targetOf(domain, SAM);
        const { headers } = await lakehouse.get(SAM, ROWS[route].path(target));
        return headers.etag;
      };
      const absent = await tagOf('absent');
      expect(absent).toBeDefined();
      for (const domain of DOMAINS) {
        expect(await tagOf(domain)).toBe(absent);
      }
    },
  );

  it.each([
    '/workloads?kind=spark-application&sort=domain&limit=1',
    '/workloads?q=daily',
    '/workloads?state=running&kind=spark-application',
    '/domains?limit=1',
    '/facets?kind=spark-application&q=risk',
    '/facets?kind=spark-application&owner=group:default/risk-data',
  ])('%s counts for MIA what is hers, and nothing else', async path => {
    const { status, body, text } = await lakehouse.get(MIA, path);
    expect(status).toBe(200);
    expect(body.total ?? 1).toBe(1);
    // A cursor would say that there is more.
    expect(body.nextCursor).toBeUndefined();
    for (const counts of [body.domain, body.owner, body.state]) {
      const sum = Object.values<number>(counts ?? {}).reduce(
        (total, count) => total + count,
        0,
      );
      expect(sum).toBeLessThanOrEqual(1);
    }
    expect(text).not.toMatch(/\b(risk|marketing|platform)-daily\b/);
  });

  it('does not take the version of somebody else for an own one', async () => {
    const all = await lakehouse.get(PAT, '/workloads').expect(200);
    for (const path of ['/workloads?kind=spark-application&', '/domains?']) {
      const answer = await lakehouse
        .get(MIA, `${path}since=${all.body.version}`)
        .expect(200);
      expect(answer.body).toMatchObject({ full: true, total: 1 });
      expect(answer.body.behind).toBeUndefined();
    }
    const forCursor = await lakehouse
      .get(PAT, '/workloads?kind=spark-application&sort=name&limit=2')
      .expect(200);
    const next = await lakehouse
      .get(
        MIA,
        `/workloads?kind=spark-application&sort=name&cursor=${forCursor.body.nextCursor}`,
      )
      .expect(200);
    expect(next.body.items.map(({ domain }: any) => domain)).toEqual(['sales']);
  });

  it('does not tell by a tag that something happens elsewhere', async () => {
    const tags = () =>
      Promise.all(
        lists.map(async route => {
          const path = ROWS[route].path(targetOf('sales', MIA));
          return (await lakehouse.get(MIA, path)).headers.etag;
        }),
      );
    const before = await tags();
    const marker = job('risk', 'elsewhere');
    lakehouse.kubernetes.put(marker);
    await lakehouse.until(
      () => lakehouse.get(PAT, '/workloads?q=elsewhere'),
      ({ body }) => body.total === 1,
    );
    expect(await tags()).toEqual(before);
    lakehouse.kubernetes.remove(marker);
  });

  it('shows the spec of a change only with its permission', async () => {
    const target = targetOf('sales', MIA);
    const { body } = await ask(MIA, 'get /changes/{id}', target);
    expect(body.files).toHaveLength(1);
  });
});
