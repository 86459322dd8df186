import type { Request, RequestHandler, Response } from 'express';
import type { LakeHost, LakeUser } from '../host/LakeHost';
import type { LakeRepository } from '../host/LakeRepository';
import { badRequest } from '../LakeFSRefusal';
import type { Branch } from '../model/types';
import { foldPage, type ListQuery } from '../model/fold';

/** Passes what a handler throws on to the one that answers refusals. */
export function handle(
  work: (request: Request, response: Response) => Promise<void> | void,
): RequestHandler {
  return (request, response, next) => {
    Promise.resolve()
      .then(() => work(request, response))
      .catch(next);
  };
}

/** Sends JSON. Express would say which letters it is in; lakeFS does not. */
export function answer(response: Response, body: unknown): void {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(body));
}

/** Who asks; the key has been looked at before. */
export function userOf(response: Response): LakeUser {
  return response.locals.user as LakeUser;
}

export function repositoryOf(host: LakeHost, request: Request): LakeRepository {
  return host.repository(request.params.repository);
}

export function branchOf(host: LakeHost, request: Request): Branch {
  return repositoryOf(host, request).branch(request.params.branch);
}

export function query(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' ? value : undefined;
}

export function flag(request: Request, name: string): boolean {
  return query(request, name) === 'true';
}

/** A parameter given more than once. */
export function queries(request: Request, name: string): string[] {
  const value = request.query[name];
  return [value ?? []].flat().map(String);
}

/** The path of an object, which lakeFS wants to be there before all else. */
export function pathOf(request: Request): string {
  const path = query(request, 'path');
  if (path === undefined) {
    throw badRequest(
      'parameter "path" in query has an error: value is required but missing',
    );
  }
  if (path === '') {
    throw badRequest(
      'parameter "path" in query has an error: empty value is not allowed',
    );
  }
  return path;
}

const PER_PAGE = 100;
const MAX_PER_PAGE = 1000;

export function listQuery(request: Request): ListQuery {
  return {
    prefix: query(request, 'prefix') ?? '',
    after: query(request, 'after') ?? '',
    delimiter: query(request, 'delimiter') ?? '',
    amount: amountOf(request),
  };
}

export function amountOf(request: Request): number {
  const text = query(request, 'amount');
  if (text === undefined || text === '') return PER_PAGE;
  const amount = Number(text);
  if (!Number.isInteger(amount)) {
    throw badRequest(
      `parameter "amount" in query has an error: value ${text}: an invalid integer: invalid syntax`,
    );
  }
  if (amount > MAX_PER_PAGE) {
    throw badRequest(
      `parameter "amount" in query has an error: number must be at most ${MAX_PER_PAGE}`,
    );
  }
  return amount <= 0 ? PER_PAGE : amount;
}

/** A page as lakeFS sends it; `last` is what the next one is asked for. */
export function page(results: unknown[], hasMore: boolean, last: string) {
  return {
    pagination: {
      has_more: hasMore,
      max_per_page: MAX_PER_PAGE,
      next_offset: hasMore ? last : '',
      results: results.length,
    },
    results,
  };
}

/** One page of things that stand in the order of their ids, folded where that is asked for. */
export function pageOf<T>(
  request: Request,
  things: readonly T[],
  idOf: (thing: T) => string,
  show: (thing: T) => unknown,
  showPrefix: (path: string) => unknown = path => path,
) {
  const { results, hasMore } = foldPage(things, idOf, listQuery(request));
  return page(
    results.map(({ path, item }) =>
      item === undefined ? showPrefix(path) : show(item),
    ),
    hasMore,
    results.at(-1)?.path ?? '',
  );
}
