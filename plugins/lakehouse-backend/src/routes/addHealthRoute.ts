import type { LakehouseHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Router } from 'express';
import { notThere } from '../access/DefaultDomainAccess';
import { HEALTH } from '../health/healthKey';
import { toDomainKey } from '../index/DomainMap';
import { hashOf } from '../versions/Versions';
import { auditDenied } from './auditDenied';
import { askerOf, type RouteServices } from './RouteContext';
import { sendAnswer } from './sendAnswer';

/** For whom there is no such page, there is no such route: 404, as what is not there. */
export function addHealthRoute(router: Router, services: RouteServices) {
  const { access, auditor, health, versions, wakeUps } = services;

  router.get('/health', async (req, res) => {
    const asker = await askerOf(services, req);
    await auditDenied(auditor, req, {
      eventId: 'health-read',
      meta: {},
      async run() {
        if (!(await access.isPlatform(asker.credentials))) {
          throw notThere();
        }
      },
    });
    wakeUps.remember(asker.userEntityRef, [
      toDomainKey(HEALTH.kubernetesCluster, HEALTH.domain),
    ]);
    const read = await health.read(asker.scope);
    const answer: LakehouseHealth = {
      ...read,
      version: versions.seal({
        ...{ positions: {}, query: '', scope: '' },
        body: hashOf(read),
      }),
    };
    sendAnswer(res, answer);
  });
}
