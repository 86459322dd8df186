import { Request, Response, Router } from 'express';
import { GitHost } from '../host/GitHost';
import { notFound, unprocessable } from '../host/GitHostError';
import { mergePull, MergeStyle } from '../host/mergePull';
import { pullFacts } from '../host/pullFacts';
import { editPull, findPull, openPull } from '../host/pulls';
import { changedFileShape, pullShape } from '../host/pullShape';
import { commitShape } from '../host/shapes';
import { diffText } from '../repository/diff';
import {
  bodyOf,
  handle,
  pageOf,
  query,
  repositoryOf,
  requireActor,
  sendJson,
  sendPage,
  strings,
  text,
} from './http';

const PULLS = '/repos/:owner/:repo/pulls';

/** Pull requests: create, list, read, edit, merge. */
export function pullRoutes(host: GitHost): Router {
  const router = Router();

  function find(request: Request, response: Response) {
    const repository = repositoryOf(host, request, response);
    return {
      repository,
      pull: findPull(repository, Number(request.params.number)),
    };
  }

  router.get(
    PULLS,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      const state = query(request, 'state') ?? 'open';
      const base = query(request, 'base_branch');
      const poster = query(request, 'poster');
      const sort = query(request, 'sort');
      const found = repository.pulls.filter(
        pull =>
          (state === 'all' || pull.state === state) &&
          (base === undefined || pull.base === base) &&
          (poster === undefined || pull.login === poster),
      );
      if (sort === 'recentupdate' || sort === 'leastupdate') {
        found.sort((one, other) => one.updatedAt - other.updatedAt);
      }
      if (sort !== 'oldest' && sort !== 'leastupdate') {
        found.reverse();
      }
      const items = [];
      for (const pull of pageOf(request, found)) {
        items.push(await pullShape(host, repository, pull));
      }
      sendPage(request, response, { total: found.length, items });
    }),
  );
  router.post(
    PULLS,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      const actor = requireActor(response);
      const body = bodyOf(request);
      const pull = await openPull(host, repository, {
        head: text(body, 'head') ?? '',
        base: text(body, 'base') ?? '',
        title: text(body, 'title') ?? '',
        body: text(body, 'body') ?? '',
        reviewers: strings(body, 'reviewers'),
        actor,
      });
      response.status(201).json(await pullShape(host, repository, pull));
    }),
  );
  router.get(
    `${PULLS}/:number(\\d+).diff`,
    handle(async (request, response) => {
      const { repository, pull } = find(request, response);
      const { mergeBase } = await pullFacts(repository, pull);
      response
        .type('text/plain')
        .send(await diffText(repository.git, mergeBase, pull.headSha));
    }),
  );
  router.get(
    `${PULLS}/:number(\\d+)`,
    handle(async (request, response) => {
      const { repository, pull } = find(request, response);
      sendJson(request, response, await pullShape(host, repository, pull));
    }),
  );
  router.patch(
    `${PULLS}/:number(\\d+)`,
    handle(async (request, response) => {
      const actor = requireActor(response);
      const { repository, pull } = find(request, response);
      const body = bodyOf(request);
      await editPull(host, repository, {
        pull,
        actor,
        title: text(body, 'title'),
        body: text(body, 'body'),
        state: text(body, 'state'),
      });
      response.status(201).json(await pullShape(host, repository, pull));
    }),
  );
  router.get(
    `${PULLS}/:number(\\d+)/files`,
    handle(async (request, response) => {
      const { repository, pull } = find(request, response);
      const { files } = await pullFacts(repository, pull);
      sendPage(request, response, {
        total: files.length,
        items: pageOf(request, files).map(file =>
          changedFileShape(host, repository, { file, sha: pull.headSha }),
        ),
      });
    }),
  );
  router.get(
    `${PULLS}/:number(\\d+)/commits`,
    handle(async (request, response) => {
      const { repository, pull } = find(request, response);
      const { mergeBase } = await pullFacts(repository, pull);
      const commits = await repository.git.log({
        from: pull.headSha,
        not: mergeBase,
      });
      sendPage(request, response, {
        total: commits.length,
        items: pageOf(request, commits).map(commit =>
          commitShape(host, repository, commit),
        ),
      });
    }),
  );
  router.get(
    `${PULLS}/:number(\\d+)/merge`,
    handle((request, response) => {
      const { pull } = find(request, response);
      if (!pull.merged) {
        throw notFound('The target could not be found.');
      }
      response.status(204).end();
    }),
  );
  router.post(
    `${PULLS}/:number(\\d+)/merge`,
    handle(async (request, response) => {
      const actor = requireActor(response);
      const { repository, pull } = find(request, response);
      const body = bodyOf(request);
      const style = text(body, 'Do') ?? text(body, 'do');
      if (!style) {
        throw unprocessable('[Do]: Required');
      }
      await mergePull(host, repository, {
        pull,
        actor,
        style: style as MergeStyle,
        title: text(body, 'merge_title_field') ?? text(body, 'MergeTitleField'),
        message:
          text(body, 'merge_message_field') ?? text(body, 'MergeMessageField'),
        headCommit: text(body, 'head_commit_id'),
        deleteBranch: body.delete_branch_after_merge === true,
      });
      response.status(200).end();
    }),
  );
  router.get(
    `${PULLS}/:base/*`,
    handle(async (request, response) => {
      const repository = repositoryOf(host, request, response);
      // In any state, as Gitea answers it; an open one where there are several.
      const found = repository.pulls.filter(
        ({ base, head }) =>
          base === request.params.base && head === request.params[0],
      );
      const pull = found.find(({ state }) => state === 'open') ?? found.at(-1);
      if (!pull) {
        throw notFound('The target could not be found.');
      }
      sendJson(request, response, await pullShape(host, repository, pull));
    }),
  );
  return router;
}
