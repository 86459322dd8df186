import { Work } from '../gitops/Work';
import type { Clock, GitServer, KubeServer, KubeUser, Logger } from '../types';
import { ApplicationController } from './ApplicationController';
import { ARGOCD_NAMESPACE } from './argoObjects';

/** The application controller's account, bound to cluster-admin as Argo CD's installer does it. */
export const ARGOCD_USER: KubeUser = {
  name: `system:serviceaccount:${ARGOCD_NAMESPACE}:argocd-application-controller`,
  groups: [
    'system:serviceaccounts',
    `system:serviceaccounts:${ARGOCD_NAMESPACE}`,
    'system:authenticated',
  ],
};

export interface ArgoSyncOptions {
  kube: KubeServer;
  git: GitServer;
  /** The one repository that the Git host serves to it, `owner/name`. */
  repositoryName: string;
  clock: Clock;
  logger?: Logger;
}

export interface ArgoSync {
  /** Resolves when nothing is being compared or synced. */
  idle(): Promise<void>;
  stop(): void;
}

/** Starts Argo CD's application controller over a Git host and an API server. */
export function startArgoSync(options: ArgoSyncOptions): ArgoSync {
  const { kube, git, repositoryName, clock, logger } = options;
  const work = new Work('argocd', logger);
  const controller = new ApplicationController({
    client: kube.as(ARGOCD_USER),
    git,
    repositoryName,
    clock,
    work,
  });
  controller.start();
  return {
    idle: () => work.idle(),
    stop: () => controller.stop(),
  };
}
