import { stringify } from 'yaml';

/** A kubeconfig with the certificate authority inside; the first cluster is the current one. */
export function makeKubeconfig(options: {
  clusters: Array<{ name: string; url: string }>;
  /** PEM, of all of them. */
  ca: string;
  token: string;
}): string {
  const { clusters, ca, token } = options;
  const authority = Buffer.from(ca).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: clusters.map(({ name, url }) => ({
      name,
      cluster: { server: url, 'certificate-authority-data': authority },
    })),
    users: [{ name: 'sandbox', user: { token } }],
    contexts: clusters.map(({ name }) => ({
      name,
      context: { cluster: name, user: 'sandbox' },
    })),
    'current-context': clusters[0].name,
  });
}
