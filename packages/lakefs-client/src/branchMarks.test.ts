import {
  bidKey,
  claimKey,
  deletingKey,
  keptKey,
  readBranchMarks,
} from './branchMarks';

const KEPT = { owner: 'o', at: 'now', reason: 'r', message: 'm' };

it.each([
  ['fix', 'west/dom-sales/fix'],
  ['kept', 'west/dom-sales/kept.fix'],
  ['a-b_c-0123456789abcdef', ''],
  ['__proto__', 'östlich/"/\u0000'],
  ['branch', 'x'.repeat(1_000)],
  ['9'.repeat(500), 'lakefront.dev/branch.fix.0a'],
])('reads back what is written of %s', (branch, owner) => {
  const marks = readBranchMarks({
    [claimKey(branch, owner)]: owner,
    [bidKey(branch, owner)]: owner,
    [deletingKey(branch, owner)]: owner,
    [keptKey(branch)]: JSON.stringify(KEPT),
    'of others': 'x',
  });
  expect([...marks]).toEqual([
    [branch, { claims: [owner], bids: [owner], deleting: [owner], kept: KEPT }],
  ]);
});

it('has a key for each claimant', () => {
  const marks = readBranchMarks({
    [claimKey('fix', 'one')]: 'one',
    [claimKey('fix', 'two')]: 'two',
    [claimKey('fix-2', 'one')]: 'one',
  });
  expect(marks.get('fix')?.claims).toEqual(['one', 'two']);
  expect(marks.get('fix-2')?.claims).toEqual(['one']);
});

it.each([
  'lakefront.dev/',
  'lakefront.dev/branch',
  'lakefront.dev/branch.fix',
  'lakefront.dev/branch.fix.nothex',
  'lakefront.dev/branch.a/b.0a',
  'lakefront.dev/other.fix.0a',
  'lakefront.dev/kept.fix.0a',
  'other.dev/branch.fix.0a',
])('leaves %s alone', key => {
  expect(readBranchMarks({ [key]: '{}' }).size).toBe(0);
});

it.each(['', '{', 'null', '3', '{"owner":1}', '[]'])(
  'knows no reason why a branch was kept from %j',
  text => {
    const marks = readBranchMarks({ [keptKey('fix')]: text }).get('fix');
    expect(marks?.kept).toBeUndefined();
  },
);
