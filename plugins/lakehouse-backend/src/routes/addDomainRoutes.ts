import type {
  DomainSync,
  LakehouseDomain,
  LakehouseDomainDetail,
  List,
  ListChanges,
  QuotaHistory,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Router } from 'express';
import { notThere } from '../access/DefaultDomainAccess';
import { toDomainKey } from '../index/DomainMap';
import type { DomainFacts } from '../queries/DomainQueries';
import type { Selection } from '../queries/PlaceSelector';
import { catchUpWith } from './catchUpWith';
import {
  type Asker,
  askerOf,
  freshnessOf,
  type RouteServices,
  selectPlaces,
} from './RouteContext';
import { number, readSpan, text } from './readQuery';
import { sendAnswer } from './sendAnswer';
import { withSince } from './withSince';

const DAY_MS = 24 * 60 * 60_000;

export function addDomainRoutes(router: Router, services: RouteServices) {
  const { domainQueries, index, versions } = services;
  const views = [index.namespaces, index.quotas, ...index.workloadViews()];

  router.get('/domains', async (req, res) => {
    const asker = await askerOf(services, req);
    const selection = selectPlaces(services, asker);
    const page = {
      limit: number(req.query, 'limit'),
      cursor: text(req.query, 'cursor'),
    };
    const answer: ListChanges<LakehouseDomain> = {
      ...(await withSince<LakehouseDomain>(versions, {
        since: text(req.query, 'since'),
        ...{ selection, views },
        answer: async () => {
          const facts = await factsOf(services, asker, selection);
          return domainQueries.list(selection.keys, facts, page);
        },
      })),
      freshness: freshnessOf(services, selection),
    };
    sendAnswer(res, answer);
  });

  router.get('/domains/:domain', async (req, res) => {
    const asker = await askerOf(services, req);
    const { domain } = req.params;
    const place = { domain: [domain] };
    const seen = await catchUpWith(versions, {
      since: text(req.query, 'since'),
      views,
      selection: selectPlaces(services, asker, place),
    });
    // The wait gave others time to change what may be seen.
    const selection = selectPlaces(services, asker, place);
    const detail = domainQueries.detail(
      selection.keys,
      domain,
      await factsOf(services, asker, selection),
    );
    if (!detail) {
      throw notThere();
    }
    const answer: LakehouseDomainDetail = {
      ...detail,
      syncs: await withCulprits(services, domain, detail.syncs),
      freshness: freshnessOf(services, selection),
      ...seen,
    };
    sendAnswer(res, answer);
  });

  router.get('/domains/:domain/usage', async (req, res) => {
    const asker = await askerOf(services, req);
    const selection = selectPlaces(services, asker, {
      domain: [req.params.domain],
    });
    if (selection.keys.size === 0) {
      throw notThere();
    }
    const span = readSpan(req.query, services.now());
    const answer: List<QuotaHistory> = {
      items: await services.usage.within(selection.keys, span),
      freshness: freshnessOf(services, selection),
    };
    sendAnswer(res, answer);
  });
}

/** Says of what is blocked which file and which change it is. */
function withCulprits(
  { changes }: RouteServices,
  domain: string,
  syncs: DomainSync[],
): Promise<DomainSync[]> {
  return Promise.all(
    syncs.map(async sync => {
      const culprit =
        sync.state === 'blocked' && sync.message
          ? await changes.findCulprit(
              toDomainKey(sync.kubernetesCluster, domain),
              sync.message,
            )
          : undefined;
      return { ...sync, ...(culprit && { culprit }) };
    }),
  );
}

/** What of a domain does not stand in the index itself. */
async function factsOf(
  services: RouteServices,
  asker: Asker,
  { keys }: Selection,
): Promise<DomainFacts> {
  const { access, runs, workloads, now } = services;
  const since = new Date(now() - DAY_MS).toISOString();
  return {
    platform: await access.isPlatform(asker.credentials),
    failedToday: await runs.failedSince(keys, since),
    role: await access.roles(asker.credentials),
    count: workloads.countStates(keys),
  };
}
