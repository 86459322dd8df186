import { isRepositoryPattern, mayUseRepository } from './repositoryPatterns';

describe('patterns of repositories', () => {
  it.each([
    ['lake/sales-orders', 'lake', 'sales-orders', true],
    ['lake/sales-orders', 'lake', 'sales-orders-2', false],
    ['lake/sales-*', 'lake', 'sales-orders', true],
    ['lake/sales-*', 'lake', 'sales', false],
    ['lake/sales-*', 'other', 'sales-orders', false],
    ['lake/*-raw', 'lake', 'sales-raw', true],
    ['lake/*-raw', 'lake', 'sales-raw-2', false],
    ['lake/s*s*s', 'lake', 'sales-orders', true],
    ['lake/ab*ba', 'lake', 'aba', false],
    ['lake/*', 'lake', 'anything', true],
    ['*/sales', 'lake', 'sales', false],
    ['*', 'lake', 'sales', false],
    ['lake', 'lake', 'sales', false],
    ['', 'lake', 'sales', false],
    ['lake/.*', 'lake', 'sales', false],
    ['lake/sales-orders/x', 'lake', 'sales-orders', false],
  ])('%s names %s/%s: %s', (pattern, server, repository, expected) => {
    expect(mayUseRepository([pattern], { server, repository })).toBe(expected);
  });

  it('any of several will do, and none names nothing', () => {
    const place = { server: 'lake', repository: 'sales' };
    expect(mayUseRepository(['lake/risk', 'lake/sales'], place)).toBe(true);
    expect(mayUseRepository([], place)).toBe(false);
  });

  it('takes its time from nobody', () => {
    const pattern = `lake/${'*a'.repeat(200)}*b`;
    const repository = 'a'.repeat(5_000);
    const before = Date.now();
    expect(mayUseRepository([pattern], { server: 'lake', repository })).toBe(
      false,
    );
    expect(Date.now() - before).toBeLessThan(1_000);
    expect(isRepositoryPattern(pattern)).toBe(true);
  });
});
