import { FakeClock } from './__testUtils__/FakeClock';
import { Refreshed } from './Refreshed';
import { toLakeFSFreshness } from './toLakeFSFreshness';

const INTERVAL = 30_000;
const HOUR = 3_600_000;

/** A reader whose answers the test gives. */
function start() {
  const clock = new FakeClock();
  const reads: Array<{
    resolve(value: string): void;
    reject(error: Error): void;
  }> = [];
  let answer: (() => Promise<string>) | undefined;
  const refreshed = new Refreshed<string>({
    clock,
    intervalMs: INTERVAL,
    toFailure: error => ({
      ...{ state: 'unreachable', detail: 'x' },
      message: (error as Error).message,
    }),
    read: () =>
      new Promise<string>((resolve, reject) => {
        reads.push({ resolve, reject });
        answer?.().then(resolve, reject);
      }),
  });
  return {
    ...{ clock, reads, refreshed },
    answers(next: () => Promise<string>) {
      answer = next;
    },
  };
}

const state = (known: Parameters<typeof toLakeFSFreshness>[1]) =>
  toLakeFSFreshness({ server: 'lake' }, known).state;

it('reads once for all who look at once, and not again within the interval', async () => {
  const { clock, reads, refreshed } = start();
  const looks = [refreshed.look(), refreshed.look(), refreshed.look()];
  expect(reads).toHaveLength(1);
  reads[0].resolve('a');
  expect((await Promise.all(looks)).map(({ value }) => value)).toEqual([
    ...['a', 'a', 'a'],
  ]);
  clock.advance(INTERVAL - 1);
  expect(await refreshed.look()).toMatchObject({ value: 'a' });
  expect(reads).toHaveLength(1);
  clock.advance(1);
  const next = refreshed.look();
  expect(reads).toHaveLength(2);
  reads[1].resolve('b');
  expect(await next).toMatchObject({ value: 'b', readAt: clock.now() });
});

it('is read sooner where it is hurried, not at once again, nor while that fails', async () => {
  const { clock, reads, refreshed, answers } = start();
  answers(async () => 'a');
  await refreshed.look();
  refreshed.hurry();
  await refreshed.look();
  expect(reads).toHaveLength(1);
  clock.advance(3_000);
  await refreshed.look();
  await refreshed.look();
  expect(reads).toHaveLength(2);

  answers(async () => {
    throw new Error('away');
  });
  refreshed.hurry();
  clock.advance(3_000);
  await refreshed.look();
  expect(reads).toHaveLength(3);
  refreshed.hurry();
  clock.advance(3_000);
  await refreshed.look();
  expect(reads).toHaveLength(3);
});

it('tells the last value for as long as reading fails, and since when', async () => {
  const { clock, reads, refreshed, answers } = start();
  answers(async () => 'a');
  const { readAt } = await refreshed.look();
  answers(async () => {
    throw new Error('away');
  });
  for (let passed = 0; passed < HOUR; passed += 1_000) {
    clock.advance(1_000);
    await refreshed.look();
  }
  const known = await refreshed.look();
  expect(known).toMatchObject({ value: 'a', readAt });
  expect(toLakeFSFreshness({ server: 'lake' }, known)).toEqual({
    ...{ server: 'lake', state: 'unreachable' },
    readAt: new Date(readAt!).toISOString(),
    message: 'away. What is shown is what it told last',
  });
  // Somebody looked each second of an hour.
  expect(reads.length).toBeLessThanOrEqual(1 + HOUR / INTERVAL);
  answers(async () => 'b');
  clock.advance(INTERVAL);
  expect(state(await refreshed.look())).toBe('live');
});

it('tells what was never read from what is empty', async () => {
  const { refreshed, answers } = start();
  answers(async () => {
    throw new Error('away');
  });
  const known = await refreshed.look();
  expect(known.value).toBeUndefined();
  expect(toLakeFSFreshness({ server: 'lake' }, known).message).toBe(
    'away. Nothing was read from it yet',
  );
});

it('lets nobody wait long for news while it has something to tell', async () => {
  const { clock, reads, refreshed, answers } = start();
  answers(async () => 'a');
  await refreshed.look();
  answers(() => new Promise(() => {}));
  clock.advance(INTERVAL);
  const look = refreshed.look();
  clock.advance(1_500);
  const known = await look;
  expect(known).toMatchObject({ value: 'a', late: true });
  expect(state(known)).toBe('stale');
  // It is still under way: nobody else begins.
  const other = refreshed.look();
  expect(reads).toHaveLength(2);
  reads[1].resolve('b');
  expect(await other).toMatchObject({ value: 'b' });
});

it('throws what is a fault of ours, and tries again', async () => {
  const clock = new FakeClock();
  let faults = 0;
  const refreshed = new Refreshed<string>({
    ...{ clock, intervalMs: INTERVAL },
    read: async () => {
      faults += 1;
      throw new RangeError('ours');
    },
    toFailure: error => {
      throw error;
    },
  });
  await expect(refreshed.look()).rejects.toThrow('ours');
  clock.advance(INTERVAL);
  await expect(refreshed.look()).rejects.toThrow('ours');
  expect(faults).toBe(2);
});
