import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRepositoryPattern, mayUseRepository } from './repositoryPatterns';

/** What the branch controller is held against, too: it has a rule of its own. */
const table: Array<[string, string, string, boolean]> = JSON.parse(
  readFileSync(
    join(__dirname, '../../../../../test/fixtures/repository-patterns.json'),
    'utf8',
  ),
);

describe('mayUseRepository', () => {
  it.each(table)('%j names %s/%j: %s', (pattern, server, repository, is) => {
    expect(mayUseRepository([pattern], { server, repository })).toBe(is);
  });

  it('any of several will do, and none names nothing', () => {
    const place = { server: 'lake', repository: 'sales' };
    expect(mayUseRepository(['lake/risk', 'lake/sales'], place)).toBe(true);
    expect(mayUseRepository([], place)).toBe(false);
  });

  it('takes its time from nobody', () => {
    const pattern = `lake/${'*a'.repeat(200)}*b`;
    const before = Date.now();
    expect(
      mayUseRepository([pattern], {
        server: 'lake',
        repository: 'a'.repeat(5_000),
      }),
    ).toBe(false);
    expect(Date.now() - before).toBeLessThan(1_000);
    expect(isRepositoryPattern(pattern)).toBe(true);
  });
});
