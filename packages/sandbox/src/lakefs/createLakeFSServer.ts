import http from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createFaults, type Faults } from '../faults';
import { apiRouter } from './api/apiRouter';
import { LakeHost, type LakeHostOptions } from './host/LakeHost';

export interface SandboxLakeFSServer {
  /** What it knows: for the seed, and for what runs in process. */
  readonly host: LakeHost;
  /** For tests. */
  readonly faults: Faults;
  listen(port: number): Promise<{ port: number; url: string }>;
  close(): Promise<void>;
}

/** A lakeFS for demos and tests: its API, all of it in memory. */
export function createLakeFSServer(
  options: LakeHostOptions,
): SandboxLakeFSServer {
  const host = new LakeHost(options);
  const faults = createFaults();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(faults.middleware);
  app.get('/_health', (_, response) => {
    response.type('text/plain').send('alive!');
  });
  app.use('/api/v1', apiRouter(host));
  const server = http.createServer(app);

  return {
    host,
    faults: { set: rule => faults.set(rule) },

    async listen(port) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          resolve();
        });
      });
      const { port: got } = server.address() as AddressInfo;
      return { port: got, url: `http://localhost:${got}` };
    },

    async close() {
      if (!server.listening) return;
      await new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
