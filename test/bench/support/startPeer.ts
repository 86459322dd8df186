import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../../../scripts/processes.mjs';
import { backendIsUp } from '../../../scripts/ready.mjs';
import { clusterConfig, startBackendProcess } from './backendProcess';
import { OWNER_LABEL, OWNER_OF_ALL } from './objects';

export interface Peer {
  /** What an entity's Kubernetes page asks for, every ten seconds; its answer's text. */
  view(): Promise<string>;
  stop(): Promise<void>;
}

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: OWNER_OF_ALL,
    annotations: { [OWNER_LABEL]: OWNER_OF_ALL },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'nobody' },
};

/** Backstage's own Kubernetes backend, which asks the API server for every view. */
export async function startPeer(options: {
  kubernetesUrl: string;
  token: string;
  /** Where its catalog's file may lie. */
  directory: string;
}): Promise<Peer> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const catalog = path.join(options.directory, 'catalog.yaml');
  await writeFile(catalog, JSON.stringify(entity));
  const { stop } = await startBackendProcess({
    cwd: path.resolve(__dirname, '../../..'),
    main: path.join(__dirname, 'peerMain.ts'),
    configs: [],
    overlay: {
      app: { baseUrl: url },
      backend: {
        baseUrl: url,
        listen: { host: '127.0.0.1', port },
        auth: { dangerouslyDisableDefaultAuthPolicy: true },
        database: { client: 'better-sqlite3', connection: ':memory:' },
      },
      catalog: { locations: [{ type: 'file', target: catalog }] },
      kubernetes: {
        serviceLocatorMethod: { type: 'multiTenant' },
        clusterLocatorMethods: [
          clusterConfig(options.kubernetesUrl, options.token),
        ],
        customResources: [
          {
            group: 'sparkoperator.k8s.io',
            apiVersion: 'v1beta2',
            plural: 'sparkapplications',
          },
        ],
      },
    },
    env: {},
    async ready() {
      await backendIsUp(url);
      const { ok } = await fetch(
        `${url}/api/catalog/entities/by-name/component/default/${OWNER_OF_ALL}`,
      );
      if (!ok) throw new Error('the catalog has not taken the entity in');
    },
  });
  return {
    stop,
    async view() {
      const response = await fetch(
        `${url}/api/kubernetes/services/${OWNER_OF_ALL}`,
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ entity, auth: {} }),
        },
      );
      const text = await response.text();
      if (!response.ok) {
        throw new Error(`the peer answers ${response.status}: ${text}`);
      }
      return text;
    },
  };
}
