import { Router } from 'express';
import {
  createBranch,
  deleteBranch,
  hardReset,
  resetBranch,
} from '../host/branches';
import { commitBranch } from '../host/commitBranch';
import type { LakeHost } from '../host/LakeHost';
import { cherryPick, revertCommit } from '../host/pickCommit';
import { diffStaged } from '../model/diff';
import { compareText } from '../model/tree';
import {
  answer,
  branchOf,
  flag,
  handle,
  pageOf,
  query,
  repositoryOf,
  userOf,
} from './answers';
import { Body } from './body';
import {
  changedPrefixShape,
  changeShape,
  commitShape,
  refShape,
} from './shapes';

const BRANCHES = '/repositories/:repository/branches';
const BRANCH = `${BRANCHES}/:branch`;

export function branchRoutes(host: LakeHost): Router {
  const router = Router();

  router.get(
    BRANCHES,
    handle((request, response) => {
      const hidden = flag(request, 'show_hidden');
      const branches = [...repositoryOf(host, request).branches.values()]
        .filter(branch => hidden || !branch.hidden)
        .sort((a, b) => compareText(a.id, b.id));
      answer(
        response,
        pageOf(
          request,
          branches,
          ({ id }) => id,
          ({ id, commitId }) => refShape(id, commitId),
        ),
      );
    }),
  );

  router.post(
    BRANCHES,
    handle((request, response) => {
      const body = new Body(request, 'BranchCreation');
      const { commitId } = createBranch(repositoryOf(host, request), {
        name: body.text('name'),
        source: body.text('source'),
        hidden: body.flag('hidden'),
        force: body.flag('force'),
      });
      // Bare text, whatever its specification says.
      response.status(201).type('text/plain').send(commitId);
    }),
  );

  router.get(
    BRANCH,
    handle((request, response) => {
      const { id, commitId } = branchOf(host, request);
      answer(response, refShape(id, commitId));
    }),
  );

  router.delete(
    BRANCH,
    handle((request, response) => {
      const { branch } = request.params;
      const force = flag(request, 'force');
      deleteBranch(repositoryOf(host, request), branch, force);
      response.status(204).end();
    }),
  );

  router.put(
    BRANCH,
    handle((request, response) => {
      const body = new Body(request, 'ResetCreation');
      resetBranch(repositoryOf(host, request), branchOf(host, request), {
        type: body.text('type'),
        path: body.optionalText('path'),
        force: body.flag('force'),
      });
      response.status(204).end();
    }),
  );

  router.put(
    `${BRANCH}/hard_reset`,
    handle((request, response) => {
      hardReset(repositoryOf(host, request), branchOf(host, request), {
        ref: query(request, 'ref') ?? '',
        force: flag(request, 'force'),
      });
      response.status(204).end();
    }),
  );

  router.post(
    `${BRANCH}/commits`,
    handle((request, response) => {
      const body = new Body(request, 'CommitCreation');
      const message = body.text('message');
      const repository = repositoryOf(host, request);
      const commit = commitBranch(repository, branchOf(host, request), {
        committer: userOf(response).name,
        message,
        metadata: body.texts('metadata'),
        allowEmpty: body.flag('allow_empty'),
        force: body.flag('force'),
      });
      answer(response.status(201), commitShape(commit));
    }),
  );

  router.get(
    `${BRANCH}/diff`,
    handle((request, response) => {
      const branch = branchOf(host, request);
      const { tree } = repositoryOf(host, request).head(branch);
      answer(
        response,
        pageOf(
          request,
          diffStaged(tree, branch.staged),
          ({ path }) => path,
          changeShape,
          changedPrefixShape,
        ),
      );
    }),
  );

  router.post(
    `${BRANCH}/revert`,
    handle((request, response) => {
      const body = new Body(request, 'RevertCreation');
      revertCommit(repositoryOf(host, request), branchOf(host, request), {
        ref: body.text('ref'),
        parentNumber: body.number('parent_number') ?? 0,
        committer: userOf(response).name,
        allowEmpty: body.flag('allow_empty'),
        force: body.flag('force'),
      });
      response.status(204).end();
    }),
  );

  router.post(
    `${BRANCH}/cherry-pick`,
    handle((request, response) => {
      const body = new Body(request, 'CherryPickCreation');
      const commit = cherryPick(
        repositoryOf(host, request),
        branchOf(host, request),
        {
          ref: body.text('ref'),
          parentNumber: body.number('parent_number') ?? 0,
          committer: userOf(response).name,
          force: body.flag('force'),
        },
      );
      answer(response.status(201), commitShape(commit));
    }),
  );

  return router;
}
