import { randomBytes } from 'node:crypto';
import { FakeKubernetes } from '../__testUtils__/FakeKubernetes';
import { job, namespaceOf, quotaOf } from '../__testUtils__/lakehouseObjects';
import { ManualClock } from '../__testUtils__/ManualClock';
import { startTestIndex } from '../__testUtils__/startTestIndex';
import { waitUntil } from '../__testUtils__/waitUntil';
import type { DomainKey } from '../types';
import { CATCH_UP_MS } from '../versions/catchUp';
import { Versions } from '../versions/Versions';
import { PlaceSelector } from './PlaceSelector';
import { type WorkloadListQuery, WorkloadQueries } from './WorkloadQueries';

const EARLY = 'early';
const LATE = 'late';
const SALES: ReadonlySet<DomainKey> = new Set<DomainKey>(['west/sales']);
const EVERYTHING: WorkloadListQuery = {
  filters: {},
  ...{ sort: 'name', descending: false, limit: 100 },
};
const RUNNING: WorkloadListQuery = {
  ...EVERYTHING,
  filters: { state: ['running'] },
};

/** Two replicas of the backend on one API server, of which one can be held back. */
async function startReplicas() {
  const kubernetes = new FakeKubernetes();
  kubernetes.put(
    ...[namespaceOf('sales'), quotaOf('sales'), job('sales', 'daily')],
    ...[namespaceOf('risk'), quotaOf('risk')],
  );
  const server = await kubernetes.start();
  const clock = new ManualClock();
  const early = await startTestIndex({ server, token: EARLY });
  const late = await startTestIndex({ server, token: LATE, clock });
  // They share the key, which stands in the database.
  const key = randomBytes(32);
  const queriesOf = ({ index, domains }: typeof early) =>
    new WorkloadQueries({
      index,
      selector: new PlaceSelector(domains),
      versions: new Versions(key),
      now: () => clock.now(),
    });
  const known = ({ index }: typeof early, name: string) =>
    index.workloads.get('spark-application')?.get('west', 'dom-sales', name)
      ?.row.workload.state;
  /** Until everything that decides an answer has heard of that moment. */
  const hearsOf = async ({ index }: typeof early, version: number) => {
    const views = [...index.workloadViews(), index.quotas];
    for (const view of views) {
      expect(await view.waitFor({ west: `${version}` }, 5_000)).toBe(true);
    }
  };
  return {
    ...{ kubernetes, clock, known, hearsOf },
    early: { ...early, queries: queriesOf(early) },
    late: { ...late, queries: queriesOf(late) },
    async stop() {
      await Promise.all([early.stop(), late.stop()]);
      await kubernetes.stop();
    },
  };
}

