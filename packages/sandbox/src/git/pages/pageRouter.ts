import express, {
  NextFunction,
  Request,
  RequestHandler,
  Response,
  Router,
} from 'express';
import { handle, statusOf } from '../api/http';
import { GitHost } from '../host/GitHost';
import { forbidden, GitHostError, notFound } from '../host/GitHostError';
import { mergePull, MergeStyle } from '../host/mergePull';
import { HostedRepository, HostUser, PullRequest } from '../host/model';
import { pullFacts, readyTitle } from '../host/pullFacts';
import { addReview, editPull, findPull } from '../host/pulls';
import { CHOOSE_FIRST } from '../host/rights';
import { diffText } from '../repository/diff';
import {
  commitPage,
  findPlace,
  hostPage,
  repositoryPage,
  sourcePage,
} from './filePages';
import { html } from './html';
import { PageContent, renderPage } from './layout';
import { pullListPage, pullPage } from './pullPages';
import { STYLE_SOURCE } from './style';
import { createVisitors } from './visitor';

const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src ${STYLE_SOURCE}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** A path on this host, and nothing that leads away from it. */
function localPath(value: unknown): string {
  return typeof value === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(value)
    ? value
    : '/';
}

function field(request: Request, name: string): string {
  const value: unknown = request.body?.[name];
  return typeof value === 'string' ? value : '';
}

