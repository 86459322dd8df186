import http from 'node:http';
import express from 'express';
import { createFaults, type Faults } from '../faults';
import { closeServer, listenOn } from '../listening';
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
      const got = await listenOn(server, port);
      return { port: got, url: `http://localhost:${got}` };
    },

    close: () => closeServer(server),
  };
}
