import { systemClock } from '../../clock';
import { seededRandom } from '../../random';
import { Clock } from '../../types';
import { createKubeServer } from '../createKubeServer';
import { admin, grant, namespace } from './manifests';

/** A server on a free port with one namespace and two users: `admin` and `mia`, who may read ConfigMaps and pods of it. */
export async function startServer(
  options: { clock?: Clock; watchLogSize?: number } = {},
) {
  const server = createKubeServer({
    clock: systemClock,
    random: seededRandom(1),
    tokens: {
      'sandbox-admin': admin,
      'sandbox-mia': { name: 'mia', groups: ['sales-data'] },
    },
    ...options,
  });
  server.seed(namespace('dom-sales'));
  grant('mia', [
    {
      apiGroups: [''],
      resources: ['configmaps', 'pods', 'pods/log'],
      verbs: ['get', 'list', 'watch'],
    },
  ]).forEach(server.seed);
  const { port, url } = await server.listen(0);
  return { server, kube: server.as(admin), port, url };
}
