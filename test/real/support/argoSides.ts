import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { prepareArgo, type ArgoSide } from '../questions/argoDesk';
import { startArgoCd } from './argocd';
import { installDefinitions, sparkDefinitions } from './definitions';
import { ARGO_CD } from './engines';
import { startGitea } from './gitea';
import { REPOSITORY } from './gitops';
import { startKubernetes } from './kubernetes';
import { startSandboxProcess } from './sandbox';
import type { Workbench } from './Workbench';

const run = promisify(execFile);

/** Argo CD on a real API server, following a real Git host. */
export async function startRealArgo(bench: Workbench): Promise<ArgoSide> {
  const { directory } = bench;
  const [kubernetes, gitea] = await Promise.all([
    // With its manager: what Argo CD deletes waits for the garbage collector.
    bench.with(
      startKubernetes(directory, {
        prepare: admin => installDefinitions(admin, sparkDefinitions()),
      }),
    ),
    bench.with(startGitea(directory)),
  ]);
  const { admin } = kubernetes;
  await bench.with(startArgoCd(directory, kubernetes));
  const [owner, name] = REPOSITORY.split('/');
  await gitea.api('POST', '/orgs', { username: owner });
  const repository = { name, private: true, auto_init: true };
  await gitea.api('POST', `/orgs/${owner}/repos`, repository);
  const account = ['root-admin', gitea.adminToken] as const;
  const repoUrl = `${gitea.url}/${REPOSITORY}.git`;
  await admin.mustApply(ARGO_CD.credentials(repoUrl, ...account));
  const clone = path.join(directory, 'clone-real');
  return prepared({ admin, repoUrl, clone }, account);
}

/** The sandbox's Argo CD, on `east`. */
export async function startSandboxArgo(bench: Workbench): Promise<ArgoSide> {
  const { east, gitUrl } = await bench.with(
    startSandboxProcess(bench.directory),
  );
  const repoUrl = `${gitUrl}/${REPOSITORY}.git`;
  const clone = path.join(bench.directory, 'clone-sandbox');
  return prepared({ admin: east, repoUrl, clone }, ['admin', 'sandbox-admin']);
}

async function prepared(
  side: ArgoSide,
  [login, password]: readonly [string, string],
): Promise<ArgoSide> {
  const address = new URL(side.repoUrl);
  address.username = login;
  address.password = password;
  await run('git', ['clone', '--quiet', address.href, side.clone]);
  await prepareArgo(side);
  return side;
}
