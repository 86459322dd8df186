import { ManualClock } from '../../clock';
import { seededRandom } from '../../random';
import { BranchProtection } from './BranchProtection';
import { commitBranch } from './commitBranch';
import { LakeHost } from './LakeHost';
import { RepositoryMetadata } from './RepositoryMetadata';
import { resolveRef, treeOf } from './resolveRef';
import { stageObject } from './objects';

describe('branch protection', () => {
  it('is obeyed when a cache has run out, and read at once', () => {
    const clock = new ManualClock();
    const protection = new BranchProtection(clock, () => 0.5);
    expect(protection.isProtected('main')).toBe(false);
    protection.set(['ma*'], undefined);
    expect(protection.get().patterns).toEqual(['ma*']);
    clock.advance(4_499);
    expect(protection.isProtected('main')).toBe(false);
    clock.advance(1);
    expect(protection.isProtected('main')).toBe(true);
    expect(protection.isProtected('other')).toBe(false);
  });

  it('takes nothing from who did not read what is there', () => {
    const protection = new BranchProtection(new ManualClock(), () => 0);
    protection.set(['a'], undefined);
    const { etag } = protection.get();
    protection.set(['a', 'b'], etag);
    expect(() => protection.set([], etag)).toThrow('Precondition failed');
    expect(protection.get().patterns).toEqual(['a', 'b']);
    protection.set([], protection.get().etag);
    expect(protection.get().etag).toBe('');
  });
});

describe('metadata', () => {
  it('refuses who writes while another does, and loses nothing', async () => {
    const metadata = new RepositoryMetadata();
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map(key => metadata.merge({ [key]: 'x' })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'rejected', 'rejected'],
    ]);
    expect(outcomes[1]).toMatchObject({ reason: { status: 500 } });
    await metadata.merge({ b: 'x' });
    await metadata.remove(['a', 'never there']);
    expect(metadata.get()).toEqual({ b: 'x' });
  });
});

describe('a reference', () => {
  const host = new LakeHost({
    clock: new ManualClock(),
    random: seededRandom(1),
    users: [],
  });
  const lake = host.createRepository({
    ...{ id: 'lake', defaultBranch: 'main', storageNamespace: 'local://x' },
    readOnly: false,
  });
  const main = lake.branch('main');
  const write = (path: string) =>
    stageObject(lake, main, {
      ...{ path, force: false },
      entry: host.makeEntry(lake, { bytes: Buffer.from(path) }),
    });
  const root = lake.head(main);
  write('one');
  const one = commitBranch(lake, main, {
    ...{ committer: 'mia', message: 'one', metadata: {} },
    ...{ allowEmpty: false, force: false },
  });
  lake.tags.set('v1', root.id);
  write('uncommitted');

  it.each([
    ['main', one.id],
    ['main~1', root.id],
    ['main~', root.id],
    ['main^1', root.id],
    ['main^0', one.id],
    ['main~0^', root.id],
    ['v1', root.id],
    [one.id, one.id],
    [one.id.slice(0, 12), one.id],
  ])('%s is found', (ref, id) => {
    expect(resolveRef(lake, ref).commit.id).toBe(id);
  });

  it.each([
    ['nope', 404],
    ['main~9', 404],
    ['main^2', 400],
    ['v1@', 400],
    ['main@~1', 400],
    ['a b', 400],
    ['', 400],
    ['~1', 400],
  ])('%j is refused', (ref, status) => {
    expect(() => resolveRef(lake, ref)).toThrow(
      expect.objectContaining({ status }),
    );
  });

  it('to a branch has what is uncommitted, unless it says not', () => {
    const paths = (ref: string) => [...treeOf(resolveRef(lake, ref)).keys()];
    expect(paths('main')).toEqual(['one', 'uncommitted']);
    expect(paths('main@')).toEqual(['one']);
  });
});
