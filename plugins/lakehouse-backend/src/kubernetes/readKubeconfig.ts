import { stat } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { InputError } from '@backstage/errors';
import type { ConnectionCredentials } from '@lakefront/kube-index';
import type { KubeConfig } from '@kubernetes/client-node';

type Client = typeof import('@kubernetes/client-node');

/**
 * Reads what a kubeconfig says about a context: address, CA, and a token or a
 * certificate, also from a command (`exec`) that gives them. The file is read
 * again when it changed; between that a command's answer is kept until it
 * expires.
 */
export function createKubeconfigReader(options: {
  file: string;
  context?: string;
  /** The package; loaded only where a kubeconfig is used, as it is big. */
  load?: () => Promise<Pick<Client, 'KubeConfig'>>;
}): () => Promise<ConnectionCredentials> {
  const { file, load = () => import('@kubernetes/client-node') } = options;
  let kept: { at: number; config: KubeConfig } | undefined;
  return async () => {
    const { mtimeMs } = await stat(file);
    if (kept?.at !== mtimeMs) {
      const { KubeConfig: Reader } = await load();
      const config = new Reader();
      config.loadFromFile(file);
      kept = { at: mtimeMs, config: choose(config, options) };
    }
    return toCredentials(kept.config, file);
  };
}

function choose(
  config: KubeConfig,
  { file, context }: { file: string; context?: string },
): KubeConfig {
  if (context !== undefined) {
    config.setCurrentContext(context);
  }
  const name = config.getCurrentContext();
  if (!config.getContextObject(name)) {
    const names = config.getContexts().map(({ name: known }) => known);
    throw new InputError(
      `The kubeconfig ${file} has no context '${name}'; it has ${
        names.join(', ') || 'none'
      }`,
    );
  }
  return config;
}

async function toCredentials(
  config: KubeConfig,
  file: string,
): Promise<ConnectionCredentials> {
  const cluster = config.getCurrentCluster();
  if (!cluster) {
    throw new InputError(
      `The context '${config.getCurrentContext()}' of the kubeconfig ${file} names a cluster that is not in it`,
    );
  }
  if (config.getCurrentUser()?.impersonateUser) {
    throw new InputError(
      `The kubeconfig ${file} acts as somebody else (\`as\`); use an account of its own`,
    );
  }
  const request: RequestOptions = {};
  await config.applyToHTTPSOptions(request);
  const authorization = request.headers
    ? (request.headers as Record<string, unknown>).Authorization
    : undefined;
  return {
    server: cluster.server.replace(/\/+$/, ''),
    skipTLSVerify: cluster.skipTLSVerify ?? false,
    caData: toText(request.ca),
    certData: toText(request.cert),
    keyData: toText(request.key),
    token:
      typeof authorization === 'string'
        ? authorization.replace(/^Bearer /, '')
        : undefined,
  };
}

/** PEM as text, of what Node's TLS options may hold. */
function toText(value: unknown): string | undefined {
  return typeof value === 'string' || Buffer.isBuffer(value)
    ? value.toString()
    : undefined;
}
