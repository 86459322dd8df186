import fc from 'fast-check';
import { KfpUnreachableError, type NewRun } from '@lakefront/kfp-client';
import {
  FakeKfp,
  noAnswer,
  refusal,
  type FakeOptions,
} from './__testUtils__/FakeKfp';
import { VirtualTime } from './__testUtils__/VirtualTime';
import { startRun } from './startRun';
import type { StartRunOptions } from './types';

let time: VirtualTime;
let kfp: FakeKfp;
let told: string[];
beforeEach(() => {
  time = new VirtualTime();
  kfp = new FakeKfp(time);
  told = [];
});

const begin = (
  meddling: FakeOptions = {},
  options: Partial<StartRunOptions> = {},
) =>
  startRun({
    ...{ namespace: 'dom-sales', runName: 'score', pipeline: 'orders' },
    ...{ startedBy: 'Job score', clock: time, log: say => told.push(say) },
    client: kfp.client(meddling),
    ...options,
  });

const result = async (work: Promise<any>): Promise<any> => {
  const [ended] = await time.run(work);
  return ended.status === 'fulfilled' ? ended.value : ended.reason;
};

describe('a start', () => {
  it('resolves names to ids, makes the experiment, and says who started it', async () => {
    expect(
      await result(begin({}, { version: 'orders-v1', parameters: { top: 3 } })),
    ).toEqual({ runId: 'run-0', outcome: 'started' });
    expect(kfp.created).toEqual([
      {
        ...{ name: 'score', experimentId: 'e1', pipelineId: 'p1' },
        ...{ versionId: 'id-orders-v1', parameters: { top: 3 } },
        description: expect.stringMatching(/^Started by Job score \(.{36}\)$/),
      },
    ]);
    expect(told).toEqual(['Run score (run-0) is started.']);
  });

  it('of the newest leaves to KFP which that is', async () => {
    await result(begin());
    expect(kfp.created[0]).not.toHaveProperty('versionId');
  });

  it('uses the experiment that another made at the same time', async () => {
    await result(
      begin({
        meddle: ({ name }, when) => {
          if (name === 'experiments.create' && when === 'before') {
            kfp.experiments.push({
              ...{ experimentId: 'e9', name: 'Default', archived: false },
            });
          }
        },
      }),
    );
    expect(kfp.created[0].experimentId).toBe('e9');
  });

  it('happens once, whatever became of the first, and of its pipeline', async () => {
    await result(begin());
    kfp.runs[0].state = 'FAILED';
    kfp.runs[0].archived = true;
    kfp.pipelines = [];
    expect(await result(begin())).toEqual({ runId: 'run-0', outcome: 'found' });
    expect(kfp.created).toHaveLength(1);
  });

  it('is not kept from happening by a run that KFP takes for one of the same name', async () => {
    await result(begin({}, { runName: 'SCORE' }));
    expect(await result(begin())).toMatchObject({ outcome: 'started' });
  });
});

describe('what is not there yet', () => {
  it('is waited for', async () => {
    const { pipelines, versions } = kfp;
    kfp.pipelines = [];
    kfp.versions = [];
    const started = begin({}, { version: 'orders-v1' });
    const [ended] = await time.run<any>(
      started,
      time.sleep(60_000).then(() => (kfp.pipelines = pipelines)),
      time.sleep(120_000).then(() => (kfp.versions = versions)),
    );
    expect(ended).toMatchObject({ value: { outcome: 'started' } });
    expect(time.now()).toBeLessThan(150_000);
    expect(told).toEqual([
      'Waiting: pipeline orders is not there in namespace dom-sales',
      'Waiting: version orders-v1 of pipeline orders is not there in namespace dom-sales',
      'Run score (run-0) is started.',
    ]);
  });

  it.each([
    ['no pipeline', undefined, /pipeline orders is not there in namespace/],
    ['no version', undefined, /pipeline orders has no version in namespace/],
    ['no such version', 'orders-v9', /version orders-v9 of pipeline orders is/],
  ])(
    'is not waited for longer than ten minutes: %s',
    async (what, version, why) => {
      if (what === 'no pipeline') kfp.pipelines = [];
      if (what === 'no version') kfp.versions = [];
      const error = await result(begin({}, { version }));
      expect(error).toMatchObject({ name: 'StartError' });
      expect(error.message).toMatch(/^Given up after 10 min: /);
      expect(error.message).toMatch(why);
      expect(time.now()).toBeGreaterThan(590_000);
      expect(time.now()).toBeLessThan(600_001);
    },
  );

  it('is not what KFP refuses', async () => {
    const error = await result(
      begin({
        meddle: () => {
          throw refusal('forbidden', 'User is not authorized');
        },
      }),
    );
    expect(error).toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('User is not authorized'),
    });
    expect(time.now()).toBe(0);
  });
});

