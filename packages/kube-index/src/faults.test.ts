import { setTimeout } from 'node:timers/promises';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { FastClock } from './__testUtils__/FastClock';
import { Fault, FaultProxy, FAULTS } from './__testUtils__/FaultProxy';
import { PodRow, pods } from './__testUtils__/pods';
import { seededRandom } from './__testUtils__/seededRandom';
import { waitUntil } from './__testUtils__/waitUntil';
import { createKubeIndex } from './createKubeIndex';

/** A hundred in `npm test`; a thousand, with 5,000 objects, is for those who ask. */
const COUNT = Number(process.env.LAKEFRONT_FAULTS ?? 100);
const OBJECTS = COUNT * 5;
const SEED = Number(process.env.LAKEFRONT_FAULTS_SEED ?? Date.now() % 100_000);
/** Pauses of seconds in a fiftieth of their time. */
const FASTER = 50;
const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed'];
const NAMESPACES = ['dom-sales', 'dom-risk', 'dom-hr'];

describe(`an index on a bad network (LAKEFRONT_FAULTS_SEED=${SEED})`, () => {
  const closing: Array<() => Promise<unknown>> = [];

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) {
      await close();
    }
  });

  it(
    `equals a fresh list after ${COUNT} faults while ${OBJECTS} objects change`,
    async () => {
      const random = seededRandom(SEED);
      const pick = <T>(items: readonly T[]) =>
        items[Math.floor(random() * items.length)];
      const server = await FakeApiServer.start();
      closing.push(() => server.close());
      server.streams = true;
      const proxy = await FaultProxy.start(server.url, random);
      closing.push(() => proxy.close());
      const put = (i: number) =>
        server.put(`p${i}`, {
          namespace: NAMESPACES[i % NAMESPACES.length],
          phase: pick(PHASES),
        });
      for (let i = 0; i < OBJECTS; i++) {
        put(i);
      }
      const clock = new FastClock(FASTER);
      const index = createKubeIndex({
        connections: [
          {
            name: 'west',
            credentials: async () => ({
              server: proxy.url,
              token: proxy.token,
            }),
          },
        ],
        resources: [pods],
        clock,
        random,
        pageSize: 100,
        silentWatchMs: 15_000,
        backoff: { initialMs: 500, maxMs: 5_000 },
      });
      closing.push(() => index.stop());
      const view = index.resource<PodRow>('pods');
      const wrong: string[] = [];
      // One in three is never removed: no moment may be without it.
      const stays = (i: number) => i % 3 === 0;
      const staying = Math.ceil(OBJECTS / 3);
      const newest = new Map<string, number>();
      view.subscribe(({ type, key = '' }) => {
        const version = Number(view.getByKey(key)?.resourceVersion ?? Infinity);
        if (version < (newest.get(key) ?? 0)) {
          wrong.push(`${key} went back to version ${version}`);
        } else if (version < Infinity) {
          newest.set(key, version);
        }
        if (type === 'removed' && stays(Number(key.split('/p')[1]))) {
          wrong.push(`${key} was removed`);
        }
      });
      index.start();
      await waitUntil(
        () => index.freshness()[0].everSynced,
        'a first list',
        30_000,
      );
      const snapshots: Array<{
        position: Record<string, string>;
        versions: Map<string, string>;
      }> = [];
      const versions = () =>
        new Map(
          view
            .list()
            .entries.map(({ key, resourceVersion }) => [key, resourceVersion]),
        );

      const injected: Fault[] = [];
      while (injected.length < COUNT) {
        for (let i = 0; i < 10; i++) {
          const object = Math.floor(random() * OBJECTS);
          if (random() < 0.4 && !stays(object)) {
            server.remove(`p${object}`, NAMESPACES[object % NAMESPACES.length]);
          } else {
            put(object);
          }
        }
        if (random() < 0.2) {
          server.bookmark();
        }
        if (random() < 0.05) {
          server.forgetHistory();
        }
        if (random() < 0.02) {
          clock.jump((random() - 0.5) * 7_200_000);
        }
        if (proxy.armed && random() < 0.3) {
          // In good order, so that the next request is asked for what waits for it.
          server.endWatches();
        }
        // Each at least once, then at random.
        const fault = FAULTS[injected.length] ?? pick(FAULTS);
        if (proxy.inject(fault)) {
          injected.push(fault);
        }
        if (view.count() < staying) {
          wrong.push(`only ${view.count()} rows`);
        }
        if (random() < 0.05) {
          snapshots.push({ position: view.position(), versions: versions() });
        }
        await setTimeout(random() * 5);
      }
      expect(new Set(injected)).toEqual(new Set(FAULTS));

      proxy.heal();
      const expected = new Map(
        server
          .objects()
          .map(({ metadata: { namespace, name, resourceVersion = '' } }) => [
            `west/${namespace}/${name}`,
            resourceVersion,
          ]),
      );
      const sorted = (map: Map<string, string>) => [...map].sort();
      await waitUntil(
        () => {
          server.bookmark();
          return (
            index.freshness()[0].state === 'live' &&
            view.count() === expected.size &&
            [...versions()].every(
              ([key, version]) => expected.get(key) === version,
            )
          );
        },
        'the index to equal a fresh list',
        30_000,
      );
      expect(sorted(versions())).toEqual(sorted(expected));
      expect(wrong).toEqual([]);

      // Whoever asked in the middle is told all that has changed since.
      const answers = snapshots.map(snapshot => ({
        ...snapshot,
        since: view.changesSince(snapshot.position),
      }));
      expect(answers.map(({ since }) => since.kind)).not.toContain('behind');
      const replays = answers.flatMap(({ since, versions: then }) => {
        if (since.kind !== 'changes') {
          return [];
        }
        since.touched.forEach(key => {
          const version = expected.get(key);
          if (version) {
            then.set(key, version);
          } else {
            then.delete(key);
          }
        });
        return [sorted(then)];
      });
      expect(replays).toEqual(replays.map(() => sorted(expected)));
    },
    60_000 + COUNT * 300,
  );
});
