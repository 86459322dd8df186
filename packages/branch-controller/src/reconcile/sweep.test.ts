import {
  bidKey,
  claimKey,
  deletingKey,
  keptKey,
} from '@lakefront/lakefs-client';
import type { Lake } from '../lake/Lake';
import { TestControl } from '../__testUtils__/TestControl';
import { FakeKube } from '../__testUtils__/FakeKube';
import { TestLake } from '../__testUtils__/TestLake';
import { findLeftovers, sweep } from './sweep';

jest.setTimeout(60_000);

const OURS = 'west/dom-sales/fix';
const THEIRS = 'east/dom-sales/fix';

describe('what nobody looks after', () => {
  let testLake: TestLake;
  let control: TestControl;

  beforeEach(async () => {
    testLake = await TestLake.start();
    const kube = new FakeKube(() => testLake.clock.now());
    control = new TestControl(testLake, kube);
  });
  afterEach(() => testLake.stop());

  const tidy = async (has: (owner: string) => boolean, isGone = true) => {
    const { signal } = control.stop;
    const { client, clock } = testLake;
    const lake: Lake = {
      ...{ client, signal, ...control.parts },
      ...{ server: 'lake', repository: 'orders-lake' },
    };
    const snapshot = await lake.view.current(0, signal);
    const found = findLeftovers(snapshot, { clusterName: 'west', has });
    await sweep(lake, found, { clock, isGone: async () => isGone });
    return found.map(({ branch, owner, what }) => `${what} ${branch} ${owner}`);
  };
  const begin = async (entries: Record<string, string>) => {
    await testLake.client.repositories.setMetadata('orders-lake', entries);
  };

  it('takes away keys of ours whose object and branch are gone, and no others', async () => {
    const others = { [claimKey('fix', THEIRS)]: THEIRS, 'by hand': 'x' };
    await begin({
      ...others,
      [claimKey('fix', OURS)]: OURS,
      [bidKey('fix', OURS)]: OURS,
      [deletingKey('fix', OURS)]: OURS,
      [keptKey('fix')]: JSON.stringify({
        ...{ owner: OURS, at: 'then', reason: 'r', message: 'm' },
      }),
    });
    expect(await tidy(() => false)).toEqual([
      `protection fix ${OURS}`,
      `bid fix ${OURS}`,
      `claim fix ${OURS}`,
      `kept fix ${OURS}`,
    ]);
    expect(await testLake.metadata()).toEqual(others);
    expect(await tidy(() => false)).toEqual([]);
  });

  it('leaves the claim with the branch, and says that its object is gone', async () => {
    await testLake.client.branches.create('orders-lake', {
      name: 'fix',
      source: 'main',
    });
    await begin({ [claimKey('fix', OURS)]: OURS });
    expect(await tidy(() => false)).toEqual([`branch fix ${OURS}`]);
    const metadata = await testLake.metadata();
    expect(metadata[claimKey('fix', OURS)]).toBe(OURS);
    expect(JSON.parse(metadata[keptKey('fix')])).toMatchObject({
      owner: OURS,
      reason: 'ObjectGone',
    });
    expect(await tidy(() => false)).toEqual([]);
  });

  it('takes away a protection that is marked as ours, and no other', async () => {
    const { repositories } = testLake.client;
    await repositories.setBranchProtection('orders-lake', {
      patterns: ['fix', 'by-hand', 'main'],
    });
    await begin({ [deletingKey('fix', OURS)]: OURS });
    await tidy(() => false);
    const { patterns } = await repositories.branchProtection('orders-lake');
    expect([...patterns].sort()).toEqual(['by-hand', 'main']);
  });

  it('touches nothing whose object is there, as the index or the API server says', async () => {
    const entries = {
      [claimKey('fix', OURS)]: OURS,
      [bidKey('fix', OURS)]: OURS,
      [deletingKey('fix', OURS)]: OURS,
    };
    await begin(entries);
    expect(await tidy(() => true)).toEqual([]);
    await tidy(() => false, false);
    expect(await testLake.metadata()).toEqual(entries);
  });
});
