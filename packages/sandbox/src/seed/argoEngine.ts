import {
  ARGOCD_NAMESPACE,
  kindOf,
  withTracking,
  type Application,
} from '../argocd/argoObjects';
import { compareKinds } from '../argocd/kindOrder';
import { ARGOCD_USER } from '../argocd';
import { APPLICATIONS } from '../knownResources';
import { kubeTime } from '../kubeTime';
import type { Clock, KubeObject, KubeServer } from '../types';
import { APPLIED_AGO, type SeedEngine } from './SeedSync';

/** Argo CD, that has compared and synced everything some minutes ago. */
export function argoEngine(options: {
  kube: KubeServer;
  clock: Clock;
  sha: string;
}): SeedEngine {
  const { kube, clock, sha } = options;
  const client = kube.as(ARGOCD_USER);
  const at = kubeTime(clock.now() - APPLIED_AGO);

  const mark = (app: Application, objects: KubeObject[]) => {
    const { source, destination, syncPolicy } = app.spec;
    const initiatedBy = { automated: true };
    const applied = { revision: sha, source };
    kube.seed({
      ...app,
      status: {
        sync: {
          status: 'Synced',
          comparedTo: { source, destination },
          revision: sha,
        },
        health: { status: 'Healthy', lastTransitionTime: at },
        resources: objects.map(object => ({
          ...kindOf(object),
          ...(object.metadata.namespace && {
            namespace: object.metadata.namespace,
          }),
          name: object.metadata.name,
          status: 'Synced',
        })),
        operationState: {
          operation: {
            sync: {
              revision: sha,
              source,
              prune: true,
              syncOptions: syncPolicy?.syncOptions,
            },
            initiatedBy,
            retry: syncPolicy?.retry ?? {},
          },
          phase: 'Succeeded',
          message: 'successfully synced (all tasks run)',
          startedAt: at,
          finishedAt: at,
          syncResult: applied,
        },
        history: [
          {
            id: 0,
            ...applied,
            deployedAt: at,
            deployStartedAt: at,
            initiatedBy,
          },
        ],
        reconciledAt: at,
        sourceType: 'Directory',
        resourceHealthSource: 'appTree',
        controllerNamespace: ARGOCD_NAMESPACE,
        sourceHydrator: {},
        summary: {},
      },
    });
  };

  return {
    // Its repository server keeps nothing on the cluster.
    markSource: () => {},
    syncs: () =>
      (client.list(APPLICATIONS) as Application[]).map(app => ({
        name: app.metadata.name,
        directory: app.spec.source.path ?? '',
        client,
        arrange: objects =>
          [...objects]
            .sort(compareKinds)
            .map(object => withTracking(app, object)),
        mark: objects => mark(app, objects),
      })),
  };
}
