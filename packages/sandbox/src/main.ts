import path from 'node:path';
import { startSandbox, type Sandbox } from './startSandbox';

function port(name: string, fallback: number): number {
  const text = process.env[name];
  if (!text) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new Error(`${name} is not a port: ${text}`);
  }
  return value;
}

/** A port that is taken is the one thing that goes wrong often; it gets a sentence of its own. */
function explain(error: unknown): string {
  const { code, port: taken } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return `port ${taken} is taken. Stop what listens there, or set SANDBOX_KUBERNETES_PORT, SANDBOX_EAST_PORT, SANDBOX_GIT_PORT, SANDBOX_LAKEFS_PORT or SANDBOX_KUBEFLOW_PORT.`;
  }
  return error instanceof Error ? error.message : String(error);
}

function say(line: string): void {
  process.stdout.write(`sandbox: ${line}\n`);
}

async function main(): Promise<void> {
  const { env } = process;
  const url = env.SANDBOX_WEBHOOK_URL;
  const running: { sandbox?: Sandbox } = {};
  let leaving = false;
  const leave = () => {
    if (leaving) return;
    leaving = true;
    Promise.resolve(running.sandbox?.stop()).then(
      () => process.exit(0),
      error => {
        process.stderr.write(`sandbox: ${explain(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  const sandbox = await startSandbox({
    ports: {
      kubernetes: port('SANDBOX_KUBERNETES_PORT', 7070),
      east: port('SANDBOX_EAST_PORT', 7073),
      git: port('SANDBOX_GIT_PORT', 7071),
      lakefs: port('SANDBOX_LAKEFS_PORT', 7072),
      kubeflow: port('SANDBOX_KUBEFLOW_PORT', 7074),
    },
    seed: env.SANDBOX_SEED ? Number(env.SANDBOX_SEED) : undefined,
    dataDir: path.resolve(env.SANDBOX_DATA_DIR || '.cache/sandbox'),
    ...(url && { webhook: { url, secret: env.SANDBOX_WEBHOOK_SECRET ?? '' } }),
    logger: {
      info: () => {},
      warn: message => process.stderr.write(`sandbox: ${message}\n`),
    },
  });
  running.sandbox = sandbox;
  say(
    `Kubernetes API west  ${sandbox.kubernetes.url}  (kubeconfig: ${sandbox.kubeconfigPath})`,
  );
  say(`Kubernetes API east  ${sandbox.east.url}  (kubectl --context east)`);
  say(`Git host             ${sandbox.git.url}`);
  say(`lakeFS               ${sandbox.lakefs.url}`);
  say(`Kubeflow Pipelines   ${sandbox.kubeflow.url}`);
  if (leaving) await sandbox.stop();
  else say('ready');
}

main().catch(error => {
  process.stderr.write(`sandbox: ${explain(error)}\n`);
  process.exit(1);
});
