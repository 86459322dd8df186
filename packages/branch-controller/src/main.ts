import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { toKubeConfigCredentials } from '@lakefront/kube-index';
import { KubeConfig } from '@kubernetes/client-node';
import { createClients } from './runtime/createClients';
import { Controller } from './runtime/Controller';
import { Metrics } from './runtime/Metrics';
import { readConfig } from './runtime/readConfig';
import { serveHealth } from './runtime/serveHealth';

const log = (level: string, message: string, meta: object = {}) =>
  process.stdout.write(
    `${JSON.stringify({
      time: new Date().toISOString(),
      ...{ level, message, ...meta },
    })}\n`,
  );

/** Runs the controller until it is told to stop, or can't go on. */
export async function main(configFile: string): Promise<void> {
  const config = readConfig(await readFile(configFile, 'utf8'));
  const metrics = new Metrics();
  const controller = new Controller({
    ...config,
    connection: {
      name: 'here',
      credentials: async () => {
        const kubeConfig = new KubeConfig();
        kubeConfig.loadFromDefault();
        return toKubeConfigCredentials(kubeConfig);
      },
    },
    clients: createClients(config.servers, metrics),
    identity: `${hostname()}-${process.pid}`,
    metrics,
    logger: {
      info: (message, meta) => log('info', message, meta),
      warn: (message, meta) => log('warn', message, meta),
    },
  });
  const health = await serveHealth({
    port: config.port,
    isHealthy: () => controller.isHealthy(),
    metrics,
  });
  const leave = () => void controller.stop();
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
  controller.start();
  try {
    await controller.ended();
  } finally {
    await health.close();
  }
}
