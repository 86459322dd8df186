import {
  type KubernetesObject,
  lakehouseSpecReadPermission,
  maskObject,
  type WorkloadKind,
  type WorkloadManifest,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Router } from 'express';
import { notThere } from '../access/DefaultDomainAccess';
import { cutToFit } from '../cutTexts';
import { auditDenied } from './auditDenied';
import { askerOf, type RouteServices } from './RouteContext';
import { sendAnswer } from './sendAnswer';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export function addManifestRoute(router: Router, services: RouteServices) {
  router.get(
    '/workloads/:kubernetesCluster/:namespace/:kind/:name/manifest',
    async (req, res) => {
      const asker = await askerOf(services, req);
      const { kubernetesCluster, namespace, kind: kindId, name } = req.params;
      const kind = await auditDenied(services.auditor, req, {
        eventId: 'spec-read',
        meta: { ...req.params },
        run: async () => {
          const known = services.index.kind(kindId);
          const place = services.domains.placeOf(kubernetesCluster, namespace);
          if (!place || !asker.scope.has(place.key) || !known) {
            throw notThere();
          }
          await services.access.require(
            asker.credentials,
            lakehouseSpecReadPermission,
            place,
          );
          return known;
        },
      });
      const address = { kubernetesCluster, namespace, kind: kindId, name };
      const [live, git] = await Promise.all([
        services.reader.readLive(kubernetesCluster, namespace, kindId, name),
        services.readGitFile(address),
      ]);
      // What is in Git only is shown too: its change may wait for the sync.
      if (!live && !git?.object && !git?.problem) {
        throw notThere();
      }
      sendAnswer(
        res,
        toAnswer({ live: live ? toShown(live, kind) : null, git }),
      );
    },
  );
}

/** What fits into one answer: an object of Kubernetes may be larger. */
function toAnswer(manifest: WorkloadManifest): WorkloadManifest {
  const fitting = cutToFit(manifest);
  if (fitting) {
    const { value, truncated } = fitting;
    return truncated
      ? { ...value, git: value.git && withoutForm(value.git), truncated }
      : value;
  }
  const { live, git } = manifest;
  return {
    live: live && toName(live),
    git: git && {
      ...withoutForm(git),
      object: git.object && toName(git.object),
    },
    truncated: true,
  };
}

/** Cut texts are no answers. */
function withoutForm({
  form: _,
  ...git
}: NonNullable<WorkloadManifest['git']>) {
  return git;
}

function toName({ apiVersion, kind, metadata }: KubernetesObject) {
  const { name, namespace } = metadata;
  return { apiVersion, kind, metadata: { name, namespace } };
}

/** Without what no reader wants, and without credentials. */
function toShown(object: KubernetesObject, kind: WorkloadKind) {
  const { managedFields, annotations, ...metadata } = object.metadata;
  const { [LAST_APPLIED]: _, ...shown } = annotations ?? {};
  return maskObject(
    {
      ...object,
      metadata: {
        ...metadata,
        ...(Object.keys(shown).length > 0 && { annotations: shown }),
      },
    },
    kind,
  );
}
