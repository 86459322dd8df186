import { Router } from 'express';
import { GitHost } from '../host/GitHost';
import {
  forbidden,
  GitHostError,
  notFound,
  unprocessable,
} from '../host/GitHostError';
import { moveBranch } from '../host/moveBranch';
import { mayPush } from '../host/rights';
import {
  apiUrl,
  branchShape,
  commitShape,
  repositoryShape,
  userShape,
} from '../host/shapes';
import { diffFiles, EMPTY_TREE } from '../repository/diff';
import { isBranchName, isFilePath } from '../repository/names';
import { NO_COMMIT } from '../repository/writeCommit';
import {
  actorOf,
  bodyOf,
  handle,
  pageOf,
  paging,
  query,
  repositoryOf,
  requireActor,
  sendJson,
  sendPage,
  text,
} from './http';

const REPO = '/repos/:owner/:repo';

/** Version, users, repositories, branches, commits and trees. */
export function repositoryRoutes(host: GitHost): Router {
  const router = Router();

  router.get('/version', (_request, response) => {
    response.json({ version: '1.26.4+sandbox' });
  });
  router.get(
    '/user',
    handle((_request, response) => {
      response.json(userShape(host, requireActor(response)));
    }),
  );
  router.get(
    '/users/:login',
    handle((request, response) => {
      response.json(userShape(host, host.user(request.params.login)));
    }),
  );
  router.get(
    REPO,
    handle((request, response) => {
      const repository = repositoryOf(host, request, response);
      response.json(repositoryShape(host, repository, actorOf(response)));
    }),
  );

  router.get(
    `${REPO}/branches`,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      const branches = [...(await repository.git.branches())];
      const actor = actorOf(response);
      sendPage(request, response, {
        total: branches.length,
        items: await Promise.all(
          pageOf(request, branches).map(async ([name, sha]) =>
            branchShape(host, repository, {
              name,
              actor,
              commit: await repository.git.commit(sha),
            }),
          ),
        ),
      });
    }),
  );
  router.get(
    `${REPO}/branches/*`,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      const name = request.params[0];
      const sha = await repository.git.head(name);
      if (!sha) {
        throw notFound(`branch does not exist [name: ${name}]`);
      }
      const commit = await repository.git.commit(sha);
      sendJson(
        request,
        response,
        branchShape(host, repository, {
          name,
          commit,
          actor: actorOf(response),
        }),
      );
    }),
  );
  router.post(
    `${REPO}/branches`,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      const actor = requireActor(response);
      const body = bodyOf(request);
      const name = text(body, 'new_branch_name') ?? '';
      const from =
        text(body, 'old_ref_name') ||
        text(body, 'old_branch_name') ||
        repository.defaultBranch;
      if (!isBranchName(name)) {
        throw unprocessable(`branch name is invalid [name: ${name}]`);
      }
      const verdict = mayPush(actor, name, repository.defaultBranch);
      if (!verdict.allowed) {
        throw forbidden(verdict.reason);
      }
      const sha = await repository.lock.run(async () => {
        const source = await repository.git.resolve(from);
        if (!source) {
          throw notFound('The old branch does not exist');
        }
        if (await repository.git.head(name)) {
          throw new GitHostError(409, 'The branch already exists.');
        }
        await moveBranch(host, repository, {
          branch: name,
          before: NO_COMMIT,
          after: source,
          actor,
        });
        return source;
      });
      const commit = await repository.git.commit(sha);
      response
        .status(201)
        .json(branchShape(host, repository, { name, commit, actor }));
    }),
  );
  router.put(
    `${REPO}/branches/*`,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      const actor = requireActor(response);
      const branch = request.params[0];
      const verdict = mayPush(actor, branch, repository.defaultBranch);
      if (!verdict.allowed) {
        throw forbidden(verdict.reason);
      }
      const body = bodyOf(request);
      const expected = text(body, 'old_commit_id');
      await repository.lock.run(async () => {
        const before = await repository.git.head(branch);
        const after = await repository.git.resolve(
          text(body, 'new_commit_id') ?? '',
        );
        if (!before || !after) {
          throw notFound(`branch or commit does not exist [name: ${branch}]`);
        }
        if (expected !== undefined && expected !== before) {
          throw new GitHostError(409, 'branch commit does not match');
        }
        if (body.force !== true) {
          throw unprocessable('only forced updates are known here');
        }
        await moveBranch(host, repository, { branch, before, after, actor });
      });
      response.status(204).end();
    }),
  );
  router.delete(
    `${REPO}/branches/*`,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      const actor = requireActor(response);
      const branch = request.params[0];
      const verdict = mayPush(actor, branch, repository.defaultBranch);
      if (!verdict.allowed) {
        throw forbidden(verdict.reason);
      }
      if (branch === repository.defaultBranch) {
        throw forbidden('can not delete default or pull request target branch');
      }
      await repository.lock.run(async () => {
        const before = await repository.git.head(branch);
        if (!before) {
          throw notFound(`branch does not exist [name: ${branch}]`);
        }
        await moveBranch(host, repository, {
          branch,
          before,
          after: NO_COMMIT,
          actor,
        });
      });
      response.status(204).end();
    }),
  );

  router.get(
    `${REPO}/commits`,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      const { git } = repository;
      const ref = query(request, 'sha') ?? repository.defaultBranch;
      const from = await git.resolve(ref);
      const path = query(request, 'path');
      if (!from || (path !== undefined && !isFilePath(path))) {
        throw notFound(`object does not exist [id: ${ref}, rel_path: ]`);
      }
      const total = await git.countCommits({ from, path });
      if (path !== undefined && total === 0) {
        throw notFound('The target could not be found.');
      }
      const { skip, limit } = paging(request);
      const commits = await git.log({ from, path, skip, limit });
      sendPage(request, response, {
        total,
        items: commits.map(commit => commitShape(host, repository, commit)),
      });
    }),
  );
  router.get(
    `${REPO}/git/commits/:sha`,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      const { git } = repository;
      const { sha: ref } = request.params;
      if (!/^[0-9a-f]{4,40}$/.test(ref) && !isBranchName(ref)) {
        throw unprocessable(`no valid ref or sha: ${ref}`);
      }
      const sha = await git.resolve(ref);
      if (!sha) {
        throw notFound(`object does not exist [id: ${ref}, rel_path: ]`);
      }
      const commit = await git.commit(sha);
      const files = await diffFiles(git, commit.parents[0] ?? EMPTY_TREE, sha);
      sendJson(request, response, commitShape(host, repository, commit, files));
    }),
  );
  router.get(
    `${REPO}/compare/*`,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      const { git } = repository;
      const [base, head] = request.params[0].split(/\.{2,3}/);
      const not = await git.resolve(base ?? '');
      const from = await git.resolve(head || repository.defaultBranch);
      if (!not || !from) {
        throw notFound('The target could not be found.');
      }
      const commits = await git.log({ from, not });
      sendJson(request, response, {
        total_commits: commits.length,
        commits: commits.map(commit => commitShape(host, repository, commit)),
      });
    }),
  );
  router.get(
    `${REPO}/git/trees/*`,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      const ref = request.params[0];
      const sha = await repository.git.resolveTree(ref);
      if (!sha) {
        throw notFound(`object does not exist [id: ${ref}, rel_path: ]`);
      }
      const recursive = ['1', 'true'].includes(
        query(request, 'recursive') ?? '',
      );
      const entries = await repository.git.list(sha, '', {
        recursive,
        trees: recursive,
      });
      sendJson(request, response, {
        sha,
        url: `${apiUrl(host, repository)}/git/trees/${sha}`,
        tree: entries.map(entry => ({
          ...entry,
          url: `${apiUrl(host, repository)}/git/${entry.type}s/${entry.sha}`,
        })),
        truncated: false,
        page: 1,
        total_count: entries.length,
      });
    }),
  );
  return router;
}
