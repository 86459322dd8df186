import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  builtInKinds,
  createKindRegistry,
  LABEL_DOMAIN,
  type WorkloadRun,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { createKubeIndex } from '@lakefront/kube-index';
import type { Knex } from 'knex';
import { FakeKubernetes } from '../__testUtils__/FakeKubernetes';
import { domainObjects, job } from '../__testUtils__/lakehouseObjects';
import { migrate } from '../__testUtils__/migrate';
import { ManualClock } from '../changes/__testUtils__/ManualClock';
import { toResourceDefinitions } from '../index/definitions';
import { DomainMap } from '../index/DomainMap';
import { LakehouseIndex } from '../index/LakehouseIndex';
import { RunRecorder } from './RunRecorder';
import { RunStore } from './RunStore';

const JOBS = 250;
const jobs = (state: string) =>
  Array.from({ length: JOBS }, (_, at) => job('sales', `job-${at}`, { state }));

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())('RunRecorder on %s', id => {
  let knex: Knex;
  let kubernetes: FakeKubernetes;
  let server: string;
  let runs: RunStore;
  let ended: WorkloadRun[];
  const stops: Array<() => Promise<void>> = [];

  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
  });

  beforeEach(async () => {
    await knex('lakehouse_runs').delete();
    kubernetes = new FakeKubernetes();
    kubernetes.put(...domainObjects('sales').slice(0, 6));
    server = await kubernetes.start();
    runs = new RunStore(knex);
    ended = [];
  });

  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
    await kubernetes.stop();
  });

  /** One backend's index and recorder; several share the database. */
  function startReplica(
    options: { runs?: RunStore; clock?: ManualClock } = {},
  ) {
    const kinds = createKindRegistry(builtInKinds);
    const kube = createKubeIndex({
      connections: [{ name: 'west', credentials: async () => ({ server }) }],
      resources: toResourceDefinitions({
        kinds: kinds.all(),
        namespaceLabel: LABEL_DOMAIN,
      }),
    });
    const index = new LakehouseIndex(kube, kinds);
    const logger = mockServices.logger.mock();
    const recorder = new RunRecorder({
      index,
      logger,
      domains: new DomainMap(index, { kubernetesClusters: ['west'] }),
      runs: options.runs ?? runs,
      clock: options.clock,
      onEnded: run => ended.push(run),
    });
    recorder.start();
    kube.start();
    const stop = async () => {
      await kube.stop();
      await recorder.stop();
    };
    stops.push(stop);
    return { recorder, logger, kube, stop };
  }

  const states = async () => {
    const rows: Array<{ state: string }> = await knex('lakehouse_runs').select(
      'state',
    );
    return rows.map(({ state }) => state);
  };

  const until = async (passes: () => Promise<boolean>) => {
    const deadline = Date.now() + 15_000;
    while (!(await passes())) {
      if (Date.now() > deadline) {
        throw new Error(`It did not come to that: ${await states()}`);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  };
  const allAre = (state: string) =>
    until(async () => {
      const all = await states();
      return all.length === JOBS && all.every(one => one === state);
    });

  it('writes one row a run, however many replicas see it and start again', async () => {
    kubernetes.put(...jobs('RUNNING'));
    const [first, second] = [startReplica(), startReplica()];
    await allAre('running');
    await first.stop();
    kubernetes.put(...jobs('COMPLETED'));
    await allAre('succeeded');
    const third = startReplica();
    await third.kube.settled(10_000);
    await third.recorder.settled();
    await second.recorder.settled();
    const all = await states();
    expect(all).toHaveLength(JOBS);
    expect(new Set(all)).toEqual(new Set(['succeeded']));
    for (const { logger } of [first, second, third]) {
      expect(logger.warn).not.toHaveBeenCalled();
    }
  });

  it('tries again what the database refused, without waiting for a change', async () => {
    const clock = new ManualClock();
    kubernetes.put(...jobs('RUNNING'));
    const { kube, logger } = startReplica({ clock });
    await allAre('running');
    const away = jest
      .spyOn(runs, 'upsert')
      .mockRejectedValue(new Error('The database is away'));
    kubernetes.put(...jobs('COMPLETED'));
    const where = { state: ['succeeded'] };
    const view = kube.resource('workload:spark-application');
    await until(async () => view.list({ where }).total === JOBS);
    await until(async () => logger.warn.mock.calls.length > 0);
    expect(ended).toEqual([]);
    away.mockRestore();
    await until(async () => {
      clock.advance(60_000);
      return (await states()).every(state => state === 'succeeded');
    });
    await until(async () => ended.length === JOBS);
  });

  it('does not wait for ever for a database that is gone when it stops', async () => {
    const failing = new RunStore(knex);
    jest.spyOn(failing, 'upsert').mockRejectedValue(new Error('Away'));
    kubernetes.put(...jobs('COMPLETED'));
    const { logger, stop } = startReplica({
      runs: failing,
      clock: new ManualClock(),
    });
    await until(async () => logger.warn.mock.calls.length > 0);
    await stop();
    expect(await states()).toEqual([]);
  });
});
