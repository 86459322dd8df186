import fc from 'fast-check';
import type {
  KubernetesObject,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  createLakeFSClient,
  type LakeFSClient,
} from '@lakefront/lakefs-client';
import {
  createLakeFSServer,
  ManualClock,
  seededRandom,
  type SandboxLakeFSServer,
} from '@lakefront/sandbox';
import type { KindSteps, OutsideContext } from '../../changes/KindSteps';
import { createBranchSteps } from './createBranchSteps';
import { isUnmoved, keptTagPrefix, readKeptTag } from './keptTags';

const DAY_MS = 24 * 60 * 60_000;
const START = Date.UTC(2026, 10, 21, 12);
const REPOSITORY = 'sales-lake';
const NAME = 'Branch orders-fix of lake/sales-lake';

describe('what changes of declared branches ask lakeFS', () => {
  let clock: ManualClock;
  let server: SandboxLakeFSServer;
  let client: LakeFSClient;
  let steps: KindSteps;
  let live: KubernetesObject | undefined;
  let asked: number;

  beforeEach(async () => {
    clock = new ManualClock(START);
    live = undefined;
    asked = 0;
    server = createLakeFSServer({
      clock,
      random: seededRandom(1),
      users: [{ name: 'admin', accessKeyId: 'key', secretAccessKey: 'secret' }],
    });
    server.faults.set(() => {
      asked += 1;
      return undefined;
    });
    const { url } = await server.listen(0);
    server.host.createRepository({
      ...{ id: REPOSITORY, defaultBranch: 'main', readOnly: false },
      storageNamespace: `mem://${REPOSITORY}`,
    });
    client = createLakeFSClient({
      endpoint: url,
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      tries: 1,
    });
    steps = createBranchSteps(
      new Map([['lake', { ask: question => question(client) }]]),
    );
  });

  afterEach(() => server.close());

  const context = (repositories = ['lake/sales-*']): OutsideContext => ({
    place: {
      ...{ key: 'west/sales', kubernetesCluster: 'west', domain: 'sales' },
      ...{ namespace: 'dom-sales', members: [] },
    },
    settings: {
      ...{ images: [], serviceAccounts: [], volumes: [], catalogs: [] },
      ...{ storage: [], secrets: [], lakefs: { repositories } },
    },
    now: clock.now(),
    readLive: async () => live,
  });

  const declared = (spec: object = {}): KubernetesObject => ({
    apiVersion: 'lakefront.dev/v1alpha1',
    kind: 'LakeFSBranch',
    metadata: { name: 'orders-fix', namespace: 'dom-sales' },
    spec: {
      ...{ server: 'lake', repository: REPOSITORY, source: 'main' },
      ...{ deletionPolicy: 'Delete', ...spec },
    },
  });

  const restore = (
    spec?: object,
    over: Partial<OutsideContext & { goneBy: number }> = {},
  ) => steps.restore(declared(spec), { ...context(), ...over });

  const refusalOf = async (...given: Parameters<typeof restore>) => {
    const { object, notes, problems } = await restore(...given);
    expect(object).toBeUndefined();
    expect(notes).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({ severity: 'error', code: 'undo' }),
    ]);
    return problems[0].message;
  };

  const commit = async (branch: string, path = 'a') => {
    clock.advance(1_000);
    await client.objects.write(REPOSITORY, branch, path, Buffer.from(path));
    const { id } = await client.branches.commit(REPOSITORY, branch, {
      message: 'Write',
    });
    return id;
  };

  /** As the branch controller leaves it. */
  const deleteBranch = async (branch = 'orders-fix') => {
    const { commitId } = await client.branches.get(REPOSITORY, branch);
    const id = `lakefront-kept-${branch}-${commitId.slice(0, 12)}`;
    await client.tags.create(REPOSITORY, { id, ref: commitId });
    await client.branches.delete(REPOSITORY, branch);
    return { tag: id, commitId };
  };

  const makeBranch = (name = 'orders-fix', source = 'main') =>
    client.branches.create(REPOSITORY, { name, source });

  const collect = (defaultRetentionDays: number) => {
    server.host.repository(REPOSITORY).garbageCollection = {
      defaultRetentionDays,
      // That of the branch goes with it.
      branches: [{ branch: 'orders-fix', retentionDays: 400 }],
    };
  };

  describe('where a removal is undone', () => {
    it('begins a deleted branch at the tag of its head', async () => {
      await makeBranch();
      await commit('orders-fix');
      const { tag, commitId } = await deleteBranch();
      const { object, notes, problems } = await restore();
      expect(problems).toEqual([]);
      expect(object).toEqual(declared({ source: tag }));
      expect(notes).toEqual([
        `${NAME} is created again at commit ${commitId.slice(
          0,
          12,
        )} of 2026-11-21 12:00 UTC, which tag ${tag} holds.`,
      ]);
    });

    it('takes over one that was kept', async () => {
      await makeBranch();
      const { object, notes } = await restore();
      expect(object).toEqual(declared({ adopt: 'IfUnowned' }));
      expect(notes).toEqual([
        `${NAME} is still there: it is taken over as it is, with what came onto it since.`,
      ]);
    });

    it('knows its own claim from that of another object', async () => {
      await makeBranch();
      const claim = (owner: string) =>
        client.repositories.setMetadata(REPOSITORY, {
          'lakefront.dev/branch.orders-fix.0123456789abcdef': owner,
        });
      await claim('west/dom-sales/orders-fix');
      expect((await restore()).object).toBeDefined();
      await claim('west/dom-risk/orders-fix');
      const message = await refusalOf();
      expect(message).toContain("is another object's by now");
      expect(message).not.toContain('risk');
    });

    it('refuses what is gone without a tag', async () => {
      expect(await refusalOf()).toBe(
        `${NAME} is gone, and no tag of the branch controller holds its head: it was deleted in lakeFS itself, or its tag was. Ask for a new branch; where somebody knows a commit of it, one that begins there`,
      );
      await makeBranch();
      const { tag } = await deleteBranch();
      await client.tags.delete(REPOSITORY, tag);
      expect(await refusalOf()).toContain('or its tag was');
    });

    it('does not believe a tag that was moved, nor that of a branch with a longer name', async () => {
      await makeBranch('orders-fix-2');
      await deleteBranch('orders-fix-2');
      await makeBranch();
      const { tag } = await deleteBranch();
      await client.tags.delete(REPOSITORY, tag);
      await commit('main');
      await client.tags.create(REPOSITORY, { id: tag, ref: 'main' });
      expect(await refusalOf()).toContain('no tag of the branch controller');
    });

    it('of several deletions takes the one that the change was about', async () => {
      await makeBranch();
      await commit('orders-fix', 'first');
      const first = await deleteBranch();
      const goneBy = clock.now() + 500;
      await makeBranch();
      await commit('orders-fix', 'second');
      const second = await deleteBranch();
      expect((await restore()).object?.spec).toMatchObject({
        source: second.tag,
      });
      expect((await restore({}, { goneBy })).object?.spec).toMatchObject({
        source: first.tag,
      });
    });

    it('says until when it can be, and refuses after that', async () => {
      collect(7);
      await makeBranch();
      await commit('orders-fix');
      await deleteBranch();
      expect((await restore()).notes[0]).toMatch(
        /holds; that can be done until 2026-11-28 12:00 UTC, .*merge it before\.$/,
      );
      const last = { now: START + 7 * DAY_MS };
      expect((await restore({}, last)).object).toBeDefined();
      expect(await refusalOf({}, { now: last.now + 1_000 })).toBe(
        `${NAME} could be restored until 2026-11-28 12:00 UTC: since then the repository's rules of garbage collection may have taken its data. Ask for a new branch instead`,
      );
    });

    it('knows no end where another branch has the same head', async () => {
      collect(7);
      await commit('main');
      await makeBranch();
      await deleteBranch();
      const late = { now: clock.now() + 300 * DAY_MS };
      expect((await restore({}, late)).notes[0]).toMatch(/holds\.$/);
    });

    it('leaves a past date out, which nothing would be made for', async () => {
      await makeBranch();
      await deleteBranch();
      const past = await restore({ expiresAt: '2026-11-20' });
      expect(past.object?.spec).not.toHaveProperty('expiresAt');
      expect(past.notes[1]).toBe(
        'Its date, 2026-11-20, is past: it comes back without one. Give it a new one when it is there.',
      );
      // A day ends at its end.
      const today = await restore({ expiresAt: '2026-11-21' });
      expect(today.object?.spec).toHaveProperty('expiresAt', '2026-11-21');
      expect(today.notes).toHaveLength(1);
    });

    it('goes on promoting to where it did', async () => {
      await makeBranch();
      await deleteBranch();
      const promote = { commit: 'a'.repeat(64) };
      expect((await restore({ promote })).object?.spec).toMatchObject({
        promote: { ...promote, into: 'main' },
      });
      const into = { ...promote, into: 'release' };
      expect((await restore({ promote: into })).object?.spec).toMatchObject({
        promote: into,
      });
    });

    it('waits for one that is not gone from the cluster, where its source would be another', async () => {
      await makeBranch();
      live = declared();
      expect((await restore()).object).toBeDefined();
      const { tag } = await deleteBranch();
      expect(await refusalOf()).toBe(
        "orders-fix is not gone from dom-sales yet, and where a branch begins can't be changed in one that is there; wait until the removal is live",
      );
      live = declared({ source: tag });
      expect((await restore()).object).toBeDefined();
    });

    it('refuses where lakeFS gives no answer, and promises nothing', async () => {
      const what =
        "Whether branch orders-fix of lake/sales-lake can be restored can't be told: ";
      server.faults.set(() => ({ status: 503 }));
      expect(await refusalOf()).toBe(
        `${what}lakeFS lake answered 503; it is asked again. Whoever runs it sees why`,
      );
      server.faults.set(() => undefined);
      expect(await refusalOf({ repository: 'sales-old' })).toContain(
        'lakeFS lake has no repository sales-old any more',
      );
      const other = { ...context(['other/*']) };
      expect(await refusalOf({ server: 'other' }, other)).toContain(
        'the portal knows no lakeFS other.',
      );
    });

    it('asks nothing about what the domain may not use', async () => {
      asked = 0;
      const foreign = declared({ repository: 'risk-lake' });
      expect(await steps.restore(foreign, context())).toEqual({
        ...{ object: foreign, notes: [], problems: [] },
      });
      expect(await steps.checkNew(foreign, context())).toEqual([]);
      expect(await steps.removal(foreign, context())).toEqual([]);
      expect(asked).toBe(0);
    });
  });

  describe('where one is new', () => {
    const problemsOf = (spec: object, over: Partial<OutsideContext> = {}) =>
      steps.checkNew(declared(spec), { ...context(), ...over });

    it('lets it begin where a deleted one ended, while that can be', async () => {
      collect(7);
      await makeBranch();
      await commit('orders-fix');
      const { tag } = await deleteBranch();
      expect(await problemsOf({ branch: 'again', source: tag })).toEqual([]);
      const [late] = await problemsOf(
        { branch: 'again', source: tag },
        { now: START + 8 * DAY_MS },
      );
      expect(late).toMatchObject({ severity: 'error', path: 'spec.source' });
      expect(late.message).toContain(
        'Branch orders-fix of lake/sales-lake could be restored until',
      );
    });

    it('refuses a tag that is gone, and one that nobody can ask about', async () => {
      const source = 'lakefront-kept-orders-fix-0123456789ab';
      expect((await problemsOf({ source }))[0].message).toContain(
        `has no tag ${source}`,
      );
      server.faults.set(() => ({ status: 503 }));
      expect((await problemsOf({ source }))[0].message).toContain(
        'answered 503',
      );
    });

    it('asks lakeFS nothing of another source', async () => {
      asked = 0;
      expect(await problemsOf({ source: 'main' })).toEqual([]);
      expect(asked).toBe(0);
    });

    it('refuses a past date', async () => {
      const [{ path, message }] = await problemsOf({ expiresAt: '2026-11-20' });
      expect({ path, message }).toEqual({
        path: 'spec.expiresAt',
        message:
          '2026-11-20 is past: nothing is made for it. Give a later date, or none',
      });
    });
  });

  describe('where one is removed', () => {
    const removalOf = (spec?: object, over: Partial<OutsideContext> = {}) =>
      steps.removal(declared(spec), { ...context(), ...over });

    it('says until when the branch could be had again', async () => {
      await makeBranch();
      expect(await removalOf()).toEqual([
        expect.stringContaining('for as long as that tag is there'),
      ]);
      collect(7);
      await commit('orders-fix');
      expect(await removalOf()).toEqual([
        expect.stringContaining('until 2026-11-28 12:00 UTC'),
      ]);
      server.faults.set(() => ({ status: 503 }));
      expect(await removalOf()).toEqual([
        "Until when it could be restored then can't be told: lakeFS lake answered 503; it is asked again. Whoever runs it sees why.",
      ]);
    });

    it.each<[object, string[]]>([
      [{ ahead: 0, uncommitted: 0 }, []],
      [
        { ahead: 1, uncommitted: 2 },
        [
          'When it was last looked at, it held 2 objects that nobody committed and 1 commit that main has not.',
        ],
      ],
      [
        { promotion: { commit: 'c'.repeat(64), into: 'main', done: false } },
        [
          'Commit cccccccccccc is not merged into main yet: without its object it never is.',
        ],
      ],
      [{ promotion: { commit: 'c', into: 'main', done: true } }, []],
    ])('says what would be left undone: %j', async (standing, said) => {
      const retain = { deletionPolicy: 'Retain' };
      const seen = { standing: { source: 'main', ...standing } } as Workload;
      expect(await removalOf(retain, { seen })).toEqual(said);
    });

    it('has nothing to say of one that stays', async () => {
      expect(await removalOf({ deletionPolicy: 'Retain' })).toEqual([]);
    });
  });

  it('takes any name for what it is, and no name for another', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9_][-a-zA-Z0-9_]{0,30}$/);
    const digits = fc.stringMatching(/^[0-9a-f]{12}$/);
    fc.assert(
      fc.property(name, digits, (branch, twelve) => {
        const tag = `${keptTagPrefix(branch)}${twelve}`;
        expect(readKeptTag(tag)).toEqual({ branch, digits: twelve });
        expect(isUnmoved(tag, twelve.padEnd(64, '0'))).toBe(true);
        expect(isUnmoved(tag, `x${twelve}`.padEnd(64, '0'))).toBe(false);
      }),
      { numRuns: 10_000 },
    );
    fc.assert(
      fc.property(fc.string(), text => {
        expect(readKeptTag(`lakefront-kept-${text}`)?.branch ?? '').toMatch(
          /^(\w[-\w]*)?$/,
        );
      }),
      { numRuns: 10_000 },
    );
  });

  it('says of any object what is wrong with it, and never throws', async () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('main', '..', '/', 'lakefront-kept-a-0123456789ab', ''),
      fc.jsonValue(),
    );
    const spec = fc.record({
      server: fc.constantFrom('lake', 'other', '', '__proto__'),
      repository: fc.oneof(value, fc.constantFrom(REPOSITORY, 'sales-..')),
      branch: value,
      source: value,
      expiresAt: value,
      promote: value,
      deletionPolicy: fc.constantFrom('Delete', 'Retain', 3, null),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(spec, fc.jsonValue()), async wild => {
        const object = { ...declared(), spec: wild } as KubernetesObject;
        await steps.checkNew(object, context());
        await steps.removal(object, context());
        const { object: restored, problems } = await steps.restore(
          object,
          context(),
        );
        expect(restored !== undefined || problems.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('survives whatever stands in the metadata', async () => {
    await makeBranch();
    await client.repositories.setMetadata(REPOSITORY, {
      'lakefront.dev/kept.orders-fix': '{"owner": 3',
      'lakefront.dev/branch.orders-fix': 'no hash',
      'lakefront.dev/branch.orders-fix.nothex': 'west/dom-risk/x',
      'lakefront.dev/branch.orders-fix-2.0123456789abcdef': 'west/dom-risk/x',
    });
    expect((await restore()).object).toBeDefined();
  });
});