/** The pages for people. No script; every button is a form. */
export function pageRouter(host: GitHost): Router {
  const router = Router();
  const visitors = createVisitors(host);
  router.use((_request, response, next) => {
    response.set(HEADERS);
    next();
  });
  router.use(express.urlencoded({ extended: false, limit: '1mb' }));

  function send(
    request: Request,
    response: Response,
    content: PageContent,
    status = 200,
  ) {
    const visitor = visitors.of(request, response);
    const path =
      request.method === 'GET'
        ? request.originalUrl
        : request.path.replace(/\/[a-z]+$/, '');
    response
      .status(status)
      .type('html')
      .send(renderPage({ host, visitor, path }, content));
  }

  function repositoryOf(request: Request, response: Response) {
    const repository = host.repositories.get(
      `${request.params.owner}/${request.params.repo}`,
    );
    const hidden = repository?.private && !visitors.of(request, response).user;
    if (!repository || hidden) {
      throw notFound('There is no such repository.');
    }
    return repository;
  }

  function page(
    make: (
      repository: HostedRepository,
      request: Request,
      response: Response,
    ) => Promise<PageContent> | PageContent,
  ): RequestHandler {
    return handle(async (request, response) => {
      const repository = repositoryOf(request, response);
      send(request, response, await make(repository, request, response));
    });
  }

  router.get(
    '/',
    handle((request, response) => {
      const { user } = visitors.of(request, response);
      const shown = [...host.repositories.values()].filter(
        repository => !repository.private || user,
      );
      send(request, response, hostPage(shown));
    }),
  );
  router.post(
    '/-/user',
    handle((request, response) => {
      visitors.checkForm(request);
      visitors.choose(response, field(request, 'user'));
      response.redirect(303, localPath(request.body.return));
    }),
  );
  router.get(
    '/:owner/:repo',
    page(repository => repositoryPage(host, repository)),
  );
  router.get(
    '/:owner/:repo/src/:kind(branch|commit)/*',
    page(async (repository, request) =>
      sourcePage(
        repository,
        await findPlace(repository, request.params.kind, request.params[0]),
      ),
    ),
  );
  router.get(
    '/:owner/:repo/raw/:kind(branch|commit)/*',
    handle(async (request, response) => {
      const repository = repositoryOf(request, response);
      const { sha, path } = await findPlace(
        repository,
        request.params.kind,
        request.params[0],
      );
      const entry = path ? await repository.git.entry(sha, path) : undefined;
      if (entry?.type !== 'blob') {
        throw notFound('There is no such file.');
      }
      response
        .type('text/plain')
        .send(await repository.git.readBlob(entry.sha));
    }),
  );
  router.get(
    '/:owner/:repo/commit/:sha',
    page((repository, request) => commitPage(repository, request.params.sha)),
  );
  router.get(
    '/:owner/:repo/pulls',
    page((repository, request) =>
      pullListPage(repository, String(request.query.state ?? 'open')),
    ),
  );
  router.get(
    '/:owner/:repo/pulls/:number(\\d+).diff',
    handle(async (request, response) => {
      const repository = repositoryOf(request, response);
      const pull = findPull(repository, Number(request.params.number));
      const { mergeBase } = await pullFacts(repository, pull);
      response
        .type('text/plain')
        .send(await diffText(repository.git, mergeBase, pull.headSha));
    }),
  );
  router.get(
    '/:owner/:repo/pulls/:number(\\d+)',
    page((repository, request, response) =>
      pullPage(host, repository, {
        pull: findPull(repository, Number(request.params.number)),
        visitor: visitors.of(request, response),
      }),
    ),
  );

  type Work = (options: {
    repository: HostedRepository;
    pull: PullRequest;
    actor: HostUser;
    request: Request;
  }) => Promise<unknown> | unknown;

  /** A button of a pull request: works and shows the page again, or says why not. */
  function action(name: string, work: Work) {
    router.post(
      `/:owner/:repo/pulls/:number(\\d+)/${name}`,
      handle(async (request, response) => {
        visitors.checkForm(request);
        const repository = repositoryOf(request, response);
        const pull = findPull(repository, Number(request.params.number));
        const visitor = visitors.of(request, response);
        try {
          if (!visitor.user) {
            throw forbidden(CHOOSE_FIRST);
          }
          await work({ repository, pull, actor: visitor.user, request });
        } catch (error) {
          if (!(error instanceof GitHostError)) {
            throw error;
          }
          send(
            request,
            response,
            await pullPage(host, repository, {
              pull,
              visitor,
              problem: error.message,
            }),
            error.status,
          );
          return;
        }
        response.redirect(303, `/${repository.fullName}/pulls/${pull.number}`);
      }),
    );
  }

  action('review', ({ repository, pull, actor, request }) => {
    const event = field(request, 'event');
    if (
      event !== 'APPROVED' &&
      event !== 'REQUEST_CHANGES' &&
      event !== 'COMMENT'
    ) {
      throw new GitHostError(422, 'There is no such review.');
    }
    return addReview(host, repository, {
      pull,
      actor,
      state: event,
      body: field(request, 'body'),
      // What was looked at, which may be older than what is there now.
      commit: field(request, 'head'),
    });
  });
  action('merge', ({ repository, pull, actor, request }) =>
    mergePull(host, repository, {
      pull,
      actor,
      style: (field(request, 'style') || 'merge') as MergeStyle,
      headCommit: field(request, 'head'),
      deleteBranch: field(request, 'delete') === 'yes',
    }),
  );
  action('ready', ({ repository, pull, actor }) =>
    editPull(host, repository, { pull, actor, title: readyTitle(pull.title) }),
  );
  action('close', ({ repository, pull, actor }) =>
    editPull(host, repository, { pull, actor, state: 'closed' }),
  );
  action('reopen', ({ repository, pull, actor }) =>
    editPull(host, repository, { pull, actor, state: 'open' }),
  );

  router.use(
    handle(() => {
      throw notFound('There is no such page.');
    }),
  );
  // Express knows an error handler by its four parameters.
  router.use(
    (
      error: unknown,
      request: Request,
      response: Response,
      next: NextFunction,
    ) => {
      if (response.headersSent) {
        next(error);
        return;
      }
      const status = statusOf(error);
      if (status === 500) {
        host.options.logger?.warn(
          `${request.method} ${request.path} failed: ${error}`,
        );
      }
      const message =
        status === 500
          ? 'Something broke in the sandbox.'
          : String((error as Error).message);
      send(
        request,
        response,
        {
          title: `Error ${status}`,
          body: html`<h1>That did not work</h1>
            <p class="box alert" role="alert">${message}</p>
            <p><a href="/">All repositories</a></p>`,
        },
        status,
      );
    },
  );
  return router;
}
