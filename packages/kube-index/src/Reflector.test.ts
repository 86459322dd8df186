import fc from 'fast-check';
import { ManualClock } from './__testUtils__/ManualClock';
import { MemoryApi } from './__testUtils__/MemoryApi';
import { PodRow, pods } from './__testUtils__/pods';
import { waitUntil } from './__testUtils__/waitUntil';
import { Conditions } from './Conditions';
import { DefaultResourceView } from './DefaultResourceView';
import { toResourceMetrics } from './metrics';
import { Reflector } from './Reflector';
import { Replica } from './Replica';
import { RowTable } from './RowTable';
import { ValuePool } from './ValuePool';
import { Position } from './types';

const WEST_PODS = { kubernetesCluster: 'west', resource: 'pods' };
const QUIET = { debug: () => {}, info: () => {}, warn: () => {} };

function setUp() {
  const clock = new ManualClock();
  const api = new MemoryApi();
  const table = new RowTable<PodRow>();
  const conditions = new Conditions(clock);
  const view = new DefaultResourceView<PodRow>({
    id: 'pods',
    table,
    conditions,
    logger: QUIET,
  });
  const replica = new Replica<PodRow>({
    kubernetesCluster: 'west',
    definition: pods,
    table,
    values: new ValuePool(),
    clock,
    logger: QUIET,
    logSize: 8,
    unreachableAfterMs: 60_000,
    emit: events => view.publish(events),
  });
  view.addReplica(replica);
  const reflector = new Reflector({
    label: 'pods of west',
    api,
    target: replica.whole,
    metrics: toResourceMetrics(undefined, WEST_PODS, QUIET),
    clock,
    logger: QUIET,
    random: () => 0.5,
    pageSize: 2,
    silentWatchMs: 90_000,
    backoff: { initialMs: 1_000, maxMs: 30_000 },
  });
  const rows = () =>
    Object.fromEntries(
      view.list().entries.map(entry => [entry.key, entry.row]),
    );
  return { clock, api, view, replica, reflector, rows };
}

/** An old picture, with every key that was touched looked up again. */
function replay(
  before: Record<string, PodRow>,
  touched: readonly string[],
  view: DefaultResourceView<PodRow>,
) {
  const now = { ...before };
  for (const key of touched) {
    const entry = view.getByKey(key);
    if (entry) {
      now[key] = entry.row;
    } else {
      delete now[key];
    }
  }
  return now;
}

const turns = async (count: number) => {
  for (let i = 0; i < count; i++) {
    await new Promise(resolve => setImmediate(resolve));
  }
};

type Command =
  | { do: 'put'; name: string; phase: string }
  | { do: 'remove'; name: string }
  | { do: 'bookmark' | 'cut' | 'close' | 'forget' | 'sayGone' | 'snapshot' }
  | { do: 'fail'; status: number }
  | { do: 'turn'; count: number }
  | { do: 'advance'; ms: number };

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      name,
      phase: fc.constantFrom('Pending', 'Running', 'Failed'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('remove' as const), name }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'bookmark' as const,
        'cut' as const,
        'close' as const,
        'forget' as const,
        'sayGone' as const,
        'snapshot' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      status: fc.constantFrom(401, 403, 404, 410, 500),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('turn' as const),
      count: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      ms: fc.constantFrom(500, 31_000, 100_000),
    }),
  },
);

