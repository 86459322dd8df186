import { Request, Response, Router } from 'express';
import { GitHost } from '../host/GitHost';
import { forbidden, notFound, unprocessable } from '../host/GitHostError';
import { BranchProtection, Hook, HostUser } from '../host/model';
import { isPlatformEngineer } from '../host/rights';
import { hookShape, protectionShape } from '../host/reviewShapes';
import { isLoopbackUrl } from '../host/WebhookSender';
import { isBranchName } from '../repository/names';
import {
  Body,
  bodyOf,
  handle,
  repositoryOf,
  requireActor,
  strings,
  text,
} from './http';

const REPO = '/repos/:owner/:repo';

function requireOwner(response: Response): HostUser {
  const actor = requireActor(response);
  if (!actor.admin && !isPlatformEngineer(actor)) {
    throw forbidden(
      'user should be an owner or a collaborator with admin write of a repository',
    );
  }
  return actor;
}

function hookFields(body: Body): Partial<Hook> {
  const config = (body.config ?? {}) as Body;
  const url = text(config, 'url');
  if (url !== undefined && !isLoopbackUrl(url)) {
    throw unprocessable(
      'The sandbox sends webhooks to loopback addresses only',
    );
  }
  const secret = text(config, 'secret');
  const branchFilter = text(body, 'branch_filter');
  return {
    ...(url === undefined ? {} : { url }),
    ...(secret === undefined ? {} : { secret }),
    ...(branchFilter === undefined ? {} : { branchFilter }),
    ...(Array.isArray(body.events) ? { events: strings(body, 'events') } : {}),
    ...(typeof body.active === 'boolean' ? { active: body.active } : {}),
  };
}

function ruleFields(body: Body): Partial<BranchProtection> {
  const approvals = body.required_approvals;
  const checks = body.status_check_contexts;
  const rejected = body.block_on_rejected_reviews;
  const stale = body.ignore_stale_approvals ?? body.dismiss_stale_approvals;
  return {
    ...(typeof approvals === 'number' ? { requiredApprovals: approvals } : {}),
    ...(Array.isArray(checks) || body.enable_status_check === false
      ? {
          statusContexts:
            body.enable_status_check === false
              ? []
              : strings(body, 'status_check_contexts'),
        }
      : {}),
    ...(typeof rejected === 'boolean'
      ? { blockOnRejectedReviews: rejected }
      : {}),
    ...(typeof stale === 'boolean' ? { ignoreStaleApprovals: stale } : {}),
  };
}

/** Webhooks and branch protection: for who runs the repository. */
export function settingsRoutes(host: GitHost): Router {
  const router = Router();

  function hookOf(request: Request, response: Response) {
    requireOwner(response);
    const repository = repositoryOf(host, request, response);
    const hook = repository.hooks.find(
      found => found.id === Number(request.params.id),
    );
    if (!hook) {
      throw notFound('The target could not be found.');
    }
    return { repository, hook };
  }

  router.get(
    `${REPO}/hooks`,
    handle((request, response) => {
      requireOwner(response);
      const { hooks } = repositoryOf(host, request, response);
      response.json(hooks.map(hookShape));
    }),
  );
  router.post(
    `${REPO}/hooks`,
    handle((request, response) => {
      requireOwner(response);
      const repository = repositoryOf(host, request, response);
      const body = bodyOf(request);
      const fields = hookFields(body);
      if (text(body, 'type') !== 'gitea' || !fields.url) {
        throw unprocessable('[Type]: must be gitea, with config.url');
      }
      const hook: Hook = {
        id: host.nextId(),
        url: fields.url,
        secret: '',
        contentType: 'json',
        events: ['push'],
        branchFilter: '*',
        active: false,
        createdAt: host.now(),
        updatedAt: host.now(),
        ...fields,
      };
      repository.hooks.push(hook);
      response.status(201).json(hookShape(hook));
    }),
  );
  router.get(
    `${REPO}/hooks/:id(\\d+)`,
    handle((request, response) => {
      response.json(hookShape(hookOf(request, response).hook));
    }),
  );
  router.patch(
    `${REPO}/hooks/:id(\\d+)`,
    handle((request, response) => {
      const { hook } = hookOf(request, response);
      Object.assign(hook, hookFields(bodyOf(request)), {
        updatedAt: host.now(),
      });
      response.json(hookShape(hook));
    }),
  );
  router.delete(
    `${REPO}/hooks/:id(\\d+)`,
    handle((request, response) => {
      const { repository, hook } = hookOf(request, response);
      repository.hooks = repository.hooks.filter(found => found !== hook);
      response.status(204).end();
    }),
  );

  function ruleOf(request: Request, response: Response) {
    const repository = repositoryOf(host, request, response);
    const rule = repository.protections.find(
      found => found.branch === request.params.rule,
    );
    if (!rule) {
      throw notFound('The target could not be found.');
    }
    return { repository, rule };
  }

  router.get(
    `${REPO}/branch_protections`,
    handle((request, response) => {
      requireActor(response);
      const { protections } = repositoryOf(host, request, response);
      response.json(protections.map(protectionShape));
    }),
  );
  router.post(
    `${REPO}/branch_protections`,
    handle((request, response) => {
      requireOwner(response);
      const repository = repositoryOf(host, request, response);
      const body = bodyOf(request);
      const branch = text(body, 'rule_name') ?? text(body, 'branch_name') ?? '';
      if (!isBranchName(branch)) {
        throw unprocessable('rule_name: must be the name of a branch');
      }
      if (repository.protections.some(rule => rule.branch === branch)) {
        throw forbidden('Branch protection already exist');
      }
      const rule: BranchProtection = {
        branch,
        requiredApprovals: 0,
        statusContexts: [],
        blockOnRejectedReviews: false,
        ignoreStaleApprovals: false,
        createdAt: host.now(),
        updatedAt: host.now(),
        ...ruleFields(body),
      };
      repository.protections.push(rule);
      response.status(201).json(protectionShape(rule));
    }),
  );
  router.get(
    `${REPO}/branch_protections/:rule`,
    handle((request, response) => {
      requireActor(response);
      response.json(protectionShape(ruleOf(request, response).rule));
    }),
  );
  router.patch(
    `${REPO}/branch_protections/:rule`,
    handle((request, response) => {
      requireOwner(response);
      const { rule } = ruleOf(request, response);
      Object.assign(rule, ruleFields(bodyOf(request)), {
        updatedAt: host.now(),
      });
      response.json(protectionShape(rule));
    }),
  );
  router.delete(
    `${REPO}/branch_protections/:rule`,
    handle((request, response) => {
      requireOwner(response);
      const { repository, rule } = ruleOf(request, response);
      repository.protections = repository.protections.filter(
        found => found !== rule,
      );
      response.status(204).end();
    }),
  );
  return router;
}
