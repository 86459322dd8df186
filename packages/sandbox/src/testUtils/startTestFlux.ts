import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startFluxSync } from '../flux';
import type { Kustomization } from '../flux/fluxObjects';
import { createGitServer } from '../git';
import { KUSTOMIZATIONS } from '../knownResources';
import { gitTokens, sampleUsers } from '../sampleUsers';
import { buildMarker } from '../seed/gitopsFiles';
import { createTestCluster } from './createTestCluster';
import { stringify } from 'yaml';
import type { KubeObject } from '../types';

const REPOSITORY = 'lakehouse/gitops';
export const SALES_ROOT = 'clusters/west/domains/sales';

export function toYaml(...objects: KubeObject[]): string {
  return objects.map(object => stringify(object)).join('---\n');
}

/** A cluster with Flux on it, following a real repository: only `sales-workloads`, not the platform root. */
export async function startTestFlux(files: Record<string, string> = {}) {
  const cluster = await createTestCluster();
  const { admin, clock, kube, logger, random } = cluster;
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'sandbox-flux-'));
  const git = createGitServer({
    clock,
    random,
    logger,
    dataDir,
    users: sampleUsers,
    tokens: gitTokens(),
    admins: ['admin'],
  });
  await git.createRepository(REPOSITORY, {
    [`${SALES_ROOT}/marker.yaml`]: toYaml(buildMarker('sales')),
    ...files,
  });
  const { url } = await git.listen(0);
  admin.delete(KUSTOMIZATIONS, 'flux-system', 'lakefront-platform');
  const flux = startFluxSync({
    kube,
    git,
    repositoryName: REPOSITORY,
    clock,
    logger,
  });

  const sync = (name = 'sales-workloads') =>
    admin.get(KUSTOMIZATIONS, 'flux-system', name) as Kustomization;
  const ready = (name?: string) =>
    sync(name).status?.conditions?.find(({ type }) => type === 'Ready');

  return {
    ...cluster,
    sync,
    ready,
    /** One commit on `main`; null deletes. Answers the revision. */
    async push(changes: Record<string, string | null>): Promise<string> {
      const headers = {
        authorization: 'token sandbox-admin',
        'content-type': 'application/json',
      };
      const api = `${url}/api/v1/repos/${REPOSITORY}/contents`;
      const operations = await Promise.all(
        Object.entries(changes).map(async ([file, text]) => {
          const found = await fetch(`${api}/${file}?ref=main`, { headers });
          const { sha } = found.ok
            ? ((await found.json()) as { sha: string })
            : { sha: undefined };
          const operation = sha ? 'update' : 'create';
          return {
            operation: text === null ? 'delete' : operation,
            path: file,
            ...(sha && { sha }),
            ...(text !== null && {
              content: Buffer.from(text).toString('base64'),
            }),
          };
        }),
      );
      const response = await fetch(api, {
        method: 'POST',
        headers,
        body: JSON.stringify({
          branch: 'main',
          message: 'Change',
          files: operations,
        }),
      });
      if (!response.ok) throw new Error(await response.text());
      const head = await git.head(REPOSITORY, 'main');
      return `main@sha1:${head!.sha}`;
    },
    /** Moves time on until something holds, with what Git needs of real time. */
    async until(what: () => boolean, seconds = 60): Promise<void> {
      for (let i = 0; i < seconds * 2; i++) {
        if (what()) return;
        await clock.advanceAsync(500);
        await flux.idle();
      }
      throw new Error(
        `not within ${seconds} s: ${what}\n${JSON.stringify(sync()?.status)}`,
      );
    },
    async stop() {
      flux.stop();
      await flux.idle();
      await git.close();
      await fs.rm(dataDir, { recursive: true, force: true });
    },
  };
}
