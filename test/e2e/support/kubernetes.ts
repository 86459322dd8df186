import fs from 'node:fs';
import { parse } from 'yaml';
import { KubeHttp } from '../../real/support/KubeHttp';

/** The Kubernetes API of the portal under test, as its administrator; nothing where its kubeconfig is not known. */
export function kubernetes(): KubeHttp | undefined {
  const file = process.env.KUBECONFIG_PATH;
  if (!file) {
    return undefined;
  }
  const config = parse(fs.readFileSync(file, 'utf8'));
  const { cluster } = config.clusters[0];
  const ca = Buffer.from(
    cluster['certificate-authority-data'],
    'base64',
  ).toString();
  return new KubeHttp({
    url: cluster.server,
    ca: () => ca,
    token: config.users[0].user.token,
  });
}