describe('a KFP that fails', () => {
  /** Fails the first calls of one name. */
  const failing = (
    call: string,
    times: number,
    when: 'before' | 'after',
    error: () => Error,
  ): FakeOptions => {
    let left = times;
    return {
      meddle: ({ name }, at) => {
        if (name === call && at === when && left-- > 0) throw error();
      },
    };
  };

  it.each([
    'runs.list',
    'pipelines.byName',
    'versions.list',
    'experiments.list',
    'experiments.create',
  ])('is asked again: %s', async call => {
    const meddling = failing(call, 3, 'before', () =>
      refusal('unavailable', 'rolling out'),
    );
    expect(await result(begin(meddling))).toMatchObject({ outcome: 'started' });
    expect(kfp.runs).toHaveLength(1);
  });

  it('is asked again to start what it can not have begun', async () => {
    const nothingSent = () =>
      new KfpUnreachableError('refused', { method: '', path: '' }, true);
    const meddling = failing('runs.create', 3, 'before', nothingSent);
    expect(await result(begin(meddling))).toMatchObject({ outcome: 'started' });
    expect(time.now()).toBeLessThan(40_000);
  });

  it('and started the run without an answer started it once', async () => {
    const meddling = failing('runs.create', 1, 'after', noAnswer);
    expect(await result(begin(meddling))).toEqual({
      ...{ runId: 'run-0', outcome: 'started' },
    });
    expect(kfp.created).toHaveLength(1);
  });

  it('and did not start it is asked again, but not at once', async () => {
    const meddling = failing('runs.create', 1, 'before', noAnswer);
    expect(await result(begin(meddling))).toMatchObject({ outcome: 'started' });
    expect(time.now()).toBeGreaterThan(60_000);
    expect(kfp.runs).toHaveLength(1);
  });

  it('and starts it very late leaves one', async () => {
    let first = true;
    const slow = kfp.client({
      delay: ({ name }) => {
        const late = name === 'runs.create' && first;
        if (late) first = false;
        return { done: late ? 70_000 : 1, answered: 1 };
      },
    });
    // The connection is lost long before KFP is done.
    const client = {
      ...slow,
      runs: {
        ...slow.runs,
        create: (run: NewRun) =>
          Promise.race([
            slow.runs.create(run),
            time.sleep(1000).then(() => Promise.reject(noAnswer())),
          ]),
      },
    } as typeof slow;
    const started = await result(begin({}, { client }));
    expect(kfp.runs).toHaveLength(2);
    expect(kfp.alive().map(({ runId }) => runId)).toEqual([started.runId]);
  });

  it('with 500 is believed that it did not, after a look', async () => {
    const meddling = failing('runs.create', 1, 'before', () =>
      refusal('server-error', 'exceeded quota: count/workflows'),
    );
    expect(await result(begin(meddling))).toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('exceeded quota'),
    });
    expect(kfp.runs).toHaveLength(0);
  });

  it('with 500 and started it all the same has started it', async () => {
    const meddling = failing('runs.create', 1, 'after', () =>
      refusal('server-error', 'the database went away'),
    );
    expect(await result(begin(meddling))).toMatchObject({ outcome: 'started' });
    expect(kfp.created).toHaveLength(1);
  });

  it('with a parameter of the wrong type says so, and is not asked again', async () => {
    const meddling = failing('runs.create', 9, 'before', () =>
      refusal('bad-request', 'parameter "top" is of the wrong type'),
    );
    expect(await result(begin(meddling))).toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('parameter "top" is of the wrong type'),
    });
    expect(kfp.created).toHaveLength(0);
  });

  it('after the start has started it', async () => {
    let created = false;
    const meddling: FakeOptions = {
      meddle: ({ name }, when) => {
        if (created) throw refusal('unavailable', 'gone');
        created ||= name === 'runs.create' && when === 'after';
      },
    };
    const work = begin(
      {
        meddle: (call, when) => {
          // Its own answer still comes.
          if (call.name !== 'runs.create') meddling.meddle!(call, when);
          else created ||= when === 'after';
        },
      },
      {},
    );
    expect(await result(work)).toEqual({ runId: 'run-0', outcome: 'started' });
    expect(told.at(-1)).toMatch(
      /^Whether another was started too is not known/,
    );
  });
});

