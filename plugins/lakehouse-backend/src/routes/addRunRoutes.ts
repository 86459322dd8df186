import type {
  DomainRuns,
  List,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Router } from 'express';
import { groupRuns } from '../runs/groupRuns';
import { number, readSpan, several } from './readQuery';
import {
  askerOf,
  freshnessOf,
  type RouteServices,
  selectPlaces,
} from './RouteContext';
import { sendAnswer } from './sendAnswer';

/** Marks on a strip of 24 hours: more would be a smear. */
const RUNS_SHOWN = 1000;

export function addRunRoutes(router: Router, services: RouteServices) {
  router.get('/runs', async (req, res) => {
    const asker = await askerOf(services, req);
    const selection = selectPlaces(services, asker, {
      domain: several(req.query, 'domain'),
      kubernetesCluster: several(req.query, 'kubernetesCluster'),
    });
    const limit = number(req.query, 'limit') ?? RUNS_SHOWN;
    const runs = await services.runs.within(selection.keys, {
      ...readSpan(req.query, services.now()),
      // One more tells whether these are all.
      limit: limit + 1,
    });
    const answer: List<DomainRuns> = {
      // What does not fit is the oldest, and the newest comes last.
      items: groupRuns(runs.slice(-limit)),
      ...(runs.length > limit && { truncated: true }),
      freshness: freshnessOf(services, selection),
    };
    sendAnswer(res, answer);
  });
}
