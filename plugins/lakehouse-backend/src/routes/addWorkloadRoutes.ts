import {
  type EventSummary,
  type Facets,
  lakehouseChangeCreatePermission,
  type List,
  type ListChanges,
  type Workload,
  type WorkloadDetail,
  type WorkloadRun,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Router } from 'express';
import { eventsOf } from '../index/eventsOf';
import { toWorkload } from '../index/toWorkload';
import { cutList } from '../queries/pageSize';
import { catchUpWith } from './catchUpWith';
import { findWorkload } from './findWorkload';
import { number, readFilters, readWorkloadQuery, text } from './readQuery';
import {
  askerOf,
  freshnessOf,
  may,
  type RouteServices,
  selectPlaces,
} from './RouteContext';
import { sendAnswer } from './sendAnswer';

const WORKLOAD = '/workloads/:kubernetesCluster/:namespace/:kind/:name';
const RUNS_SHOWN = 50;
const PHASES_OF_OPEN_CHANGES = ['open', 'merged', 'synced'] as const;

export function addWorkloadRoutes(router: Router, services: RouteServices) {
  const { index, runs, versions, workloads } = services;

  router.get('/workloads', async (req, res) => {
    const asker = await askerOf(services, req);
    const query = readWorkloadQuery(req.query);
    const selection = selectPlaces(services, asker, query.filters);
    const page = await workloads.list(asker.scope, query);
    const answer: ListChanges<Workload> = {
      ...page,
      items: await services.usual.addTo(page.items),
      freshness: freshnessOf(services, selection),
    };
    sendAnswer(res, answer);
  });

  router.get('/facets', async (req, res) => {
    const asker = await askerOf(services, req);
    const selection = selectPlaces(services, asker);
    const answer: Facets = {
      ...workloads.facets(asker.scope, readFilters(req.query)),
      freshness: freshnessOf(services, selection),
    };
    sendAnswer(res, answer);
  });

  router.get(WORKLOAD, async (req, res) => {
    const asker = await askerOf(services, req);
    const { selection } = findWorkload(services, asker, req.params);
    const seen = await catchUpWith(versions, {
      since: text(req.query, 'since'),
      views: [...index.workloadViews([req.params.kind]), index.pods],
      selection,
    });
    // The wait gave others time to change it, or to take it away.
    const { row, place } = findWorkload(services, asker, req.params);
    const { kind, name } = row.workload;
    const changes = await services.changes.list(new Set([place.key]), {
      object: { kind, name },
      phase: [...PHASES_OF_OPEN_CHANGES],
      limit: 20,
    });
    const answer: WorkloadDetail = {
      workload: toWorkload(index, row, place),
      openChanges: changes.items.map(({ id }) => id),
      mayChange: await may(
        services,
        asker,
        lakehouseChangeCreatePermission,
        place.key,
      ),
      domainOwner: place.owner,
      usual: await services.usual.of({ ...row.workload, domain: place.domain }),
      capacity: index.capacities.of(place),
      freshness: freshnessOf(services, selection),
      ...seen,
    };
    sendAnswer(res, answer);
  });

  router.get(`${WORKLOAD}/events`, async (req, res) => {
    const asker = await askerOf(services, req);
    const { row, selection } = findWorkload(services, asker, req.params);
    const answer: List<EventSummary> = {
      ...cutList(eventsOf(index, row)),
      freshness: freshnessOf(services, selection),
    };
    sendAnswer(res, answer);
  });

  router.get(`${WORKLOAD}/runs`, async (req, res) => {
    const asker = await askerOf(services, req);
    const { row, place, selection } = findWorkload(services, asker, req.params);
    const items = await runs.ofWorkload(row.workload, {
      limit: number(req.query, 'limit') ?? RUNS_SHOWN,
    });
    const answer: List<WorkloadRun> = {
      // A namespace may have been another domain's before.
      ...cutList(items.filter(({ domain }) => domain === place.domain)),
      freshness: freshnessOf(services, selection),
    };
    sendAnswer(res, answer);
  });
}
