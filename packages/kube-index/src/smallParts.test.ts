import { ManualClock } from './__testUtils__/ManualClock';
import { waitUntil } from './__testUtils__/waitUntil';
import { backoffPause } from './backoff';
import { Conditions } from './Conditions';
import { guardSilence } from './guardSilence';
import { compareResourceVersions } from './resourceVersion';
import { parseRowKey, rowKey } from './rowKey';
import { systemClock } from './systemClock';

describe('backoffPause', () => {
  const pause = (attempt: number, random: number) =>
    backoffPause({ attempt, random, initialMs: 1_000, maxMs: 30_000 });

  it.each([
    [0, 0, 500],
    [0, 0.999, 1_000],
    [1, 0, 1_000],
    [4, 0.5, 12_000],
    [5, 0, 15_000],
    [5_000, 0.999, 29_985],
  ])('attempt %d with random %d pauses %d ms', (attempt, random, expected) => {
    expect(Math.abs(pause(attempt, random) - expected)).toBeLessThanOrEqual(1);
  });
});

describe('rowKey', () => {
  it.each([
    ['west', 'dom-sales', 'a'],
    ['west', undefined, 'dom-sales'],
    ['west', 'dom-sales', 'system:node:x'],
  ])(
    'is parsed to what it was made of: %s %s %s',
    (cluster, namespace, name) => {
      expect(parseRowKey(rowKey(cluster, namespace, name))).toEqual({
        kubernetesCluster: cluster,
        namespace,
        name,
      });
    },
  );

  it.each(['', 'a', 'a/b', '/b/c', 'a//c', 'a/b/'])('is not %p', key => {
    expect(parseRowKey(key)).toBeUndefined();
  });
});

describe('compareResourceVersions', () => {
  it.each([
    ['9', '10', -1],
    ['10', '9', 1],
    ['10', '10', 0],
    ['010', '10', 0],
    ['x', 'x', 0],
    ['x', '10', undefined],
    ['', '10', undefined],
    ['-1', '10', undefined],
  ])('%p and %p: %p', (a, b, expected) => {
    expect(compareResourceVersions(a, b)).toBe(expected);
  });
});

describe('Conditions', () => {
  it('answers when it holds, when time is up, and when all is over', async () => {
    const clock = new ManualClock();
    const conditions = new Conditions(clock);
    let ready = false;
    const first = conditions.until(() => ready, 100);
    const second = conditions.until(() => false, 100);
    const third = conditions.until(() => false, 1_000);
    ready = true;
    conditions.recheck();
    await expect(first).resolves.toBe(true);
    clock.advance(100);
    await expect(second).resolves.toBe(false);
    conditions.close();
    await expect(third).resolves.toBe(false);
    expect(clock.sleeping()).toEqual([]);
  });
});

describe('guardSilence', () => {
  it('ends work that does not listen, and leaves no timer', async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    const guarded = guardSilence(
      { clock, silentMs: 100, signal },
      () => new Promise(() => {}),
    );
    clock.advance(100);
    await expect(guarded).rejects.toThrow('Nothing heard');
    expect(clock.sleeping()).toEqual([]);
  });

  it('counts anew when it is told to be less patient, or more', async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    let patience = (_: number) => {};
    const guarded = guardSilence({ clock, silentMs: 100, signal }, call => {
      patience = call.allowSilence;
      return new Promise<never>(() => {});
    });
    clock.advance(90);
    patience(20);
    await waitUntil(() => clock.sleeping().join() === '20');
    clock.advance(19);
    patience(50);
    await waitUntil(() => clock.sleeping().join() === '50');
    clock.advance(49);
    expect(clock.sleeping()).toEqual([50]);
    clock.advance(1);
    await expect(guarded).rejects.toThrow('Nothing heard');
    expect(clock.sleeping()).toEqual([]);
  });

  it('counts from what was last heard', async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    let finish = (_: string) => {};
    const guarded = guardSilence({ clock, silentMs: 100, signal }, call => {
      clock.advance(60);
      call.heard();
      return new Promise<string>(resolve => {
        finish = resolve;
      });
    });
    clock.advance(60);
    await Promise.resolve();
    finish('done');
    await expect(guarded).resolves.toBe('done');
    expect(clock.sleeping()).toEqual([]);
  });
});

describe('systemClock', () => {
  it('sleeps, and wakes at once when aborted', async () => {
    await systemClock.sleep(1);
    const abort = new AbortController();
    const sleep = systemClock.sleep(1_000_000, abort.signal);
    abort.abort(new Error('stop'));
    await expect(sleep).rejects.toThrow('stop');
    await expect(systemClock.sleep(1, abort.signal)).rejects.toThrow('stop');
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
  });
});
