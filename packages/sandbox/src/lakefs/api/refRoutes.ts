import { Router, type Request, type Response } from 'express';
import type { LakeHost } from '../host/LakeHost';
import type { LakeRepository } from '../host/LakeRepository';
import { baseOf, mergeRef } from '../host/mergeRef';
import { resolveFor, resolveRef, type ResolvedRef } from '../host/resolveRef';
import { LakeFSRefusal, MergeConflict, notFound } from '../LakeFSRefusal';
import { commitLog } from '../model/commitLog';
import { compareTrees, diffTrees } from '../model/diff';
import type { Change, Commit } from '../model/types';
import {
  answer,
  amountOf,
  flag,
  handle,
  page,
  pageOf,
  queries,
  query,
  repositoryOf,
  userOf,
} from './answers';
import { Body } from './body';
import { changedPrefixShape, changeShape, commitShape } from './shapes';

export function refRoutes(host: LakeHost): Router {
  const router = Router();

  const mergeAsked = (request: Request, response: Response) => {
    const body = new Body(request, 'Merge');
    const repository = repositoryOf(host, request);
    const { source, destination } = request.params;
    return mergeRef(repository, source, repository.branch(destination), {
      committer: userOf(response).name,
      message: body.optionalText('message'),
      metadata: body.texts('metadata'),
      strategy: body.optionalText('strategy') ?? '',
      squash: body.flag('squash_merge'),
      allowEmpty: body.flag('allow_empty'),
      force: body.flag('force'),
    });
  };

  router.get(
    '/repositories/:repository/commits/:commit',
    handle((request, response) => {
      // Any reference will do, and is called a commit when it is not there.
      const repository = repositoryOf(host, request);
      const commit = commitNamedBy(repository, request.params.commit);
      answer(response, commitShape(commit));
    }),
  );

  router.get(
    '/repositories/:repository/refs/:ref/commits',
    handle((request, response) => {
      const repository = repositoryOf(host, request);
      const start = resolveFor(repository, request.params.ref, 'ref').commit;
      const since = query(request, 'since');
      const { commits, hasMore } = commitLog(
        start,
        id => repository.commit(id),
        {
          after: commitNamed(repository, request, 'after', 'from ref'),
          stopAt: commitNamed(repository, request, 'stop_at', 'stop_at'),
          amount: amountOf(request),
          firstParent: flag(request, 'first_parent'),
          prefixes: queries(request, 'prefixes'),
          objects: queries(request, 'objects'),
          limit: flag(request, 'limit'),
          since: since ? Date.parse(since) : undefined,
        },
      );
      answer(
        response,
        page(commits.map(commitShape), hasMore, commits.at(-1)?.id ?? ''),
      );
    }),
  );

  router.get(
    '/repositories/:repository/refs/:left/diff/:right',
    handle((request, response) => {
      answer(
        response,
        pageOf(
          request,
          diffOf(repositoryOf(host, request), request),
          ({ path }) => path,
          changeShape,
          changedPrefixShape,
        ),
      );
    }),
  );

  router.get(
    '/repositories/:repository/refs/:source/merge/:destination',
    handle((request, response) => {
      const repository = repositoryOf(host, request);
      const { source, destination } = request.params;
      const from = leftOf(repository, source).commit;
      const to = rightOf(repository, destination).commit;
      answer(response, {
        base_commit_id: baseOf(repository, from, to).id,
        destination_commit_id: to.id,
        source_commit_id: from.id,
      });
    }),
  );

  router.post(
    '/repositories/:repository/refs/:source/merge/:destination',
    handle((request, response) => {
      try {
        const { id } = mergeAsked(request, response);
        answer(response, { reference: id });
      } catch (error) {
        if (!(error instanceof MergeConflict)) throw error;
        // It says nothing of which paths.
        answer(response.status(409), { reference: '' });
      }
    }),
  );

  return router;
}

function commitNamedBy(repository: LakeRepository, ref: string): Commit {
  try {
    return resolveRef(repository, ref).commit;
  } catch (error) {
    throw error instanceof LakeFSRefusal ? notFound('commit') : error;
  }
}

function leftOf(repository: LakeRepository, ref: string): ResolvedRef {
  return resolveFor(repository, ref, `get commit by branch ${ref}`);
}

function rightOf(repository: LakeRepository, ref: string): ResolvedRef {
  return resolveFor(repository, ref, `get commit by ref ${ref}`);
}

function commitNamed(
  repository: LakeRepository,
  request: Request,
  parameter: string,
  what: string,
) {
  const ref = query(request, parameter);
  return ref ? resolveFor(repository, ref, what).commit : undefined;
}

/** Of what is committed; `diff` of a branch tells the rest. */
function diffOf(repository: LakeRepository, request: Request): Change[] {
  const left = leftOf(repository, request.params.left).commit;
  const right = rightOf(repository, request.params.right).commit;
  if (query(request, 'type') === 'two_dot') {
    return diffTrees(left.tree, right.tree);
  }
  const base = baseOf(repository, left, right);
  return compareTrees(left.tree, right.tree, base.tree);
}
