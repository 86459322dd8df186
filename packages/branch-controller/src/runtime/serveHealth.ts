import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './Metrics';

/** `/healthz` and `/metrics`, for probes and whoever collects; answers the port and how to end it. */
export async function serveHealth(options: {
  port: number;
  isHealthy(): boolean;
  metrics: Metrics;
}): Promise<{ port: number; close(): Promise<void> }> {
  const { port, isHealthy, metrics } = options;
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').split('?')[0];
    if (request.method !== 'GET') {
      response.writeHead(405).end();
    } else if (path === '/healthz') {
      const healthy = isHealthy();
      response.writeHead(healthy ? 200 : 503, {
        'content-type': 'text/plain',
      });
      response.end(healthy ? 'ok\n' : 'it has not looked for ten minutes\n');
    } else if (path === '/metrics') {
      const text = await metrics.registry.metrics();
      response.writeHead(200, {
        'content-type': metrics.registry.contentType,
      });
      response.end(text);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
