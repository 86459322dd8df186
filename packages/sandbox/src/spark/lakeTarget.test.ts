import { testJob } from '../testUtils/createTestCluster';
import { lakeTarget } from './lakeTarget';

const target = (...args: string[]) =>
  lakeTarget(testJob('job', { arguments: args }).spec);

describe('lakeTarget', () => {
  it.each([
    [[]],
    [['--date', 'today']],
    [['s3a://lake/main/x']],
    [['lakefs://lake']],
    [['lakefs://lake/']],
  ])('finds none in %j', args => {
    expect(target(...args)).toBeUndefined();
  });

  it.each([
    [['lakefs://lake/fix'], 'lake', 'fix', ''],
    [['lakefs://lake/fix/'], 'lake', 'fix', ''],
    [['--to=lakefs://lake/fix/tables/a/'], 'lake', 'fix', 'tables/a'],
    [
      ['--from', 'lakefs://lake/main/a', '--to', 'lakefs://lake/fix/b', '-v'],
      ...['lake', 'fix', 'b'],
    ],
  ] as Array<[string[], string, string, string]>)(
    'of %j is the last',
    (args, repository, branch, folder) => {
      expect(target(...args)).toEqual({ repository, branch, folder });
    },
  );
});