describe('two replicas, one of them behind', () => {
  let replicas: Awaited<ReturnType<typeof startReplicas>>;

  beforeEach(async () => {
    replicas = await startReplicas();
  });

  afterEach(async () => {
    await replicas?.stop();
  });

  const names = ({ items }: { items: Array<{ name: string }> }) =>
    items.map(({ name }) => name);

  it('never leads back in time: the late one waits, says so, and goes on when it knows', async () => {
    const { kubernetes, clock, known, early, late } = replicas;
    kubernetes.hold(LATE);
    kubernetes.put(job('sales', 'fresh'));
    await waitUntil(() => known(early, 'fresh') === 'running');
    const seen = await early.queries.list(SALES, EVERYTHING);
    expect(names(seen)).toEqual(['daily', 'fresh']);

    // Five seconds behind: each ask waits for two of them, and then says so.
    for (let asked = 0; asked < 2; asked++) {
      const asking = late.queries.list(SALES, {
        ...EVERYTHING,
        since: seen.version,
      });
      await waitUntil(() => clock.isWaitedFor(CATCH_UP_MS));
      clock.advance(CATCH_UP_MS);
      expect(await asking).toEqual({
        ...{ items: [], removed: [], full: false, behind: true },
        version: seen.version,
      });
    }
    clock.advance(1_000);

    const asking = late.queries.list(SALES, {
      ...EVERYTHING,
      since: seen.version,
    });
    await waitUntil(() => clock.isWaitedFor(CATCH_UP_MS));
    kubernetes.release(LATE);
    const caughtUp = await asking;
    expect(caughtUp).toMatchObject({
      ...{ items: [], removed: [], full: false, total: 2 },
    });
    expect(caughtUp.behind).toBeUndefined();
  });

  it('opens what the other has sealed, and answers what changed since', async () => {
    const { kubernetes, known, early, late } = replicas;
    const before = await early.queries.list(SALES, RUNNING);
    expect(names(before)).toEqual(['daily']);
    kubernetes.put(
      job('sales', 'daily', { state: 'COMPLETED' }),
      job('sales', 'nightly'),
      job('risk', 'hidden'),
    );
    await waitUntil(() => known(late, 'nightly') === 'running');
    const changes = await late.queries.list(SALES, {
      ...RUNNING,
      since: before.version,
    });
    expect(changes).toMatchObject({
      full: false,
      items: [{ name: 'nightly' }],
      // It is still there, but not among these any more.
      removed: ['west/dom-sales/spark-application/daily'],
      total: 1,
    });
  });

  it('takes what happens elsewhere for no news, five seconds behind or not', async () => {
    const { kubernetes, early, late, hearsOf } = replicas;
    kubernetes.hold(LATE);
    const first = await early.queries.list(SALES, EVERYTHING);
    // The whole cluster counts with one number: other things happen all the time.
    for (let n = 0; n < 5; n++) kubernetes.somethingElse();
    kubernetes.bookmark(EARLY);
    kubernetes.bookmark(LATE);
    await hearsOf(early, kubernetes.version);
    const seen = await early.queries.list(SALES, {
      ...EVERYTHING,
      since: first.version,
    });
    // The clock stands still: an answer that waited would never come.
    const answer = await late.queries.list(SALES, {
      ...EVERYTHING,
      since: seen.version,
    });
    expect(answer).toMatchObject({
      ...{ items: [], removed: [], full: false, total: 1 },
    });
    expect(answer.behind).toBeUndefined();

    // And there and back, as a proxy would lead them.
    const back = await early.queries.list(SALES, {
      ...EVERYTHING,
      since: answer.version,
    });
    expect(back).toMatchObject({ items: [], removed: [], full: false });
    expect(back.behind).toBeUndefined();
  });

  it('waits for what happened, and for nothing that happened elsewhere since', async () => {
    const { kubernetes, clock, known, early, late, hearsOf } = replicas;
    kubernetes.hold(LATE);
    kubernetes.put(job('sales', 'fresh'));
    kubernetes.somethingElse();
    kubernetes.bookmark(EARLY);
    await waitUntil(() => known(early, 'fresh') === 'running');
    await hearsOf(early, kubernetes.version);
    const seen = await early.queries.list(SALES, EVERYTHING);
    const asking = late.queries.list(SALES, {
      ...EVERYTHING,
      since: seen.version,
    });
    await waitUntil(() => clock.isWaitedFor(CATCH_UP_MS));
    // It hears of the job; no bookmark comes.
    kubernetes.release(LATE);
    expect(await asking).toMatchObject({
      ...{ items: [], removed: [], full: false, total: 2 },
    });
  });

  it('does not wait for what the asker may not see', async () => {
    const { kubernetes, early, late } = replicas;
    const nothing: ReadonlySet<DomainKey> = new Set();
    kubernetes.hold(LATE);
    kubernetes.put(job('risk', 'hidden'));
    await waitUntil(
      () =>
        early.index.workloads
          .get('spark-application')
          ?.get('west', 'dom-risk', 'hidden') !== undefined,
    );
    const { version } = await early.queries.list(nothing, EVERYTHING);
    // The clock stands still: an answer that waited would never come.
    const answer = await late.queries.list(nothing, {
      ...EVERYTHING,
      since: version,
    });
    expect(answer).toMatchObject({ full: false, items: [], total: 0 });
    expect(answer.behind).toBeUndefined();
  });

  it('answers in full when others came into the scope or left it', async () => {
    const { early } = replicas;
    const before = await early.queries.list(SALES, EVERYTHING);
    const wider = new Set<DomainKey>(['west/sales', 'west/risk']);
    const answer = await early.queries.list(wider, {
      ...EVERYTHING,
      since: before.version,
    });
    expect(answer.full).toBe(true);
  });
});
