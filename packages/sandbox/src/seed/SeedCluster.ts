import { EAST_DOMAINS, SEED_DOMAINS, type SeedDomain } from './SeedDomain';
import { EAST_JOBS, SEED_JOBS } from './jobs';
import {
  EAST_COMPUTE,
  SEED_COMPUTE,
  type SeedCompute,
} from './compute/SeedCompute';
import type { SeedJob } from './SeedJob';

/** A Kubernetes cluster of the sandbox: what is on it, and what puts it there. */
export interface SeedCluster {
  name: string;
  /** What applies the files of Git. */
  engine: 'flux' | 'argocd';
  /** Whether Kubeflow Pipelines runs on it. */
  kubeflow?: boolean;
  domains: SeedDomain[];
  jobs: SeedJob[];
  compute: SeedCompute[];
}

export const WEST: SeedCluster = {
  name: 'west',
  engine: 'flux',
  kubeflow: true,
  domains: SEED_DOMAINS,
  jobs: SEED_JOBS,
  compute: SEED_COMPUTE,
};

export const EAST: SeedCluster = {
  name: 'east',
  engine: 'argocd',
  domains: EAST_DOMAINS,
  jobs: EAST_JOBS,
  compute: EAST_COMPUTE,
};

/** Namespace of an engine, where the sync objects of all domains live. */
export const ENGINE_NAMESPACE = { flux: 'flux-system', argocd: 'argocd' };
