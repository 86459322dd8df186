import type { Clock, GitServer, KubeServer, Logger } from '../types';
import { KustomizeController } from './KustomizeController';
import { SourceController } from './SourceController';
import { FLUX_USER } from './syncUser';
import { Work } from '../gitops/Work';

export interface FluxSyncOptions {
  kube: KubeServer;
  git: GitServer;
  /** The one repository that the Git host serves to it, `owner/name`. */
  repositoryName: string;
  clock: Clock;
  logger?: Logger;
}

export interface FluxSync {
  /** Resolves when nothing is being reconciled. */
  idle(): Promise<void>;
  stop(): void;
}

/** Starts Flux' two controllers over a Git host and an API server. */
export function startFluxSync(options: FluxSyncOptions): FluxSync {
  const { kube, git, repositoryName, clock, logger } = options;
  const client = kube.as(FLUX_USER);
  const work = new Work('flux', logger);
  const source = new SourceController({
    client,
    git,
    repositoryName,
    clock,
    work,
    logger,
  });
  const kustomize = new KustomizeController({
    kube,
    client,
    git,
    repositoryName,
    clock,
    work,
    logger,
  });
  source.start();
  kustomize.start();
  return {
    idle: () => work.idle(),
    stop() {
      source.stop();
      kustomize.stop();
    },
  };
}