describe('Reflector', () => {
  it('ends with what the API server has, whatever happened, and can say what changed', async () => {
    let replayed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { maxLength: 60 }),
        fc.boolean(),
        async (commands, streams) => {
          const { clock, api, view, replica, reflector, rows } = setUp();
          api.streams = streams;
          const stop = new AbortController();
          const done = reflector.run(stop.signal);
          const snapshots: Array<{
            position: Position;
            rows: Record<string, PodRow>;
          }> = [];

          for (const step of commands) {
            switch (step.do) {
              case 'put':
                api.put(step.name, step.phase);
                break;
              case 'remove':
                api.remove(step.name);
                break;
              case 'fail':
                api.failNext = step.status;
                break;
              case 'turn':
                await turns(step.count);
                break;
              case 'advance':
                clock.advance(step.ms);
                break;
              case 'snapshot':
                snapshots.push({ position: view.position(), rows: rows() });
                break;
              default:
                api[step.do]();
            }
          }

          // Nothing fails any more; time passes until the last word was heard.
          api.failNext = undefined;
          await waitUntil(() => {
            if (api.watching) {
              api.bookmark();
            } else if (!api.busy) {
              clock.advance(31_000);
            }
            return (
              api.watching &&
              !replica.whole.needsList() &&
              view.position().west === api.version
            );
          }, 'the index to catch up');

          expect(rows()).toEqual(api.rows());
          expect(replica.freshness()).toMatchObject({
            state: 'live',
            everSynced: true,
            count: Object.keys(api.rows()).length,
          });
          for (const phase of ['Pending', 'Running', 'Failed']) {
            expect(view.list({ where: { phase: [phase] } }).total).toBe(
              Object.values(api.rows()).filter(row => row.phase === phase)
                .length,
            );
          }
          const answers = snapshots.map(snapshot => ({
            snapshot,
            since: view.changesSince(snapshot.position),
          }));
          expect(answers.map(({ since }) => since.kind)).not.toContain(
            'behind',
          );
          const replays = answers.flatMap(({ snapshot, since }) =>
            since.kind === 'changes'
              ? [replay(snapshot.rows, since.touched, view)]
              : [],
          );
          expect(replays).toEqual(replays.map(() => rows()));
          replayed += replays.length;

          stop.abort(new Error('end of test'));
          await done;
          expect(clock.sleeping()).toEqual([]);
          expect(api.openSessions).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
    // Otherwise the property above would be true of an index that knows nothing.
    expect(replayed).toBeGreaterThan(0);
  }, 60_000);

  it('doubles its pauses while nothing works, and begins small again', async () => {
    const { clock, api, replica, reflector } = setUp();
    const stop = new AbortController();
    api.failAlways = 500;
    const done = reflector.run(stop.signal);
    const pauses: number[] = [];
    for (let i = 1; i <= 7; i++) {
      await waitUntil(
        () => replica.freshness().failures === i && clock.sleeping().length > 0,
      );
      pauses.push(clock.sleeping()[0]);
      clock.advance(clock.sleeping()[0]);
    }
    expect(pauses).toEqual([750, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500]);
    expect(replica.freshness()).toMatchObject({
      state: 'unreachable',
      everSynced: false,
      message: '500: ordered by the test',
    });

    api.failAlways = undefined;
    await waitUntil(() => {
      if (!api.busy && !api.watching) {
        clock.advance(30_000);
      }
      return api.watching;
    });
    api.bookmark();
    await waitUntil(() => replica.whole.position === api.version);
    api.cut();
    await waitUntil(() => replica.freshness().state === 'stale');
    expect(clock.sleeping()).toEqual([750]);
    stop.abort(new Error('end of test'));
    await done;
  });

  it('gives up rows only after the resource was absent again and again', async () => {
    const { clock, api, replica, reflector } = setUp();
    const stop = new AbortController();
    api.put('a', 'Running');
    const done = reflector.run(stop.signal);
    await waitUntil(() => api.watching);
    api.failAlways = 404;
    api.cut();
    const counts: number[] = [];
    for (let i = 2; i <= 4; i++) {
      await waitUntil(() => clock.sleeping().some(ms => ms < 90_000));
      clock.advance(30_000);
      await waitUntil(() => replica.freshness().failures === i);
      counts.push(replica.freshness().count);
    }
    expect(counts).toEqual([1, 1, 0]);
    expect(replica.freshness().state).toBe('absent');
    stop.abort(new Error('end of test'));
    await done;
  });
});
