import {
  type Freshness,
  type KindInfo,
  type List,
  toKindInfo,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Router } from 'express';
import {
  askerOf,
  freshnessOf,
  type RouteServices,
  selectPlaces,
} from './RouteContext';
import { sendAnswer } from './sendAnswer';

export function addSystemRoutes(router: Router, services: RouteServices) {
  router.get('/kinds', async (req, res) => {
    await askerOf(services, req);
    const answer: List<KindInfo> = {
      items: services.index.kinds.all().map(toKindInfo),
      freshness: [],
    };
    sendAnswer(res, answer);
  });

  router.get('/freshness', async (req, res) => {
    const asker = await askerOf(services, req);
    const selection = selectPlaces(services, asker);
    const platform = await services.access.isPlatform(asker.credentials);
    const freshness = freshnessOf(services, selection);
    const answer: List<Freshness> = {
      // Which resources are watched, and what an API server says, is for operators.
      items: platform ? services.reader.freshness() : freshness,
      freshness,
    };
    sendAnswer(res, answer);
  });
}
