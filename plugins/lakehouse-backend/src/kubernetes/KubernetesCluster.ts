/** Strategies of Backstage's Kubernetes backend that need no user. */
export type StrategyName =
  | 'serviceAccount'
  | 'aws'
  | 'azure'
  | 'googleServiceAccount';

/** How the portal proves to a Kubernetes cluster who it is. */
export type ClusterAccount =
  | { type: 'token'; token: string }
  /** Asked again at every connect, as what it gives expires. */
  | {
      type: 'strategy';
      strategy: StrategyName;
      /** What the strategy reads, under Backstage's own keys. */
      metadata: Record<string, string>;
    }
  | { type: 'certificate'; certFile: string; keyFile: string }
  /** Address and CA come from the file too. */
  | { type: 'kubeconfig'; file: string; context?: string }
  /** Somebody in between, as `kubectl proxy`, proves it for us. */
  | { type: 'none' };

/** A Kubernetes cluster as config names it. */
export interface KubernetesCluster {
  name: string;
  title: string;
  url: string;
  account: ClusterAccount;
  /** With what changes are tried out; without it none is. */
  dryRunAccount?: ClusterAccount;
  /** Base64 of the PEM. */
  caData?: string;
  caFile?: string;
  skipTLSVerify: boolean;
}
