/** Starts sandbox, backend and portal, each ready before it is called so. */
import fs from 'node:fs';
import path from 'node:path';
import { isTaken, startProcess, tail } from './processes.mjs';
import {
  backendIsUp,
  indexIsLive,
  portalIsUp,
  sampleUsersAnswer,
  catalogAnswers,
  waitUntil,
} from './ready.mjs';
import { root } from './toolchain.mjs';

export const DEFAULT_PORTS = {
  portal: 3000,
  backend: 7007,
  kubernetes: 7070,
  git: 7071,
  lakefs: 7072,
  east: 7073,
  kubeflow: 7074,
};

const TIMEOUT_MS = 180_000;
const cli = path.join(
  root,
  'node_modules',
  '@backstage',
  'cli',
  'bin',
  'backstage-cli',
);

const transform = '@backstage/cli/config/nodeTransform.cjs';
const appConfig = path.join(root, 'app-config.yaml');

/** Names the variable by which a port can be moved. */
const PORT_VARIABLES = {
  portal: 'PORTAL_PORT',
  backend: 'BACKEND_PORT',
  kubernetes: 'SANDBOX_KUBERNETES_PORT',
  git: 'SANDBOX_GIT_PORT',
  lakefs: 'SANDBOX_LAKEFS_PORT',
  east: 'SANDBOX_EAST_PORT',
  kubeflow: 'SANDBOX_KUBEFLOW_PORT',
};

/** Ports from the environment, else the usual ones. */
export function portsFromEnvironment(env = process.env) {
  return Object.fromEntries(
    Object.entries(DEFAULT_PORTS).map(([name, port]) => [
      name,
      Number(env[PORT_VARIABLES[name]] ?? port),
    ]),
  );
}

/**
 * Starts all three. `say` hears one line per part that is ready. Throws with
 * what is wrong (a port taken, a part that ended, a check that never passed);
 * nothing is left running then. Aborting `signal` gives up the start;
 * with `watch` the backend starts again after every change of its code.
 */
export async function startPortal({
  ports,
  dataDir,
  say,
  verbose = false,
  watch = false,
  env = {},
  signal,
}) {
  const taken = [];
  for (const [name, port] of Object.entries(ports)) {
    if (await isTaken(port)) {
      taken.push(
        `port ${port} (${name}) is taken: stop what listens there, or set ${PORT_VARIABLES[name]}`,
      );
    }
  }
  if (taken.length > 0) throw new Error(taken.join('\n'));

  fs.mkdirSync(dataDir, { recursive: true });
  const started = [];
  const stopping = new AbortController();
  const giveUp = signal
    ? AbortSignal.any([signal, stopping.signal])
    : stopping.signal;
  const childEnv = {
    NODE_ENV: 'development',
    ...env,
    ...Object.fromEntries(
      Object.entries(ports).map(([name, port]) => [
        PORT_VARIABLES[name],
        String(port),
      ]),
    ),
    SANDBOX_DATA_DIR: dataDir,
    SANDBOX_WEBHOOK_URL: `http://localhost:${ports.backend}/api/events/http/lakehouse-gitea`,
    SANDBOX_WEBHOOK_SECRET: 'sandbox-webhook',
    SANDBOX_PORTAL_URL: `http://localhost:${ports.portal}`,
  };

  const stop = async () => {
    stopping.abort(new Error('stopped'));
    await Promise.all(started.map(part => part.stop()));
  };

  const startPart = (name, command, args, cwd) => {
    const part = startProcess({
      name,
      command,
      args,
      cwd,
      env: childEnv,
      logFile: path.join(dataDir, `${name}.log`),
      verbose,
    });
    started.push(part);
    return part;
  };

  /** The check passes, or the part's own end or the time limit says why not. */
  const ready = async (part, check) => {
    const ended = part.exited.then(sentence => {
      throw new Error(
        `${sentence}\n${tail(part.logFile)}\n(whole log: ${part.logFile})`,
      );
    });
    await Promise.race([
      waitUntil(check, { timeoutMs: TIMEOUT_MS, signal: giveUp }),
      ended,
    ]);
  };

  try {
    const backendUrl = `http://localhost:${ports.backend}`;
    const portalUrl = `http://localhost:${ports.portal}`;
    const templates = fs
      .readdirSync(path.join(root, 'templates'))
      .filter(name =>
        fs.existsSync(path.join(root, 'templates', name, 'template.yaml')),
      );

    const sandbox = startPart(
      'sandbox',
      process.execPath,
      [
        '--require',
        transform,
        path.join(root, 'packages', 'sandbox', 'src', 'main.ts'),
      ],
      root,
    );
    // Compiling pages takes longest and waits for nobody.
    const portal = startPart(
      'portal',
      process.execPath,
      [cli, 'package', 'start'],
      path.join(root, 'packages', 'app'),
    );

    await ready(sandbox, async () => {
      const log = fs.readFileSync(sandbox.logFile, 'utf8');
      if (!log.includes('sandbox: ready'))
        throw new Error('the sandbox is not ready');
    });
    say(
      `sandbox  Kubernetes API  https://localhost:${
        ports.kubernetes
      }  (west, Flux; kubeconfig: ${path.join(dataDir, 'kubeconfig')})`,
    );
    say(
      `sandbox  Kubernetes API  https://localhost:${ports.east}  (east, Argo CD; kubectl --context east)`,
    );
    say(`sandbox  Git host        http://localhost:${ports.git}`);
    say(
      `sandbox  lakeFS          http://localhost:${ports.lakefs}  (key and secret: sandbox-admin)`,
    );
    say(
      `sandbox  Kubeflow        http://localhost:${ports.kubeflow}  (API of Kubeflow Pipelines; token: sandbox-admin)`,
    );

    const backend = startPart(
      'backend',
      process.execPath,
      watch
        ? [cli, 'package', 'start']
        : [
            '--require',
            transform,
            path.join('src', 'index.ts'),
            '--config',
            appConfig,
          ],
      path.join(root, 'packages', 'backend'),
    );
    await ready(backend, async () => {
      await backendIsUp(backendUrl);
      await sampleUsersAnswer(backendUrl);
      await catalogAnswers(backendUrl, templates);
      await indexIsLive(backendUrl);
    });
    say(`backend  ready           ${backendUrl}`);

    await ready(portal, () => portalIsUp(portalUrl));
    say(`portal   ready           ${portalUrl}`);

    const ended = Promise.race(
      started.map(part => part.exited.then(sentence => ({ part, sentence }))),
    );
    return {
      urls: { portal: portalUrl, backend: backendUrl },
      parts: { sandbox, backend, portal },
      ended,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
