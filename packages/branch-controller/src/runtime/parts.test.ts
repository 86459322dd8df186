import { expiryOf } from '../object/expiry';
import { Bucket } from './Bucket';
import { readConfig } from './readConfig';
import { readPatterns } from './watched';
import { WorkQueue } from './WorkQueue';
import { systemClock } from '@lakefront/kube-index';
import type { Again } from '../reconcile/Result';

describe('readConfig', () => {
  const server = {
    name: 'lake',
    endpoint: 'https://lakefs.example.com',
    accessKeyIdFile: '/a',
    secretAccessKeyFile: '/b',
  };

  it('fills in what is usual', () => {
    expect(
      readConfig(JSON.stringify({ clusterName: 'west', servers: [server] })),
    ).toEqual({
      clusterName: 'west',
      servers: [{ ...server, allowPlainHttp: false }],
      settingsNamespace: 'lakefront-system',
      lease: {
        namespace: 'lakefront-system',
        name: 'lakefront-branch-controller',
      },
      port: 8080,
    });
  });

  it.each<[object, RegExp]>([
    [{ servers: [server] }, /clusterName must be a text/],
    [{ clusterName: 'a/b', servers: [server] }, /clusterName must be of small/],
    [{ clusterName: 'west' }, /servers names no lakeFS server/],
    [{ clusterName: 'west', servers: [server, server] }, /the same name/],
    [
      { clusterName: 'west', servers: [{ ...server, secretKey: 'x' }] },
      /servers\[0\].secretKey is not known/,
    ],
    [
      { clusterName: 'west', servers: [{ ...server, endpoint: 'x' }] },
      /servers\[0\].endpoint must be a URL/,
    ],
    [{ clusterName: 'west', servers: [server], port: 'x' }, /port must be/],
    [
      { clusterName: 'west', servers: [server], ports: 1 },
      /ports is not known/,
    ],
  ])('says what is wrong with %j', (config, words) => {
    expect(() => readConfig(JSON.stringify(config))).toThrow(words);
  });
});

describe('readPatterns', () => {
  it.each<[string, string[]]>([
    ['lakefs: { repositories: [lake/sales-*] }', ['lake/sales-*']],
    ['images: []', []],
    ['', []],
    ['lakefs: { repositories: lake/* }', []],
    ['lakefs: { repositories: [1] }', []],
    ['lakefs: [', []],
  ])('of %j are %j', (text, patterns) => {
    expect(readPatterns(text)).toEqual(patterns);
  });
});

describe('expiryOf', () => {
  const at = (text: string) => Date.parse(text);
  it.each<[string | undefined, string, string]>([
    [undefined, '2026-01-01T00:00:00Z', 'none'],
    ['2026-01-01', '2026-01-01T23:59:59Z', 'ahead'],
    ['2026-01-01', '2026-01-02T00:00:00Z', 'expired'],
    ['2026-01-01T12:00:00+02:00', '2026-01-01T09:59:59Z', 'ahead'],
    ['2026-01-01T12:00:00+02:00', '2026-01-01T10:00:00Z', 'expired'],
    ['soon', '2026-01-01T00:00:00Z', 'unreadable'],
  ])('%s is at %s: %s', (expiresAt, now, state) => {
    expect(expiryOf(expiresAt, at(now)).state).toBe(state);
  });
});

describe('Bucket', () => {
  it('gives so many at once, and so many a minute', () => {
    let now = 0;
    const bucket = new Bucket({ atOnce: 3, perMinute: 6, now: () => now });
    const taken = () => [1, 2, 3, 4].filter(() => bucket.take()).length;
    expect(taken()).toBe(3);
    expect(taken()).toBe(0);
    now += 20_000;
    expect(taken()).toBe(2);
    // A clock that was set back gives nothing, and takes nothing.
    now -= 3_600_000;
    expect(taken()).toBe(0);
  });
});

describe('WorkQueue', () => {
  const start = (
    work: (key: string) => Promise<Again | undefined>,
    random = () => 0.5,
  ) => {
    const stop = new AbortController();
    const slept: number[] = [];
    const queue = new WorkQueue({
      ...{ work, workers: 2, random, signal: stop.signal },
      clock: {
        now: () => 0,
        sleep: async (ms, signal) => {
          slept.push(ms);
          await systemClock.sleep(1, signal);
        },
      },
      onError: () => {},
    });
    return { queue, slept, stop };
  };
  const settle = () => systemClock.sleep(30);

  it('works on a key once at a time, and again where it was asked for meanwhile', async () => {
    let running = 0;
    const done: string[] = [];
    const { queue } = start(async key => {
      running += 1;
      expect(running).toBeLessThanOrEqual(2);
      await systemClock.sleep(2);
      running -= 1;
      done.push(key);
      return undefined;
    });
    ['a', 'b', 'c', 'a', 'a'].forEach(key => queue.add(key));
    await queue.idle();
    await settle();
    expect(done.sort()).toEqual(['a', 'a', 'b', 'c']);
  });

  it('pauses longer after each failure, and forgets them after a success', async () => {
    let tries = 0;
    const { queue, slept } = start(async () => {
      tries += 1;
      if (tries === 2) throw new Error('no');
      return tries < 4 ? { kind: 'failed' } : undefined;
    });
    queue.add('a');
    await settle();
    expect(slept).toEqual([750, 1_500, 3_000]);
    expect(tries).toBe(4);
  });

  it('begins nothing after it was stopped', async () => {
    let tries = 0;
    const { queue, stop } = start(async () => {
      tries += 1;
      return { kind: 'after', ms: 5 };
    });
    queue.add('a');
    stop.abort();
    await settle();
    queue.add('b');
    await queue.idle();
    expect(tries).toBe(1);
  });
});
