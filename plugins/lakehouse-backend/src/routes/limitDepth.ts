import { InputError } from '@backstage/errors';
import type { RequestHandler } from 'express';

/** No object of Kubernetes comes near it. */
const DEEPEST = 100;

/**
 * Refuses bodies that are nested so deep that whoever walks them would run out
 * of stack: JSON is read without recursion, but written and compared with it.
 */
export const limitDepth: RequestHandler = (req, _res, next) => {
  next(
    isDeeperThan(req.body, DEEPEST)
      ? new InputError(`The body is nested deeper than ${DEEPEST} levels`)
      : undefined,
  );
};

/** Level by level, as the depth is what must not be walked recursively. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level = [value].filter(isNested);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= levels) {
      return true;
    }
    level = level.flatMap(one => Object.values(one)).filter(isNested);
  }
  return false;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
