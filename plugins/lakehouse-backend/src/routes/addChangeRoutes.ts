import {
  type ChangeCheck,
  type ChangeRequest,
  type ChangeRequestDetail,
  lakehouseChangeCreatePermission,
  computeFit,
  GIT_TOKEN_HEADER,
  type Fit,
  type Footprint,
  lakehouseDomainReadPermission,
  lakehouseSpecReadPermission,
  nameOfProposed,
  type ListChanges,
  type ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { NotFoundError } from '@backstage/errors';
import type { Router } from 'express';
import { notThere } from '../access/DefaultDomainAccess';
import { toDomainKey } from '../index/DomainMap';
import { cutToFit } from '../cutTexts';
import { listFitting } from './listFitting';
import { readChangeQuery, several, text } from './readQuery';
import {
  askerOf,
  freshnessOf,
  may,
  type RouteServices,
  selectPlaces,
} from './RouteContext';
import { sendAnswer } from './sendAnswer';
import { withSince } from './withSince';

export function addChangeRoutes(router: Router, services: RouteServices) {
  const { access, auditor, changes, versions } = services;

  router.get('/changes', async (req, res) => {
    const asker = await askerOf(services, req);
    const selection = selectPlaces(services, asker, {
      domain: several(req.query, 'domain'),
      kubernetesCluster: several(req.query, 'kubernetesCluster'),
    });
    const query = readChangeQuery(req.query);
    const answer: ListChanges<ChangeRequest> = {
      ...(await withSince<ChangeRequest>(versions, {
        since: text(req.query, 'since'),
        selection,
        // They stand in the database that all replicas share.
        views: [],
        answer: () => listFitting(changes, selection.keys, query),
      })),
      freshness: freshnessOf(services, selection),
    };
    sendAnswer(res, answer);
  });

  router.post('/changes', async (req, res) => {
    const asker = await askerOf(services, req);
    const input: ProposeInput = req.body;
    const event = await auditor.createEvent({
      eventId: 'change-propose',
      severityLevel: 'medium',
      request: req,
      meta: {
        domain: input.domain,
        kubernetesCluster: input.kubernetesCluster,
        objects: input.objects.map(
          object =>
            `${object.action ?? 'create'} ${object.kind}/${String(
              nameOfProposed(object),
            )}`,
        ),
      },
    });
    try {
      const change: ChangeRequest = await changes.propose(
        input,
        asker.credentials,
        {
          idempotencyKey: req.header('Idempotency-Key'),
          gitToken: req.header(GIT_TOKEN_HEADER),
        },
      );
      await event.success({ meta: { changeId: change.id } });
      res.status(201).json(change);
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  });

  router.post('/changes/check', async (req, res) => {
    const asker = await askerOf(services, req);
    const answer: ChangeCheck = await changes.check(
      req.body,
      asker.credentials,
    );
    res.json(answer);
  });

  router.get('/changes/:id', async (req, res) => {
    const asker = await askerOf(services, req);
    const { keys } = selectPlaces(services, asker);
    const get = (withFiles: boolean): Promise<ChangeRequestDetail> =>
      changes.get(keys, req.params.id, { withFiles }).catch(error => {
        throw error instanceof NotFoundError ? notThere() : error;
      });
    const change = await get(false);
    const key = toDomainKey(change.kubernetesCluster, change.domain);
    const maySeeFiles = await may(
      services,
      asker,
      lakehouseSpecReadPermission,
      key,
    );
    const detail = maySeeFiles ? await get(true) : change;
    const { value, truncated } = cutToFit(detail) ?? {
      value: change,
      truncated: true,
    };
    const place = services.reader.place(
      change.kubernetesCluster,
      change.domain,
    );
    const answer: ChangeRequestDetail = {
      ...value,
      mayChange: await may(
        services,
        asker,
        lakehouseChangeCreatePermission,
        key,
      ),
      ...(place?.owner && { domainOwner: place.owner }),
      ...(truncated && { truncated }),
    };
    sendAnswer(res, answer);
  });

  router.post('/fit', async (req, res) => {
    const asker = await askerOf(services, req);
    const { domain, kubernetesCluster, footprint } = req.body as {
      domain: string;
      kubernetesCluster: string;
      footprint: Footprint;
    };
    const place = await access.require(
      asker.credentials,
      lakehouseDomainReadPermission,
      { domain, kubernetesCluster },
    );
    const answer: Fit = computeFit({
      footprint,
      capacity: services.index.capacities.of(place),
      domain,
    });
    res.json(answer);
  });
}
