/**
 * Builds the real servers that the real path runs on, each from a module of
 * our own that only requires it, into a cache outside the repository. The
 * builds need Go and a Go module proxy, nothing else; a second run is instant.
 */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { REDIS_PROGRAM } from './redisProgram.mjs';

const run = promisify(execFile);

const KUBERNETES = '1.34.4';
const GITEA = '1.26.0';
const FLUX = '1.7.3';
const ARGO_CD = '3.2.11';

const kubernetesFlags = [
  `-X k8s.io/component-base/version.gitVersion=v${KUBERNETES}`,
  `-X k8s.io/component-base/version.gitMajor=${KUBERNETES.split('.')[0]}`,
  `-X k8s.io/component-base/version.gitMinor=${KUBERNETES.split('.')[1]}`,
].join(' ');

/**
 * What is built, and how. `staging` modules live in the main module's own
 * repository and are replaced there by folders, here by their releases. Where
 * the module is a library only, `program` is the text of the main package.
 */
export const SERVERS = {
  etcd: {
    module: 'go.etcd.io/etcd/server/v3',
    version: 'v3.6.16',
    main: 'go.etcd.io/etcd/server/v3',
  },
  'kube-apiserver': {
    module: 'k8s.io/kubernetes',
    version: `v${KUBERNETES}`,
    main: 'k8s.io/kubernetes/cmd/kube-apiserver',
    staging: `v0.${KUBERNETES.split('.').slice(1).join('.')}`,
    ldflags: kubernetesFlags,
  },
  'kube-controller-manager': {
    module: 'k8s.io/kubernetes',
    version: `v${KUBERNETES}`,
    main: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    staging: `v0.${KUBERNETES.split('.').slice(1).join('.')}`,
    ldflags: kubernetesFlags,
  },
  gitea: {
    module: 'code.gitea.io/gitea',
    version: `v${GITEA}`,
    main: 'code.gitea.io/gitea',
    tags: 'sqlite,sqlite_unlock_notify',
    ldflags: `-X main.Version=${GITEA}`,
    godebug: 'x509negativeserial=1',
  },
  'source-controller': {
    module: 'github.com/fluxcd/source-controller',
    version: `v${FLUX}`,
    main: 'github.com/fluxcd/source-controller',
  },
  'kustomize-controller': {
    module: 'github.com/fluxcd/kustomize-controller',
    version: `v${FLUX}`,
    main: 'github.com/fluxcd/kustomize-controller',
  },
  argocd: {
    module: 'github.com/argoproj/argo-cd/v3',
    version: `v${ARGO_CD}`,
    main: 'github.com/argoproj/argo-cd/v3/cmd',
    ldflags: `-X github.com/argoproj/argo-cd/v3/common.version=${ARGO_CD}`,
  },
  // Argo CD keeps what it worked out in a Redis; this one is a library and ten lines of ours.
  redis: {
    module: 'github.com/alicebob/miniredis/v2',
    version: 'v2.40.0',
    main: '.',
    program: REDIS_PROGRAM,
  },
};

/** Folder that builds are kept in, outside the repository. */
export function cacheDirectory() {
  return path.join(
    process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
    'lakefront',
    'servers',
  );
}

async function goVersion() {
  return (await run('go', ['version'])).stdout.trim();
}

/**
 * Why a server cannot run on this machine, in a sentence; undefined where it
 * can. With Go all of them are built; without, `KUBEBUILDER_ASSETS` may hold
 * some of the Kubernetes ones.
 *
 * @param {Array<keyof typeof SERVERS>} names
 * @returns {string | undefined}
 */
export function whyMissing(names = Object.keys(SERVERS)) {
  if (hasGo()) return undefined;
  const assets = process.env.KUBEBUILDER_ASSETS;
  const missing = names.filter(
    name => !assets || !existsSync(path.join(assets, name)),
  );
  if (missing.length === 0) return undefined;
  return `no Go on this machine to build ${missing.join(', ')}${
    assets
      ? `, and KUBEBUILDER_ASSETS (${assets}) does not hold them`
      : ', and KUBEBUILDER_ASSETS is not set'
  }`;
}

