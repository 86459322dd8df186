import { Request, Response, Router } from 'express';
import { GitHost } from '../host/GitHost';
import { forbidden, notFound, unprocessable } from '../host/GitHostError';
import { ReviewState, StatusState } from '../host/model';
import {
  addComment,
  addReview,
  addStatus,
  combinedState,
  findPull,
  latestStatuses,
} from '../host/pulls';
import { mayWrite } from '../host/rights';
import { pullShape } from '../host/pullShape';
import {
  commentShape,
  labelShape,
  reviewShape,
  statusShape,
} from '../host/reviewShapes';
import { apiUrl, repositoryShape } from '../host/shapes';
import {
  actorOf,
  bodyOf,
  handle,
  pageOf,
  repositoryOf,
  requireActor,
  sendJson,
  sendPage,
  strings,
  text,
} from './http';

const REPO = '/repos/:owner/:repo';
const PULL = `${REPO}/pulls/:number(\\d+)`;
const ISSUE = `${REPO}/issues/:number(\\d+)`;
const REVIEW_STATES: ReviewState[] = ['APPROVED', 'REQUEST_CHANGES', 'COMMENT'];
const STATUS_STATES: StatusState[] = [
  'pending',
  'success',
  'error',
  'failure',
  'warning',
  'skipped',
];

/** What people and machines say about a pull request or commit. */
export function reviewRoutes(host: GitHost): Router {
  const router = Router();

  function find(request: Request, response: Response) {
    const repository = repositoryOf(host, request, response);
    return {
      repository,
      pull: findPull(repository, Number(request.params.number)),
    };
  }
  async function findCommit(request: Request, response: Response) {
    const repository = repositoryOf(host, request, response);
    const { ref } = request.params;
    const sha = await repository.git.resolve(ref);
    if (!sha) {
      throw notFound(`object does not exist [id: ${ref}, rel_path: ]`);
    }
    return { repository, sha };
  }

  router.get(
    `${PULL}/reviews`,
    handle((request, response) => {
      const { repository, pull } = find(request, response);
      sendPage(request, response, {
        total: pull.reviews.length,
        items: pageOf(request, pull.reviews).map(review =>
          reviewShape(host, repository, { ...pull, review }),
        ),
      });
    }),
  );
  router.post(
    `${PULL}/reviews`,
    handle((request, response) => {
      const actor = requireActor(response);
      const { repository, pull } = find(request, response);
      const body = bodyOf(request);
      const event = text(body, 'event');
      const state = REVIEW_STATES.find(
        name => name === (event === 'APPROVE' ? 'APPROVED' : event),
      );
      if (!state) {
        throw unprocessable(`[event]: one of ${REVIEW_STATES.join(', ')}`);
      }
      const review = addReview(host, repository, {
        pull,
        actor,
        state,
        body: text(body, 'body') ?? '',
        commit: text(body, 'commit_id'),
      });
      response.json(reviewShape(host, repository, { ...pull, review }));
    }),
  );
  router.post(
    `${PULL}/requested_reviewers`,
    handle((request, response) => {
      const actor = requireActor(response);
      const { pull } = find(request, response);
      if (!mayWrite(actor).allowed) {
        throw forbidden('user may not request reviews');
      }
      const logins = strings(bodyOf(request), 'reviewers').map(
        login => host.user(login).login,
      );
      if (logins.includes(pull.login)) {
        throw unprocessable('poster of pr can not be reviewer');
      }
      pull.requestedReviewers = [
        ...new Set([...pull.requestedReviewers, ...logins]),
      ];
      response.status(201).json([]);
    }),
  );

  router.get(
    `${ISSUE}/comments`,
    handle((request, response) => {
      const { repository, pull } = find(request, response);
      sendPage(request, response, {
        total: pull.comments.length,
        items: pageOf(request, pull.comments).map(comment =>
          commentShape(host, repository, { number: pull.number, comment }),
        ),
      });
    }),
  );
  router.post(
    `${ISSUE}/comments`,
    handle((request, response) => {
      const actor = requireActor(response);
      const { repository, pull } = find(request, response);
      const comment = addComment(host, repository, {
        pull,
        actor,
        body: text(bodyOf(request), 'body') ?? '',
      });
      response
        .status(201)
        .json(commentShape(host, repository, { number: pull.number, comment }));
    }),
  );

  router.get(
    `${REPO}/labels`,
    handle((request, response) => {
      const repository = repositoryOf(host, request, response);
      response.json(
        repository.labels.map(label => labelShape(host, repository, label)),
      );
    }),
  );
  router.post(
    `${REPO}/labels`,
    handle((request, response) => {
      const actor = requireActor(response);
      const repository = repositoryOf(host, request, response);
      const body = bodyOf(request);
      const name = text(body, 'name')?.trim();
      if (!mayWrite(actor).allowed) {
        throw forbidden('user may not make labels');
      }
      if (!name) {
        throw unprocessable('[Name]: Required');
      }
      const label = host.addLabel(repository, {
        name,
        color: text(body, 'color')?.replace(/^#/, ''),
        description: text(body, 'description'),
      });
      response.status(201).json(labelShape(host, repository, label));
    }),
  );
  router.post(
    `${ISSUE}/labels`,
    handle(async (request, response) => {
      const actor = requireActor(response);
      const { repository, pull } = find(request, response);
      if (!mayWrite(actor).allowed) {
        throw forbidden('user may not set labels');
      }
      const { labels: wanted } = bodyOf(request);
      const labels = repository.labels.filter(
        label =>
          Array.isArray(wanted) &&
          (wanted.includes(label.id) || wanted.includes(label.name)),
      );
      pull.labels = [
        ...new Set([...pull.labels, ...labels.map(label => label.id)]),
      ];
      response.json((await pullShape(host, repository, pull)).labels);
    }),
  );

  router.post(
    `${REPO}/statuses/:ref`,
    handle(async (request, response) => {
      const actor = requireActor(response);
      const { repository, sha } = await findCommit(request, response);
      const body = bodyOf(request);
      const state = STATUS_STATES.find(name => name === body.state);
      if (!state) {
        throw unprocessable(`[state]: one of ${STATUS_STATES.join(', ')}`);
      }
      const status = addStatus(host, repository, {
        sha,
        actor,
        state,
        context: text(body, 'context') || 'default',
        description: text(body, 'description') ?? '',
        targetUrl: text(body, 'target_url') ?? '',
      });
      response.status(201).json(statusShape(host, repository, sha, status));
    }),
  );
  router.get(
    [`${REPO}/statuses/:ref`, `${REPO}/commits/:ref/statuses`],
    handle(async (request, response) => {
      const { repository, sha } = await findCommit(request, response);
      const statuses = repository.statuses.get(sha) ?? [];
      sendPage(request, response, {
        total: statuses.length,
        items: pageOf(request, statuses).map(status =>
          statusShape(host, repository, sha, status),
        ),
      });
    }),
  );
  router.get(
    `${REPO}/commits/:ref/status`,
    handle(async (request, response) => {
      const { repository, sha } = await findCommit(request, response);
      const statuses = latestStatuses(repository, sha);
      sendJson(request, response, {
        state: combinedState(statuses),
        sha,
        total_count: statuses.length,
        statuses: statuses.map(status =>
          statusShape(host, repository, sha, status),
        ),
        repository: repositoryShape(host, repository, actorOf(response)),
        commit_url: `${apiUrl(host, repository)}/git/commits/${sha}`,
        url: `${apiUrl(host, repository)}/commits/${sha}/status`,
      });
    }),
  );
  return router;
}
