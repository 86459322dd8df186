import type {
  List,
  WorkloadRun,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Router } from 'express';
import { number, readSpan, several } from './readQuery';
import {
  askerOf,
  freshnessOf,
  type RouteServices,
  selectKeys,
} from './RouteContext';

/** Marks on a strip of 24 hours: more would be a smear. */
const RUNS_SHOWN = 1000;

export function addRunRoutes(router: Router, services: RouteServices) {
  router.get('/runs', async (req, res) => {
    const asker = await askerOf(services, req);
    const keys = selectKeys(services, asker, {
      domain: several(req.query, 'domain'),
      kubernetesCluster: several(req.query, 'kubernetesCluster'),
    });
    const answer: List<WorkloadRun> = {
      items: await services.runs.within(keys, {
        ...readSpan(req.query, services.now()),
        limit: number(req.query, 'limit') ?? RUNS_SHOWN,
      }),
      freshness: freshnessOf(services, keys),
    };
    res.json(answer);
  });
}
