import { claimKey, type LakeFSClient } from '@lakefront/lakefs-client';
import { seededRandom } from '@lakefront/sandbox';
import type { Kube } from '../kube/Kube';
import { FakeKube } from '../__testUtils__/FakeKube';
import { TestControl } from '../__testUtils__/TestControl';
import { TestLake } from '../__testUtils__/TestLake';

class Killed extends Error {}

/** Ends all calls with one of them: it was done, or it was not; nobody knows. */
class Killer {
  private calls = 0;
  dead = false;

  constructor(private readonly at: number, private readonly after: boolean) {}

  async call<T>(work: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Killed();
    this.calls += 1;
    if (this.calls !== this.at) return work();
    this.dead = true;
    if (this.after) await work().catch(() => {});
    throw new Killed();
  }

  /** The same object, with every call of it counted. */
  wrap<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (on, name) => {
        const value = Reflect.get(on, name);
        if (typeof value === 'function') {
          return (...args: unknown[]) =>
            this.call(async () => value.apply(on, args));
        }
        return typeof value === 'object' && value !== null
          ? this.wrap(value)
          : value;
      },
    });
  }
}

const KILLS = Number(process.env.LAKEFRONT_KILLS ?? 200);
const SEED = Number(process.env.LAKEFRONT_KILLS_SEED ?? 20261121);
const NAME = 'fix';

/** What one life of a branch is to be. */
interface Life {
  squash: boolean;
  /** Whether there is work that was not promoted when the object goes. */
  work: boolean;
}

/** Killed now and again on the way, until once it is not; answers how often. */
async function look(
  lake: TestLake,
  kube: FakeKube,
  random: () => number,
): Promise<number> {
  for (let kills = 0; ; kills++) {
    const at = kills >= 4 ? Infinity : 1 + Math.floor(random() * 16);
    const killer = new Killer(at, random() < 0.5);
    const control = new TestControl(lake, kube, {
      client: killer.wrap<LakeFSClient>(lake.client),
      through: killer.wrap<Kube>(kube),
      seed: Math.floor(random() * 1e9),
    });
    await control.settle(NAME).catch(error => {
      if (!(error instanceof Killed)) throw error;
    });
    control.stop.abort();
    if (!killer.dead) return kills;
  }
}

/** A branch is made, worked on, promoted, and its object removed. Answers what came of it, and how often it was killed. */
async function live(
  lake: TestLake,
  kube: FakeKube,
  random: () => number,
  { squash, work }: Life,
) {
  const text = String(lake.clock.now());
  const before = await lake.promotions('main');
  kube.apply(NAME, { deletionPolicy: 'Delete' });
  let kills = await look(lake, kube, random);
  const made = lake.head(NAME) !== undefined;
  const commit = await lake.commit(NAME, 'work', text);
  kube.apply(NAME, { promote: { commit, into: 'main', squash } });
  kills += await look(lake, kube, random);
  const { commitId, promotedCommitId, promotionCommitId } =
    kube.get(NAME).status ?? {};
  const isTrue =
    commitId === commit &&
    promotedCommitId === commit &&
    promotionCommitId === lake.head('main');
  if (work) await lake.commit(NAME, 'more', text);
  kube.remove(NAME);
  kills += await look(lake, kube, random);

  const stays = lake.head(NAME) !== undefined;
  const tag = `lakefront-kept-${NAME}-${commit.slice(0, 12)}`;
  const owner = `west/dom-sales/${NAME}`;
  const metadata = await lake.metadata();
  const found = {
    ...{ made, isTrue },
    merges: (await lake.promotions('main')) - before,
    gone: !kube.has(NAME),
    rules: lake.repository.protection.get().patterns,
    branches: lake.repository.branches.size,
    // Either it is there and its owner's, or its head is tagged and no key is left.
    accounted: stays
      ? metadata[claimKey(NAME, owner)] === owner
      : lake.repository.tags.get(tag) === commit &&
        Object.keys(metadata).length === 0,
  };
  return { found, stays, kills };
}

/** The next life begins with nothing. */
async function clear(lake: TestLake) {
  lake.repository.branches.delete(NAME);
  const keys = Object.keys(await lake.metadata());
  if (keys.length > 0) {
    await lake.client.repositories.deleteMetadata('orders-lake', keys);
  }
}

/**
 * Killed at random calls to lakeFS and to the API server, before or after they
 * are done, and started anew with nothing remembered.
 */
describe('a controller that is killed', () => {
  let lake: TestLake;

  beforeEach(async () => {
    lake = await TestLake.start(SEED);
    await lake.commit('main', 'first');
  });
  afterEach(() => lake.stop());

  it(`ends with one branch, one merge and no work lost, ${KILLS} times (seed ${SEED})`, async () => {
    const random = seededRandom(SEED);
    const counts = { kills: 0, lost: 0, deleted: 0 };
    const { clock } = lake;
    while (counts.kills < KILLS) {
      const life: Life = { squash: random() < 0.5, work: random() < 0.5 };
      const kube = new FakeKube(() => clock.now());
      const { found, stays, kills } = await live(lake, kube, random, life);
      expect({ life, ...found }).toEqual({
        ...{ life, made: true, isTrue: true, merges: 1, gone: true },
        ...{ rules: [], branches: stays ? 2 : 1, accounted: true },
      });
      counts.kills += kills;
      counts.lost += life.work && !stays ? 1 : 0;
      counts.deleted += stays ? 0 : 1;
      await clear(lake);
    }
    expect(counts.lost).toBe(0);
    expect(counts.deleted).toBeGreaterThan(0);
  }, 300_000);
});
