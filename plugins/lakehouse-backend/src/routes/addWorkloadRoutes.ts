import type {
  EventSummary,
  Facets,
  List,
  ListChanges,
  Workload,
  WorkloadDetail,
  WorkloadRun,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Router } from 'express';
import { eventsOf } from '../index/eventsOf';
import { toCapacity } from '../index/toCapacity';
import { createToWorkload } from '../index/toWorkload';
import { catchUp, positionsOf } from '../versions/catchUp';
import { findWorkload } from './findWorkload';
import { number, readFilters, readWorkloadQuery, text } from './readQuery';
import {
  askerOf,
  freshnessOf,
  type RouteServices,
  selectKeys,
} from './RouteContext';

const WORKLOAD = '/workloads/:kubernetesCluster/:namespace/:kind/:name';
const RUNS_SHOWN = 50;
const PHASES_OF_OPEN_CHANGES = ['open', 'merged', 'synced'] as const;

export function addWorkloadRoutes(router: Router, services: RouteServices) {
  const { index, runs, versions, workloads } = services;

  router.get('/workloads', async (req, res) => {
    const asker = await askerOf(services, req);
    const query = readWorkloadQuery(req.query);
    const keys = selectKeys(services, asker, query.filters);
    const page = await workloads.list(keys, query);
    const answer: ListChanges<Workload> = {
      ...page,
      items: await services.usual.addTo(page.items),
      freshness: freshnessOf(services, keys),
    };
    res.json(answer);
  });

  router.get('/facets', async (req, res) => {
    const asker = await askerOf(services, req);
    const keys = selectKeys(services, asker);
    const answer: Facets = {
      ...workloads.facets(keys, readFilters(req.query)),
      freshness: freshnessOf(services, keys),
    };
    res.json(answer);
  });

  router.get(WORKLOAD, async (req, res) => {
    const asker = await askerOf(services, req);
    const views = [...index.workloadViews([req.params.kind]), index.pods];
    const since = text(req.query, 'since');
    await catchUp(views, (since && versions.open(since)?.positions) || {});
    const { row, place } = findWorkload(services, asker, req.params);
    const version = versions.seal({
      positions: positionsOf(views),
      query: '',
      scope: '',
    });
    const { kind, name } = row.workload;
    const changes = await services.changes.list(new Set([place.key]), {
      object: { kind, name },
      phase: [...PHASES_OF_OPEN_CHANGES],
      limit: 20,
    });
    const answer: WorkloadDetail = {
      workload: createToWorkload(index)(row, place),
      openChanges: changes.items.map(({ id }) => id),
      usual: await services.usual.of({ ...row.workload, domain: place.domain }),
      capacity: toCapacity(index, place),
      freshness: freshnessOf(services, [place.key]),
      version,
    };
    res.json(answer);
  });

  router.get(`${WORKLOAD}/events`, async (req, res) => {
    const asker = await askerOf(services, req);
    const { row, place } = findWorkload(services, asker, req.params);
    const answer: List<EventSummary> = {
      items: eventsOf(index, row),
      freshness: freshnessOf(services, [place.key]),
    };
    res.json(answer);
  });

  router.get(`${WORKLOAD}/runs`, async (req, res) => {
    const asker = await askerOf(services, req);
    const { row, place } = findWorkload(services, asker, req.params);
    const items = await runs.ofWorkload(row.workload, {
      limit: number(req.query, 'limit') ?? RUNS_SHOWN,
    });
    const answer: List<WorkloadRun> = {
      // A namespace may have been another domain's before.
      items: items.filter(({ domain }) => domain === place.domain),
      freshness: freshnessOf(services, [place.key]),
    };
    res.json(answer);
  });
}
