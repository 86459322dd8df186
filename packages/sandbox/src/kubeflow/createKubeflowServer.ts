import http from 'node:http';
import express, { type Router } from 'express';
import { createFaults, type Faults } from '../faults';
import { closeServer, listenOn } from '../listening';
import { apiRouter } from './api/apiRouter';
import { KubeflowHost, type KubeflowHostOptions } from './host/KubeflowHost';

export interface SandboxKubeflowServer {
  /** What it knows: for the seed, and for what runs in process. Throws before `serve`. */
  readonly host: KubeflowHost;
  /** For tests. */
  readonly faults: Faults;
  /** Can be called before there is anything to say: then everything is 503. */
  listen(port: number): Promise<{ port: number; url: string }>;
  serve(options: KubeflowHostOptions): KubeflowHost;
  close(): Promise<void>;
}

/** The API of Kubeflow Pipelines for demos and tests; runs are kept in memory. */
export function createKubeflowServer(): SandboxKubeflowServer {
  const faults = createFaults();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(faults.middleware);
  const serving: { host?: KubeflowHost; router?: Router } = {};
  app.use('/apis/v2beta1', (request, response, next) => {
    if (serving.router) serving.router(request, response, next);
    else response.status(503).end();
  });
  const server = http.createServer(app);

  return {
    get host() {
      if (!serving.host) throw new Error('KFP has not started');
      return serving.host;
    },
    faults: { set: rule => faults.set(rule) },

    serve(options) {
      const host = new KubeflowHost(options);
      serving.host = host;
      serving.router = apiRouter(host);
      return host;
    },

    async listen(port) {
      const got = await listenOn(server, port);
      return { port: got, url: `http://localhost:${got}` };
    },

    close: () => closeServer(server),
  };
}
