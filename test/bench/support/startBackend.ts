import path from 'node:path';
import { freePort } from '../../../scripts/processes.mjs';
import {
  backendIsUp,
  indexIsLive,
  sampleUsersAnswer,
} from '../../../scripts/ready.mjs';
import { asEnvironment } from '../../e2e/api/support/Parts';
import { PortalApi } from '../../e2e/api/support/PortalApi';
import { clusterConfig, startBackendProcess } from './backendProcess';
import { timed } from './statistics';

const root = path.resolve(__dirname, '../../..');
const CALM = { ms: 50, times: 10 };

export interface BenchBackend {
  url: string;
  api: PortalApi;
  /** Of its process. */
  pid: number;
  stop(): Promise<void>;
}

/**
 * The portal's backend as it ships, with its real sign-in and permissions, on
 * one API server and no Git host. Resolves when it has read everything and
 * written down the runs that it found.
 */
export async function startBackend(options: {
  kubernetesUrl: string;
  token?: string;
  /** Extra config, by dotted path: `{ 'permission.enabled': false }`. */
  config?: Record<string, unknown>;
  heapMb?: number;
}): Promise<BenchBackend> {
  const { kubernetesUrl, token = 'bench', config = {}, heapMb } = options;
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const api = new PortalApi(url);
  const { pid, stop } = await startBackendProcess({
    cwd: path.join(root, 'packages', 'backend'),
    main: path.join('src', 'index.ts'),
    configs: [path.join(root, 'app-config.yaml')],
    overlay: {
      kubernetes: {
        clusterLocatorMethods: [clusterConfig(kubernetesUrl, token)],
      },
      lakehouse: { gitops: { repositories: [] } },
    },
    env: { BACKEND_PORT: String(port), ...asEnvironment(config) },
    heapMb,
    async ready() {
      await backendIsUp(url);
      await sampleUsersAnswer(url);
      await indexIsLive(url);
      await isCalm(api);
    },
  });
  return { url, api, pid, stop };
}

/** It has nothing left to do but to answer: many quick answers in a row. */
async function isCalm(api: PortalApi) {
  for (let n = 0; n < CALM.times; n++) {
    const { ms } = await timed(() => api.as('pat').get('/lakehouse/kinds'));
    if (ms > CALM.ms) throw new Error('the backend is still busy');
  }
}
