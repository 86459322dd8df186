import { stringify } from 'yaml';

/** A kubeconfig with the certificate authority inside. */
export function makeKubeconfig(options: {
  cluster: string;
  url: string;
  ca: string;
  token: string;
}): string {
  const { cluster, url, ca, token } = options;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: cluster,
        cluster: {
          server: url,
          'certificate-authority-data': Buffer.from(ca).toString('base64'),
        },
      },
    ],
    users: [{ name: 'sandbox', user: { token } }],
    contexts: [{ name: cluster, context: { cluster, user: 'sandbox' } }],
    'current-context': cluster,
  });
}
