import { setTimeout } from 'node:timers/promises';
import { Controller } from '../../../packages/branch-controller/src';
import type { LakeFSClient } from '../../../packages/lakefs-client/src';

/** The branch controller on the servers of `branchServersMain`. */
export function startController({
  kubeUrl,
  ca,
  client,
}: {
  kubeUrl: string;
  ca: string;
  client: LakeFSClient;
}): { stop(): Promise<void> } {
  const controller = new Controller({
    ...{ clusterName: 'west', identity: 'bench' },
    settingsNamespace: 'lakefront-system',
    lease: { namespace: 'lakefront-system', name: 'controller' },
    connection: {
      name: 'west',
      credentials: async () => ({
        ...{ server: kubeUrl, caData: ca, token: 'admin' },
      }),
    },
    clients: new Map([['lake', client]]),
  });
  controller.start();
  return controller;
}

/** Asks again and again, seldom enough to leave who answers to its work. */
export async function until(
  what: () => Promise<boolean>,
  everyMs = 25,
): Promise<void> {
  while (!(await what())) await setTimeout(everyMs);
}