let go;

/** Whether Go is on this machine. */
export function hasGo() {
  go ??= spawnSync('go', ['version'], { cwd: os.tmpdir() }).status === 0;
  return go;
}

/** Where a module's source lies in the module cache (Gitea's templates, Flux's CRDs). */
export async function moduleDirectory(module, version) {
  const { stdout } = await run(
    'go',
    ['mod', 'download', '-json', `${module}@${version}`],
    { cwd: os.tmpdir(), maxBuffer: 1 << 24 },
  );
  return JSON.parse(stdout);
}

async function moduleFile(server) {
  const { GoMod, Dir } = await moduleDirectory(server.module, server.version);
  const { stdout } = await run('go', ['mod', 'edit', '-json', GoMod], {
    cwd: os.tmpdir(),
  });
  const own = JSON.parse(stdout);
  const replaces = (own.Replace ?? [])
    .map(({ Old, New }) => {
      if (New.Version) return `${Old.Path} => ${New.Path} ${New.Version}`;
      return server.staging
        ? `${Old.Path} => ${Old.Path} ${server.staging}`
        : undefined;
    })
    .filter(Boolean);
  const text = [
    'module lakefront.dev/servers',
    `go ${own.Go}`,
    server.godebug ? `godebug ${server.godebug}` : '',
    `require ${server.module} ${server.version}`,
    ...replaces.map(line => `replace ${line}`),
    '',
  ].join('\n');
  return { text, sums: path.join(Dir, 'go.sum') };
}

/**
 * Path of the built binary; builds it first where it is not in the cache.
 * `onStart` hears that a build begins, as a cold one takes minutes.
 *
 * @param {keyof typeof SERVERS} name
 * @param {(name: string, version: string) => void} [onStart]
 * @returns {Promise<string>}
 */
export async function serverBinary(name, onStart = () => {}) {
  const missing = whyMissing([name]);
  if (missing) throw new Error(missing);
  if (!hasGo()) return path.join(process.env.KUBEBUILDER_ASSETS, name);
  const server = SERVERS[name];
  const key = createHash('sha256')
    .update(JSON.stringify([server, os.arch(), await goVersion()]))
    .digest('hex')
    .slice(0, 12);
  const folder = path.join(
    cacheDirectory(),
    `${name}-${server.version}-${key}`,
  );
  const binary = path.join(folder, name);
  try {
    await fs.access(binary);
    return binary;
  } catch {
    onStart(name, server.version);
  }
  const work = await fs.mkdtemp(path.join(os.tmpdir(), `lakefront-${name}-`));
  try {
    const { text, sums } = await moduleFile(server);
    await fs.writeFile(path.join(work, 'go.mod'), text);
    await fs.copyFile(sums, path.join(work, 'go.sum')).catch(() => {});
    await fs.chmod(path.join(work, 'go.sum'), 0o644).catch(() => {});
    await (server.program
      ? fs.writeFile(path.join(work, 'main.go'), server.program)
      : fs.writeFile(
          path.join(work, 'tools.go'),
          `//go:build tools\n\npackage servers\n\nimport _ "${server.main}"\n`,
        ));
    const args = ['build', '-mod=mod', '-o', path.join(work, name)];
    if (server.tags) args.push('-tags', server.tags);
    if (server.ldflags) args.push('-ldflags', server.ldflags);
    await run('go', [...args, server.main], {
      cwd: work,
      env: {
        ...process.env,
        GOFLAGS: '-buildvcs=false',
        CGO_ENABLED: name === 'gitea' ? '1' : '0',
      },
      maxBuffer: 1 << 26,
    });
    await fs.mkdir(folder, { recursive: true });
    // Two runs at once: the rename is what makes it appear, whole.
    await fs.copyFile(path.join(work, name), `${binary}.${process.pid}`);
    await fs.chmod(`${binary}.${process.pid}`, 0o755);
    await fs.rename(`${binary}.${process.pid}`, binary);
    return binary;
  } finally {
    await fs.rm(work, { recursive: true, force: true });
  }
}
