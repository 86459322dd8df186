// How a quota was used over time. cpu in cores, memory and storage in bytes, else counts.

/** What was used of one quota resource at one time. @public */
export interface QuotaPoint {
  at: string;
  used: number;
  hard: number;
}

/** The history of one resource of a domain's quota on one Kubernetes cluster. @public */
export interface QuotaHistory {
  kubernetesCluster: string;
  /** The key as Kubernetes has it, e.g. `requests.cpu`. */
  resource: string;
  /** The quota object it comes from. */
  quota: string;
  unit: 'cores' | 'bytes' | 'count';
  /** Oldest first; the highest use of each step. */
  points: QuotaPoint[];
}

/** How long a workload usually takes: the median of its last successful runs. @public */
export interface UsualDuration {
  runs: number;
  medianSeconds: number;
}
