import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { launcher } from '../../support/launcher';
import { KubeHttp } from '../../../real/support/KubeHttp';
import { GitHostApi } from './GitHostApi';
import { kill, Parts } from './Parts';
import { PortalApi } from './PortalApi';
import { type Postgres, startPostgres } from './postgres';
import { RoundRobinProxy } from './RoundRobinProxy';

export interface Replica {
  name: string;
  /** This replica alone, past the proxy. */
  portal: PortalApi;
  kill(): Promise<void>;
}

/** Two backends on one PostgreSQL and one sandbox, behind one address. */
export interface Replicas {
  /** Every request goes to the other replica than the one before. */
  portal: PortalApi;
  one: Replica;
  other: Replica;
  postgres: Postgres;
  git: GitHostApi;
  /** The sandbox's Kubernetes API as its administrator. */
  kubernetes: KubeHttp;
  stop(): Promise<void>;
}

export async function startReplicas(): Promise<Replicas> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lakefront-two-'));
  const parts = new Parts(directory);
  const { freePort } = await launcher();
  const proxy = new RoundRobinProxy();
  await proxy.start();
  const publicUrl = `http://localhost:${proxy.port}`;
  const [kubernetesPort, eastPort, gitPort, lakefsPort, kubeflowPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const stops = [
    () => rm(directory, { recursive: true, force: true }),
    () => proxy.stop(),
  ];
  const stop = async () => {
    await parts.stop();
    for (const end of stops.splice(0).reverse()) await end();
  };

  const startReplica = async (name: string, postgres: Postgres) => {
    const port = await freePort();
    const backend = await parts.startBackend({
      ...{ name, port, kubernetesPort, eastPort, gitPort, lakefsPort },
      kubeflowPort,
      config: {
        'backend.baseUrl': publicUrl,
        'backend.database': {
          client: 'pg',
          prefix: postgres.prefix,
          // The name by which the database knows who asks.
          connection: { ...postgres.connection, application_name: name },
        },
      },
    });
    return {
      name,
      port,
      portal: new PortalApi(`http://localhost:${port}`),
      kill: () => kill(backend),
    };
  };

  try {
    const [postgres] = await Promise.all([
      startPostgres(),
      parts.startSandbox({
        kubernetesPort,
        eastPort,
        gitPort,
        lakefsPort,
        kubeflowPort,
        webhookUrl: `${publicUrl}/api/events/http/lakehouse-gitea`,
      }),
    ]);
    stops.push(() => postgres.stop());
    // The first makes the tables; a rollout starts one after the other too.
    const one = await startReplica('one', postgres);
    const other = await startReplica('other', postgres);
    proxy.passTo([one, other]);
    return {
      ...{ one, other, postgres, stop },
      portal: new PortalApi(publicUrl),
      git: new GitHostApi(`http://localhost:${gitPort}`, 'admin'),
      kubernetes: new KubeHttp({
        url: `https://localhost:${kubernetesPort}`,
        ca: () => fs.readFileSync(path.join(directory, 'ca.crt'), 'utf8'),
        token: 'sandbox-admin',
      }),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
