import {
  createLakeFSClient,
  type LakeFSClient,
} from '@lakefront/lakefs-client';
import type { Metrics } from './Metrics';
import type { ServerConfig } from './readConfig';
import { readKey } from './readKey';

/** Calls to one server, and as many in which hooks may run. */
const AT_ONCE = 16;

/** A client for each server, by its name. */
export function createClients(
  servers: readonly ServerConfig[],
  metrics: Metrics,
): Map<string, LakeFSClient> {
  return new Map(
    servers.map(server => [
      server.name,
      createLakeFSClient({
        endpoint: server.endpoint,
        allowPlainHttp: server.allowPlainHttp,
        credentials: () => readKey(server),
        atOnce: AT_ONCE,
        userAgent: 'lakefront-branch-controller',
        fetch: async (url, init) => {
          const labels = { server: server.name, method: init.method ?? 'GET' };
          try {
            const response = await fetch(url, init);
            metrics.asked.inc({ ...labels, status: response.status });
            return response;
          } catch (error) {
            metrics.asked.inc({ ...labels, status: 0 });
            throw error;
          }
        },
      }),
    ]),
  );
}
