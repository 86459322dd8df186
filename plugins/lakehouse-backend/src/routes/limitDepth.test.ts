import { InputError } from '@backstage/errors';
import type { Request, Response } from 'express';
import { isDeeperThan, limitDepth } from './limitDepth';

const nested = (levels: number) =>
  JSON.parse('['.repeat(levels) + ']'.repeat(levels));

describe('limitDepth', () => {
  it.each<[unknown, number, boolean]>([
    [undefined, 0, false],
    ['text', 0, false],
    [{}, 0, true],
    [{}, 1, false],
    [{ a: { b: [1] } }, 2, true],
    [{ a: { b: [1] } }, 3, false],
    [{ flat: 1, deep: nested(5) }, 5, true],
    [nested(100_000), 100, true],
  ])('%#: knows how deep a value is', (value, levels, expected) => {
    expect(isDeeperThan(value, levels)).toBe(expected);
  });

  it('refuses what is too deep, and lets the rest pass', () => {
    const next = jest.fn();
    const run = (body: unknown) =>
      limitDepth({ body } as Request, {} as Response, next);
    run(nested(99));
    expect(next).toHaveBeenLastCalledWith(undefined);
    run(nested(200_000));
    expect(next).toHaveBeenLastCalledWith(expect.any(InputError));
  });
});
