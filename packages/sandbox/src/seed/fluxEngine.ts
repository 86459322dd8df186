import { withOwner } from '../flux/applyManifests';
import { toStages } from '../flux/applyOrder';
import {
  toDirectory,
  toRevision,
  type Kustomization,
} from '../flux/fluxObjects';
import { toInventoryEntry } from '../flux/inventory';
import { buildDigest } from '../flux/KustomizationReporter';
import { FLUX_USER, syncUser } from '../flux/syncUser';
import { GIT_REPOSITORIES, KUSTOMIZATIONS } from '../knownResources';
import { kubeTime } from '../kubeTime';
import type { Clock, KubeObject, KubeServer } from '../types';
import { APPLIED_AGO, type SeedEngine } from './SeedSync';

/** Flux, that has fetched and applied everything some minutes ago. */
export function fluxEngine(options: {
  kube: KubeServer;
  clock: Clock;
  sha: string;
}): SeedEngine {
  const { kube, clock, sha } = options;
  const client = kube.as(FLUX_USER);
  const revision = toRevision('main', sha);
  const at = kubeTime(clock.now() - APPLIED_AGO);

  const mark = (sync: Kustomization, objects: KubeObject[]) => {
    kube.seed({
      ...sync,
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'ReconciliationSucceeded',
            message: `Applied revision: ${revision}`,
            observedGeneration: sync.metadata.generation,
            lastTransitionTime: at,
          },
        ],
        inventory: { entries: objects.map(toInventoryEntry) },
        lastAppliedRevision: revision,
        lastAttemptedRevision: revision,
        observedGeneration: sync.metadata.generation,
        history: [
          {
            digest: buildDigest(sync, revision),
            firstReconciled: at,
            lastReconciled: at,
            lastReconciledDuration: '412ms',
            lastReconciledStatus: 'ReconciliationSucceeded',
            totalReconciliations: 1,
            metadata: { revision },
          },
        ],
      },
    });
  };

  return {
    markSource() {
      const source = client.get(
        GIT_REPOSITORIES,
        'flux-system',
        'lakehouse-gitops',
      )!;
      const path = `gitrepository/flux-system/lakehouse-gitops/${sha}.tar.gz`;
      const condition = (type: string) => ({
        type,
        status: 'True',
        reason: 'Succeeded',
        message: `stored artifact for revision '${revision}'`,
        observedGeneration: source.metadata.generation,
        lastTransitionTime: at,
      });
      kube.seed({
        ...source,
        status: {
          artifact: {
            revision,
            digest: `sha256:${sha}`,
            path,
            url: `http://source-controller.flux-system.svc.cluster.local./${path}`,
            lastUpdateTime: at,
          },
          conditions: [condition('ArtifactInStorage'), condition('Ready')],
          observedGeneration: source.metadata.generation,
        },
      });
    },
    syncs: () =>
      (client.list(KUSTOMIZATIONS) as Kustomization[]).map(sync => {
        const { name } = sync.metadata;
        const owner = { name, namespace: 'flux-system' };
        return {
          name,
          directory: toDirectory(sync.spec.path),
          client: kube.as(syncUser(sync)),
          arrange: objects =>
            toStages(objects)
              .flat()
              .map(object => withOwner(object, owner)),
          mark: objects => mark(sync, objects),
        };
      }),
  };
}
