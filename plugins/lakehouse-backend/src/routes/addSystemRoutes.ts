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
  selectKeys,
} from './RouteContext';

export function addSystemRoutes(router: Router, services: RouteServices) {
  router.get('/kinds', async (req, res) => {
    await askerOf(services, req);
    const answer: List<KindInfo> = {
      items: services.index.kinds.all().map(toKindInfo),
      freshness: [],
    };
    res.json(answer);
  });

  router.get('/freshness', async (req, res) => {
    const asker = await askerOf(services, req);
    const keys = selectKeys(services, asker);
    const platform = await services.access.isPlatform(asker.credentials);
    const freshness = freshnessOf(services, keys);
    const answer: List<Freshness> = {
      // Which resources are watched, and what an API server says, is for operators.
      items: platform ? services.reader.freshness() : freshness,
      freshness,
    };
    res.json(answer);
  });
}
