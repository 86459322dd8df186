import { Controller } from '@lakefront/branch-controller';
import { createLakeFSClient } from '@lakefront/lakefs-client';
import { sleep } from './sleep';
import type { Clock, Logger } from './types';

/** The name of the sandbox's lakeFS, in domains' settings and in `spec.server`. */
export const LAKEFS_SERVER = 'lake';

/** The real controller on one Kubernetes cluster of the sandbox, over the network; returns stop. */
export function startBranchController(options: {
  cluster: string;
  url: string;
  ca: string;
  lakefsUrl: string;
  clock: Clock;
  logger?: Logger;
}): () => Promise<void> {
  const { cluster, url, ca, lakefsUrl, clock, logger } = options;
  const key = 'sandbox-branch-controller';
  const controller = new Controller({
    clusterName: cluster,
    identity: `sandbox-${cluster}`,
    settingsNamespace: 'lakefront-system',
    lease: {
      namespace: 'lakefront-system',
      name: 'lakefront-branch-controller',
    },
    connection: {
      name: cluster,
      credentials: async () => ({ server: url, caData: ca, token: key }),
    },
    clients: new Map([
      [
        LAKEFS_SERVER,
        createLakeFSClient({
          endpoint: lakefsUrl,
          credentials: { accessKeyId: key, secretAccessKey: key },
          atOnce: 16,
        }),
      ],
    ]),
    clock: {
      now: () => clock.now(),
      sleep: (ms, signal) => sleep(clock, ms, signal),
    },
    logger: {
      info: () => {},
      warn: (message, meta) =>
        logger?.warn(`branches of ${cluster}: ${message}: ${meta?.error}`),
    },
  });
  controller.start();
  return () => controller.stop();
}
