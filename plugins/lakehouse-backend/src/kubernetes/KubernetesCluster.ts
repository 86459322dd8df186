/** A Kubernetes cluster as the `kubernetes` section of config names it. */
export interface KubernetesCluster {
  name: string;
  title: string;
  url: string;
  serviceAccountToken: string;
  /** Base64 of the PEM. */
  caData?: string;
  caFile?: string;
  skipTLSVerify: boolean;
}
