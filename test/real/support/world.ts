import fs from 'node:fs/promises';
import path from 'node:path';
import { registerWebhook } from '../../../packages/sandbox/src/registerWebhook';
import { PortalApi } from '../../e2e/api/support/PortalApi';
import { deployed } from './branchController';
import {
  installDefinitions,
  pipelineDefinitions,
  sparkDefinitions,
} from './definitions';
import { ARGO_CD, FLUX, type Engine } from './engines';
import { startGitea } from './gitea';
import { createGitOps, REPOSITORY, type GitOps } from './gitops';
import { HookRelay } from './HookRelay';
import type { KubeHttp } from './KubeHttp';
import { startKubernetes } from './kubernetes';
import {
  createDryRunAccount,
  installPlatform,
  portalToken,
  untilSynced,
} from './platform';
import { startPortalBackend, type PortalCluster } from './portal';
import { freePort } from './run';
import type { Workbench } from './Workbench';

export const ENGINES = [FLUX, ARGO_CD];

/** A real Kubernetes cluster, and the engine on it. */
export interface Site {
  kubernetes: KubeHttp;
  url: string;
  caFile: string;
  /** What the portal reads it with. */
  token: string;
  running: Awaited<ReturnType<Engine['start']>>;
}

/** A portal over a real Git host and two real Kubernetes clusters, one with each engine. */
export interface World {
  gitops: GitOps;
  portal: PortalApi;
  hooks: HookRelay;
  siteOf(engine: Engine): Site;
}

/** Starts all of it; the platform and its domains are applied when it resolves. */
export async function startWorld(bench: Workbench): Promise<World> {
  const { directory } = bench;
  const gitea = await bench.with(startGitea(directory));
  const gitops = await createGitOps(directory, gitea, ENGINES);
  const sites = new Map<Engine, Site>();
  const clusters: PortalCluster[] = [];
  const startSite = async (engine: Engine) => {
    const { name } = engine.cluster;
    const own = path.join(directory, name);
    await fs.mkdir(own);
    const cluster = await bench.with(
      startKubernetes(own, {
        prepare: admin =>
          installDefinitions(admin, [
            ...sparkDefinitions(),
            ...pipelineDefinitions(),
            ...deployed('crd.yaml'),
          ]),
      }),
    );
    const running = await bench.with(engine.start(own, cluster));
    const { admin: kubernetes, url, caFile } = cluster;
    await installPlatform(kubernetes, gitops, engine);
    await untilSynced(kubernetes, engine, 'lakefront-platform');
    await untilSynced(kubernetes, engine, 'sales-workloads');
    const token = await portalToken(kubernetes);
    const dryRunToken = await createDryRunAccount(kubernetes);
    sites.set(engine, { kubernetes, url, caFile, token, running });
    const title = name[0].toUpperCase() + name.slice(1);
    clusters.push({ name, title, url, caFile, token, dryRunToken });
  };
  await Promise.all(ENGINES.map(startSite));
  const port = await freePort();
  const portal = new PortalApi(`http://localhost:${port}`);
  await bench.with(startPortalBackend({ directory, port, clusters, gitops }));
  const hooks = await bench.with(
    HookRelay.start(`${portal.backendUrl}/api/events/http/lakehouse-gitea`),
  );
  await registerWebhook({
    gitUrl: gitea.url,
    repository: REPOSITORY,
    token: gitea.adminToken,
    webhook: { url: hooks.url, secret: 'sandbox-webhook' },
  });
  return { gitops, portal, hooks, siteOf: engine => sites.get(engine)! };
}
