import { Router } from 'express';
import type { LakeHost } from '../host/LakeHost';
import { assertWritable } from '../host/writeRules';
import { badRequest, LakeFSRefusal } from '../LakeFSRefusal';
import { answer, handle, repositoryOf } from './answers';
import { Body } from './body';

const PROTECTION = '/repositories/:repository/settings/branch_protection';
const RULES = '/repositories/:repository/settings/gc_rules';

export function settingRoutes(host: LakeHost): Router {
  const router = Router();

  router.get(
    PROTECTION,
    handle((request, response) => {
      const { patterns, etag } = repositoryOf(host, request).protection.get();
      response.setHeader('ETag', etag);
      answer(
        response,
        patterns.map(pattern => ({ pattern })),
      );
    }),
  );

  router.put(
    PROTECTION,
    handle((request, response) => {
      const etag = request.get('if-match');
      if (etag === '') {
        response
          .status(400)
          .type('text/plain')
          .send(
            "Invalid format for parameter If-Match: parameter 'If-Match' is empty, can't bind its value",
          );
        return;
      }
      const patterns = patternsOf(request.body);
      const repository = repositoryOf(host, request);
      assertWritable(repository);
      repository.protection.set(patterns, etag);
      response.status(204).end();
    }),
  );

  router.get(
    RULES,
    handle((request, response) => {
      const { garbageCollection } = repositoryOf(host, request);
      if (!garbageCollection) throw new LakeFSRefusal(404, 'not found');
      const { defaultRetentionDays, branches } = garbageCollection;
      answer(response, {
        // An empty list is sent as none.
        branches:
          branches.length === 0
            ? null
            : branches.map(({ branch, retentionDays }) => ({
                branch_id: branch,
                retention_days: retentionDays,
              })),
        default_retention_days: defaultRetentionDays,
      });
    }),
  );

  router.put(
    RULES,
    handle((request, response) => {
      const body = new Body(request, 'GarbageCollectionRules');
      const repository = repositoryOf(host, request);
      assertWritable(repository);
      repository.garbageCollection = {
        defaultRetentionDays: body.number('default_retention_days') ?? 0,
        branches: body.list('branches').map(rule => {
          const { branch_id: branch, retention_days: days } = rule as Record<
            string,
            unknown
          >;
          return { branch: String(branch), retentionDays: Number(days) };
        }),
      };
      response.status(204).end();
    }),
  );

  router.delete(
    RULES,
    handle((request, response) => {
      const repository = repositoryOf(host, request);
      assertWritable(repository);
      delete repository.garbageCollection;
      response.status(204).end();
    }),
  );

  return router;
}

function patternsOf(body: unknown): string[] {
  if (!Array.isArray(body)) {
    throw badRequest(
      "request body has an error: doesn't match schema: value must be an array",
    );
  }
  return body.map((rule, index) => {
    if (typeof rule?.pattern !== 'string' || rule.pattern === '') {
      throw badRequest(
        `request body has an error: doesn't match schema: Error at "/${index}/pattern": minimum string length is 1`,
      );
    }
    return rule.pattern;
  });
}
