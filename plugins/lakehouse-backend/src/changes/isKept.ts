import type {
  ChangeProblem,
  KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** Whether an engine is told to keep it when its file goes: the file would go for nothing. */
export function isKept({ metadata }: KubernetesObject): boolean {
  const { annotations = {} } = metadata;
  return (
    annotations['kustomize.toolkit.fluxcd.io/prune'] === 'disabled' ||
    /(^|,)\s*(Prune|Delete)=(false|confirm)/.test(
      String(annotations['argocd.argoproj.io/sync-options'] ?? ''),
    )
  );
}

/** Why something that is kept is not removed, and what to do. */
export function keptProblem(name: string): ChangeProblem {
  return {
    severity: 'error',
    code: 'protected',
    path: 'metadata.annotations',
    message: `${name} is protected from being removed by the sync (its annotations say so); take the protection away first`,
  };
}
