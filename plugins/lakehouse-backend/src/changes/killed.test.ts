import fc from 'fast-check';
import type { Knex } from 'knex';
import { TestDatabases } from '@backstage/backend-test-utils';
import { FakeRepository } from '../githosts/__testUtils__/FakeRepository';
import { ModelHost } from '../githosts/__testUtils__/ModelHost';
import { LEASE_MS } from './ChangeRunner';
import type { TestGitServer } from './__testUtils__/gitServer';
import {
  type Life,
  live,
  mortalDatabase,
  mortalHost,
} from './__testUtils__/mortal';
import {
  jobInput,
  MIA,
  SALES,
  startWritePath,
  type WritePath,
} from './__testUtils__/startWritePath';

const ROOT = 'clusters/west/domains/sales';

jest.setTimeout(300_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

/** Two objects, and a list of files that both are put into. */
const INPUT = jobInput('one', {
  objects: [...jobInput('one').objects, ...jobInput('two').objects],
});

describe('the backend is killed at any call to its database or Git host', () => {
  let knex: Knex;
  let model: FakeRepository;
  let path: WritePath;
  let restore: () => void;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    const repository = {
      ...{ name: 'gitops', baseBranch: 'main', root: '' },
      url: 'https://git.example.com/lakehouse/gitops',
    };
    const hosts = {
      forRepository: () => mortalHost(new ModelHost(model)),
    };
    path = await startWritePath({
      git: { repository, hosts } as unknown as TestGitServer,
      knex,
      repository: {
        pullRequest: { labels: ['data'], reviewers: ['ben'], draft: true },
      },
    });
    restore = mortalDatabase(knex);
  });

  afterAll(async () => {
    restore();
    await knex.destroy();
  });

  /** A process of its own: it knows only what database and Git host know. */
  const process = async (life: Life, isAsked: boolean) => {
    let id: string | undefined;
    const died = await live(life, async () => {
      const service = await path.replica();
      if (isAsked) {
        const change = await service.propose(INPUT, MIA, {
          idempotencyKey: 'key',
        });
        id = change.id;
      }
      await service.sweep();
    });
    return { died, id };
  };

  const begin = async () => {
    model = new FakeRepository({
      [`${ROOT}/marker.yaml`]: 'kind: ConfigMap\n',
      [`${ROOT}/kustomization.yaml`]: 'resources:\n- marker.yaml\n',
    });
    await knex('change_files').delete();
    await knex('changes').delete();
    await knex('change_statuses').delete();
    await knex('change_repositories').delete();
  };

  /** Exactly one of everything, and all of it whole. */
  const assertOneOfEach = async (id: string) => {
    const branch = `lakefront/${id}`;
    expect([...model.branches.keys()]).toEqual(['main', branch]);
    const commits = [...model.commits.values()].filter(({ message }) =>
      message.includes(`Lakefront-Change: ${id}`),
    );
    expect(commits.map(({ sha }) => sha)).toEqual([model.branches.get(branch)]);
    expect([...commits[0].tree.keys()].sort()).toEqual([
      `${ROOT}/job/one.yaml`,
      `${ROOT}/job/two.yaml`,
      `${ROOT}/kustomization.yaml`,
      `${ROOT}/marker.yaml`,
    ]);
    expect(model.pulls).toMatchObject([
      { head: branch, draft: true, labels: ['data'], asked: ['ben'] },
    ]);
    expect(await knex('changes').select('id', 'phase', 'number')).toEqual([
      { id, phase: 'open', number: 1 },
    ]);
    expect(await knex('change_files').count({ count: '*' })).toEqual([
      { count: 3 },
    ]);
  };

  it('dies at every single call of a propose once, and goes on', async () => {
    await begin();
    const whole: Life = { calls: 0 };
    await process(whole, true);
    // As long as this is more than the calls to the host alone, the database counts.
    expect(whole.calls).toBeGreaterThan(20);
    for (let diesAt = 1; diesAt <= whole.calls; diesAt++) {
      for (const after of [false, true]) {
        await begin();
        const { died } = await process({ calls: 0, diesAt, after }, true);
        expect({ diesAt, after, died }).toMatchObject({ died: true });
        path.clock.advance(LEASE_MS + 1);
        const { id } = await process({ calls: 0 }, true);
        path.clock.advance(LEASE_MS + 1);
        await process({ calls: 0 }, false);
        await assertOneOfEach(id!);
      }
    }
  });

  it('dies 200 times and more at random, also while it recovers', async () => {
    // A failure prints the seed that it comes from.
    const death = fc.record({
      diesAt: fc.integer({ min: 1, max: 60 }),
      after: fc.boolean(),
      isAsked: fc.boolean(),
      waits: fc.integer({ min: 0, max: 2 * LEASE_MS }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(death, { minLength: 1, maxLength: 4 }),
        async deaths => {
          await begin();
          for (const { isAsked, waits, ...life } of deaths) {
            await process({ calls: 0, ...life }, isAsked);
            path.clock.advance(waits);
          }
          const { id } = await process({ calls: 0 }, true);
          path.clock.advance(LEASE_MS + 1);
          await process({ calls: 0 }, false);
          await assertOneOfEach(id!);
          const service = await path.replica();
          const change = await service.get(SALES, id!, { withFiles: false });
          expect(change.blocked).toBeUndefined();
        },
      ),
      { numRuns: 200 },
    );
  });
});
