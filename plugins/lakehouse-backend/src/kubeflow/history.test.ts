import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migrate } from '../__testUtils__/migrate';
import { FakeClock } from '../lakefs/__testUtils__/FakeClock';
import type { DomainPlace } from '../types';
import { FakeKubeflow } from './__testUtils__/FakeKubeflow';
import { runId } from './__testUtils__/pipelineObjects';
import { HistoryStore } from './history/HistoryStore';
import { RunHistory } from './history/RunHistory';
import { toBackfill } from './history/toBackfill';
import type { PipelineNames } from './runs/PipelineNames';
import type { PipelineRun } from './runs/PipelineRun';
import { PipelineRunStore } from './runs/PipelineRunStore';
import { KubeflowServers } from './servers/KubeflowServers';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const place = (domain: string): DomainPlace => ({
  ...{ key: `west/${domain}`, kubernetesCluster: 'west', domain },
  ...{ namespace: `dom-${domain}`, members: [] },
});
const SALES = place('sales');
const RISK = place('risk');
const names = {
  ofIds: () => ({}),
  ofStarter: () => ({}),
} as unknown as PipelineNames;

describe.each(databases.eachSupportedId())('history of runs on %s', id => {
  const kubeflow = new FakeKubeflow();
  let knex: Knex;
  let endpoint: string;
  let clock: FakeClock;
  let keptFrom: number;
  let places: DomainPlace[];
  let logger: ReturnType<typeof mockServices.logger.mock>;

  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
    endpoint = await kubeflow.start();
    const run = (domain: string, number: number) => ({
      ...{ namespace: `dom-${domain}`, run_id: runId(number) },
      created_at: new Date(Date.UTC(2026, 10, 1) + number * 60_000)
        .toISOString()
        .replace('.000', ''),
      finished_at: '2026-11-19T00:00:00Z',
    });
    kubeflow.put(
      ...Array.from({ length: 450 }, (_, at) => run('sales', at)),
      ...Array.from({ length: 3 }, (_, at) => run('risk', 1000 + at)),
    );
  });
  afterAll(() => kubeflow.stop());

  beforeEach(async () => {
    await knex('pipeline_runs').delete();
    await knex('pipeline_history').delete();
    kubeflow.fault = undefined;
    kubeflow.multiUser = true;
    kubeflow.careless = false;
    kubeflow.requests.length = 0;
    keptFrom = 0;
    clock = new FakeClock();
    places = [SALES, RISK];
    logger = mockServices.logger.mock();
  });

  const store = () => new PipelineRunStore(knex, { keptFrom: () => keptFrom });

  /** One that reads, as a replica has it. */
  function replica() {
    const history = new HistoryStore(knex);
    const servers = new KubeflowServers(
      [
        {
          ...{ kubernetesCluster: 'west', endpoint, url: endpoint },
          ...{ credentials: { token: 'token' }, refreshIntervalMs: 60_000 },
        },
      ],
      { clock },
    );
    const runHistory = new RunHistory({
      ...{ servers, names, history, logger, clock },
      domains: {
        places: () => places,
        placeOf: (_, namespace) =>
          places.find(one => one.namespace === namespace),
      },
      runs: store(),
      onWritten: () => {},
    });
    return {
      history,
      read: (signal = new AbortController().signal) => runHistory.read(signal),
    };
  }

  const backfill = async (...of: DomainPlace[]) =>
    toBackfill('west', {
      rows: (await new HistoryStore(knex).all()).filter(({ scope }) =>
        of.some(({ key }) => key === scope),
      ),
      ...{ places: of.length, now: clock.now() },
    });
  const runsOf = async (domain: string) => {
    const rows = await knex('pipeline_runs').where({ domain }).select('run_id');
    return rows.length;
  };
  const lists = () =>
    kubeflow.requests.filter(request => request.startsWith('/runs?'));

  it('reads all of it, once, and tells each how far it is with what is theirs', async () => {
    await replica().read();
    expect([await runsOf('sales'), await runsOf('risk')]).toEqual([450, 3]);
    expect(await backfill(SALES)).toEqual({
      ...{ kubernetesCluster: 'west', state: 'done', read: 450, total: 450 },
    });
    expect(await backfill(RISK)).toMatchObject({ read: 3, total: 3 });
    expect(lists()).toHaveLength(4);
    await replica().read();
    expect(lists()).toHaveLength(4);
  });

  it('goes on where another was killed', async () => {
    const killed = new AbortController();
    kubeflow.fault = path => {
      if (path.startsWith('/runs?') && path.includes('page_token')) {
        killed.abort();
      }
      return undefined;
    };
    await replica().read(killed.signal);
    expect(await backfill(SALES)).toMatchObject({
      state: 'reading',
      read: 400,
    });
    kubeflow.fault = undefined;
    kubeflow.requests.length = 0;
    await replica().read();
    expect(lists()).toHaveLength(1);
    expect(await runsOf('sales')).toBe(450);
    expect(await backfill(SALES)).toMatchObject({ state: 'done', read: 450 });
  });

  it('begins at the oldest it has where its page token is not taken any more', async () => {
    const killed = new AbortController();
    kubeflow.fault = path => {
      if (path.includes('page_token')) killed.abort();
      return undefined;
    };
    await replica().read(killed.signal);
    kubeflow.fault = undefined;
    kubeflow.forgetTokens();
    await replica().read();
    expect(await runsOf('sales')).toBe(450);
    expect(await backfill(SALES)).toMatchObject({ state: 'done' });
  });

  it.each([
    [{ status: 503 }, /answered 503; it is asked again/],
    [{ status: 401 }, /does not take the portal's credentials/],
    [{ status: 403 }, /account may not read this/],
    [
      { status: 429, headers: { 'retry-after': '30' } },
      /asks for patience; it is asked again later/,
    ],
  ])(
    'does not take %o for empty, and tries again later',
    async (fault, message) => {
      kubeflow.fault = path => (path.startsWith('/runs?') ? fault : undefined);
      await replica().read();
      const failed = await backfill(SALES);
      expect(failed).toMatchObject({ state: 'failed', read: 0 });
      expect(failed.total).toBeUndefined();
      expect(failed.message).toMatch(message);
      expect(failed.message).toMatch(/It is tried again in \d+ s$/);
      kubeflow.requests.length = 0;
      await replica().read();
      expect(kubeflow.requests).toEqual([]);
      kubeflow.fault = undefined;
      clock.advance(40_000);
      await replica().read();
      expect(await runsOf('sales')).toBe(450);
    },
  );

  it('reads nothing from one that can not tell whose runs are', async () => {
    kubeflow.multiUser = false;
    await replica().read();
    expect(lists()).toEqual([]);
    expect(await backfill(SALES)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/single-user mode/),
    });
  });

  it('leaves out what is of another namespace, whatever Kubeflow says', async () => {
    kubeflow.careless = true;
    await replica().read();
    expect([await runsOf('sales'), await runsOf('risk')]).toEqual([450, 3]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/of other namespaces as those of dom-/),
    );
  });

  it('reads of a domain that comes later, and what no watch saw', async () => {
    places = [SALES];
    await replica().read();
    expect(await runsOf('risk')).toBe(0);
    places = [SALES, RISK];
    await replica().read();
    expect(await runsOf('risk')).toBe(3);
    kubeflow.put({
      ...{ namespace: 'dom-risk', run_id: runId(2000) },
      created_at: '2026-11-20T11:00:00Z',
      finished_at: '2026-11-20T11:30:00Z',
    });
    clock.advance(7 * 60 * 60_000);
    kubeflow.requests.length = 0;
    await replica().read();
    expect(await runsOf('risk')).toBe(4);
    // The rest of what it has is not read again.
    expect(lists().filter(path => path.includes('dom-sales'))).toHaveLength(1);
  });

  describe('of which the old is forgotten', () => {
    const ENDED = Date.UTC(2026, 10, 19);

    it('forgets what ended before, and nothing that goes on', async () => {
      await replica().read();
      const [{ run_id: one }] = await knex('pipeline_runs')
        .where({ domain: 'sales' })
        .limit(1);
      await knex('pipeline_runs')
        .where({ run_id: one })
        .update({ ended_at: null, seconds: -1 });
      keptFrom = ENDED;
      expect(await store().forget()).toBe(0);
      keptFrom = ENDED + 1;
      expect(await store().forget()).toBe(452);
      const left = knex('pipeline_runs').where({ domain: 'sales' });
      expect(await left.pluck('run_id')).toEqual([one]);
    });

    it('does not read again what was forgotten, now or when it looks for news', async () => {
      await replica().read();
      keptFrom = ENDED + 1;
      await store().forget();
      kubeflow.requests.length = 0;
      clock.advance(7 * 3_600_000);
      await replica().read();
      expect(await runsOf('sales')).toBe(0);
      // A page for each: what is before is forgotten too.
      expect(lists()).toHaveLength(2);
    });

    it('reads of a history that begins before no more than it keeps', async () => {
      keptFrom = ENDED + 1;
      await replica().read();
      expect(await runsOf('sales')).toBe(0);
      expect(lists()).toHaveLength(2);
      expect(await backfill(SALES)).toMatchObject({ state: 'done' });
    });

    it('writes nothing of it down that a watch still has, but the end of what counts as going on', async () => {
      const run = (number: number, endedAt?: string): PipelineRun => ({
        ...{ kubernetesCluster: 'west', domain: 'sales' },
        ...{ namespace: 'dom-sales', runId: runId(number), name: 'x' },
        ...{ attempt: 0, state: 'succeeded', detail: 'Succeeded' },
        createdAt: '2026-11-01T00:00:00.000Z',
        ...(endedAt && { endedAt }),
      });
      const ended = new Date(ENDED).toISOString();
      await store().upsert([run(1)]);
      keptFrom = ENDED + 1;
      await store().upsert([run(1, ended), run(2, ended), run(3)]);
      const rows = await knex('pipeline_runs')
        .orderBy('run_id')
        .select('run_id', 'ended_at');
      expect(rows).toEqual([
        { run_id: runId(1), ended_at: ended },
        { run_id: runId(3), ended_at: null },
      ]);
      expect(await store().forget()).toBe(1);
    });
  });
});
