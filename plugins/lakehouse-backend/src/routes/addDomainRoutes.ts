import type {
  LakehouseDomain,
  LakehouseDomainDetail,
  List,
  ListChanges,
  QuotaHistory,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Router } from 'express';
import { notThere } from '../access/DefaultDomainAccess';
import type { DomainFacts } from '../queries/DomainQueries';
import type { DomainKey } from '../types';
import { catchUp, positionsOf } from '../versions/catchUp';
import { hashOf } from '../versions/Versions';
import {
  type Asker,
  askerOf,
  freshnessOf,
  type RouteServices,
  selectKeys,
} from './RouteContext';
import { readSpan, text } from './readQuery';
import { withSince } from './withSince';

const DAY_MS = 24 * 60 * 60_000;

export function addDomainRoutes(router: Router, services: RouteServices) {
  const { domainQueries, versions } = services;

  router.get('/domains', async (req, res) => {
    const asker = await askerOf(services, req);
    const keys = selectKeys(services, asker);
    const items = domainQueries.list(
      keys,
      await factsOf(services, asker, keys),
    );
    const answer: ListChanges<LakehouseDomain> = {
      ...withSince(versions, text(req.query, 'since'), {
        items,
        total: items.length,
      }),
      freshness: freshnessOf(services, keys),
    };
    res.json(answer);
  });

  router.get('/domains/:domain', async (req, res) => {
    const asker = await askerOf(services, req);
    const { domain } = req.params;
    const views = [
      services.index.namespaces,
      ...services.index.workloadViews(),
    ];
    const since = text(req.query, 'since');
    await catchUp(views, (since && versions.open(since)?.positions) || {});
    const keys = selectKeys(services, asker, { domain: [domain] });
    const version = versions.seal({
      positions: positionsOf(views),
      query: '',
      scope: hashOf([...keys]),
    });
    const detail = domainQueries.detail(
      keys,
      domain,
      await factsOf(services, asker, keys),
    );
    if (!detail) {
      throw notThere();
    }
    const answer: LakehouseDomainDetail = {
      ...detail,
      freshness: freshnessOf(services, keys),
      version,
    };
    res.json(answer);
  });

  router.get('/domains/:domain/usage', async (req, res) => {
    const asker = await askerOf(services, req);
    const keys = selectKeys(services, asker, { domain: [req.params.domain] });
    if (keys.size === 0) {
      throw notThere();
    }
    const span = readSpan(req.query, services.now());
    const answer: List<QuotaHistory> = {
      items: await services.usage.within(keys, span),
      freshness: freshnessOf(services, keys),
    };
    res.json(answer);
  });
}

/** What of a domain does not stand in the index itself. */
async function factsOf(
  services: RouteServices,
  asker: Asker,
  keys: ReadonlySet<DomainKey>,
): Promise<DomainFacts> {
  const { access, domains, runs, workloads, now } = services;
  const since = new Date(now() - DAY_MS).toISOString();
  const platform = await access.isPlatform(asker.credentials);
  const roles = new Map(
    await Promise.all(
      domains
        .places()
        .filter(({ key }) => keys.has(key))
        .map(
          async place =>
            [place.key, await access.role(asker.credentials, place)] as const,
        ),
    ),
  );
  const failedToday = await runs.failedSince(keys, since);
  return {
    platform,
    failedToday,
    role: place => roles.get(place.key),
    count: workloads.countStates(keys),
  };
}