it('stops when it is told to', async () => {
  kfp.pipelines = [];
  const stop = new AbortController();
  const why = new Error('the sandbox ends');
  const [ended] = await time.run<any>(
    begin({}, { signal: stop.signal }),
    time.sleep(30_000).then(() => stop.abort(why)),
  );
  expect(ended).toEqual({ status: 'rejected', reason: why });
});

describe('killed', () => {
  class Killed extends Error {}

  it('at any call, before it or after, and begun again: there is one run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            index: fc.nat(8),
            when: fc.constantFrom('before' as const, 'after' as const),
          }),
          { maxLength: 4 },
        ),
        async kills => {
          time = new VirtualTime();
          kfp = new FakeKfp(time);
          for (const kill of kills) {
            await result(
              begin({
                meddle: ({ index }, when) => {
                  if (index === kill.index && when === kill.when) {
                    throw new Killed();
                  }
                },
              }),
            );
          }
          const last = await result(begin());
          expect(kfp.runs.map(({ runId }) => runId)).toEqual([last.runId]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('several at once', () => {
  it('leave one run, whatever comes in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4 }),
        fc.infiniteStream(fc.nat(4000)),
        fc.infiniteStream(fc.nat(1_000_000)),
        async (starters, delays, ids) => {
          time = new VirtualTime();
          kfp = new FakeKfp(
            time,
            () => `run-${ids.next().value}-${kfp.runs.length}`,
          );
          const ended = await time.run(
            ...Array.from({ length: starters }, async () => {
              const delay = () => ({
                done: delays.next().value as number,
                answered: delays.next().value as number,
              });
              await time.sleep(delays.next().value as number);
              return begin({ delay });
            }),
          );
          const [alive, ...more] = kfp.alive();
          expect(more).toEqual([]);
          const settled = ended
            .map((one: any) => one.value)
            .filter(({ outcome }) => outcome !== 'found');
          expect(settled.map(({ runId }) => runId)).toEqual(
            settled.map(() => alive.runId),
          );
          expect(
            settled.filter(({ outcome }) => outcome === 'started'),
          ).toHaveLength(1);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('do not stop what is over, nor what another started', async () => {
    const stopped: string[] = [];
    const mine = begin({
      meddle: ({ name }, when) => {
        if (name === 'runs.terminate') stopped.push(when);
        if (name === 'runs.create' && when === 'after') {
          kfp.runs.unshift({
            ...kfp.runs[0],
            ...{ runId: 'a-first', description: 'of another' },
          });
          kfp.runs[1].state = 'SUCCEEDED';
        }
      },
    });
    expect(await result(mine)).toEqual({
      ...{ runId: 'a-first', outcome: 'yielded' },
    });
    expect(stopped).toEqual([]);
    expect(kfp.runs.map(({ state }) => state)).toEqual([
      ...['PENDING', 'SUCCEEDED'],
    ]);
  });

  it('say so where one can not be stopped', async () => {
    const work = begin({
      meddle: ({ name }, when) => {
        if (name === 'runs.terminate') throw refusal('forbidden', 'may not');
        if (name === 'runs.create' && when === 'after') {
          kfp.runs.unshift({ ...kfp.runs[0], runId: 'a', description: '' });
        }
      },
    });
    expect(await result(work)).toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(
        /^Run score \(run-0\) is to be stopped, as a of the same name counts, and is not: .*may not/,
      ),
    });
  });
});
