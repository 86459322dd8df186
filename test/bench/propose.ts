/**
 * From a submitted change to the address of its pull request, on a real Gitea,
 * in a repository of 100,000 files and in one of 100: over the host's own two
 * calls, and beside it over a clone, a commit and a push.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../scripts/processes.mjs';
import type { ChangeRequest } from '../../plugins/lakehouse-common/src/types';
import { Parts } from '../e2e/api/support/Parts';
import { PortalApi } from '../e2e/api/support/PortalApi';
import { pathOf, proposal, sparkJob } from '../e2e/api/support/sparkJob';
import { startGitea } from '../real/support/gitea';
import { whyMissing } from '../real/support/servers.mjs';
import { Workbench } from '../real/support/Workbench';
import { CountingGate } from './support/CountingGate';
import { figure, note, skipped } from './support/figure';
import { createRepository, type FilledRepository } from './support/fillGit';
import { runBench } from './support/runBench';
import { median, timed } from './support/statistics';

const ROUNDS = 9;
const LOOK_EVERY_MS = 5;
const PATIENCE_MS = 60_000;

runBench(async bench => {
  const missing = whyMissing(['gitea']);
  if (missing) {
    skipped('propose', missing);
    return;
  }
  const large = bench.full ? 100_000 : 2_000;
  note(`propose: repositories of 100 and of ${large} files on a real Gitea`);
  const workbench = await bench.with(Workbench.create('propose'));
  const gitea = await workbench.with(startGitea(workbench.directory));
  const gate = await bench.with(CountingGate.start(new URL(gitea.url).port));
  const token = await gitea.addUser('portal');
  const repositories: Record<string, FilledRepository> = {};
  // A domain has one repository: each of these two has its own.
  for (const [domain, files] of [
    ['sales', 100],
    ['risk', large],
  ] as const) {
    repositories[domain] = await createRepository({
      ...{ gitea, directory: workbench.directory, files, token },
      name: domain,
    });
  }
  const portal = await bench.with(
    startPortal({
      directory: workbench.directory,
      gitUrl: `http://localhost:${gate.port}`,
      token,
    }),
  );
  const small = await measure('sales', repositories.sales, portal.api, gate);
  const big = await measure('risk', repositories.risk, portal.api, gate);
  figure('propose.raw_ms', big.raw, 'ms');
  figure('propose.ms', big.ours, 'ms');
  figure('propose.by_clone_ms', big.clone, 'ms');
  figure('propose.ratio_raw', big.ours / big.raw, 'ratio');
  figure('propose.ratio_raw_100_files', small.ours / small.raw, 'ratio');
  figure('propose.ratio_of_sizes', big.ours / small.ours, 'ratio');
  figure('propose.ratio_clone', big.ours / big.clone, 'ratio');
  figure('propose.bytes', big.bytes, 'bytes');
});

/** Medians in milliseconds, and the bytes both ways between the portal and the host. */
async function measure(
  domain: string,
  repository: FilledRepository,
  portal: PortalApi,
  gate: CountingGate,
) {
  const taken = {
    raw: [] as number[],
    ours: [] as number[],
    clone: [] as number[],
    bytes: [] as number[],
  };
  for (let round = 0; round < ROUNDS; round++) {
    const text = `${JSON.stringify(sparkJob(`raw-${round}`), null, 2)}\n`;
    const file = pathOf(`raw-${round}`, domain);
    const raw = await timed(() =>
      repository.proposeRaw(`raw-${round}`, file, text),
    );
    taken.raw.push(raw.ms);
    const before = gate.bytes;
    const ours = await timed(() =>
      propose(portal, domain, `bench-${domain}-${round}`),
    );
    taken.ours.push(ours.ms);
    taken.bytes.push(gate.bytes - before);
    // What is open is looked at again and again: that belongs to no proposal.
    await repository.close(ours.result.number);
    await untilChange(
      portal,
      ours.result.id,
      ({ phase }) => phase === 'closed',
    );
    // One of these costs as much as many of the others.
    if (round % 3 === 0) {
      const clone = await timed(() =>
        repository.proposeByClone(`clone-${round}`, file, text),
      );
      taken.clone.push(clone.ms);
    }
  }
  return {
    raw: median(taken.raw),
    ours: median(taken.ours),
    clone: median(taken.clone),
    bytes: median(taken.bytes),
  };
}

/** Submits a job as a person would; resolves when its pull request has an address. */
async function propose(
  portal: PortalApi,
  domain: string,
  name: string,
): Promise<{ id: string; number: number }> {
  const { body, status } = await portal
    .as('pat')
    .post<ChangeRequest>(
      '/lakehouse/changes',
      proposal(sparkJob(name), { domain }),
      { 'Idempotency-Key': name },
    );
  if (status >= 300) throw new Error(JSON.stringify(body));
  const { id, number = 0 } = await untilChange(
    portal,
    body.id,
    ({ url }) => url !== undefined,
  );
  return { id, number };
}

async function untilChange(
  portal: PortalApi,
  id: string,
  holds: (change: ChangeRequest) => boolean,
): Promise<ChangeRequest> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { body } = await portal
      .as('pat')
      .get<ChangeRequest>(`/lakehouse/changes/${id}`);
    if (holds(body)) return body;
    if (body.phase === 'failed' || Date.now() > deadline) {
      throw new Error(`it did not go on: ${JSON.stringify(body)}`);
    }
    await pause(LOOK_EVERY_MS);
  }
}

/** The portal's backend on the sandbox's Kubernetes, and on two repositories elsewhere. */
async function startPortal(options: {
  directory: string;
  gitUrl: string;
  token: string;
}) {
  const { gitUrl, token } = options;
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lakefront-bench-'));
  const parts = new Parts(directory);
  const [port, kubernetesPort, eastPort, gitPort, lakefsPort, kubeflowPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const stop = async () => {
    await parts.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await parts.startSandbox({
      ...{ kubernetesPort, eastPort, gitPort, lakefsPort, kubeflowPort },
      webhookUrl: `http://localhost:${port}/api/events/http/gitea`,
    });
    await parts.startBackend({
      ...{ port, kubernetesPort, eastPort, gitPort, lakefsPort, kubeflowPort },
      config: {
        'integrations.gitea': [
          {
            host: new URL(gitUrl).host,
            baseUrl: gitUrl,
            username: 'portal',
            password: token,
          },
        ],
        'lakehouse.gitops.repositories': ['sales', 'risk'].map(domain => ({
          name: domain,
          url: `${gitUrl}/portal/${domain}`,
          baseBranch: 'main',
          targets: [{ kubernetesCluster: 'west', domains: [domain] }],
        })),
      },
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { api: new PortalApi(`http://localhost:${port}`), stop };
}
