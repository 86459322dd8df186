import type { Kube } from '../kube/Kube';
import type { Lake } from '../lake/Lake';
import type { Clock } from '../runtime/Clock';

/** Which repositories a namespace may use, and how they are reached. */
export interface Lakes {
  /** Undefined: it may not, or there is no such server; nobody is told which. */
  find(
    namespace: string,
    place: { server: string; repository: string },
    signal: AbortSignal,
  ): Lake | undefined;
}

export interface ReconcilerOptions {
  /** Kept when the Kubernetes cluster is rebuilt. */
  clusterName: string;
  kube: Kube;
  lakes: Lakes;
  clock: Clock;
  random: () => number;
  /** Whether lakeFS may be asked now how a branch stands that moved. */
  mayObserve?: () => boolean;
  /** How old what is known of a repository may be, in milliseconds. */
  maxAgeMs?: number;
}
