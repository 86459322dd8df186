import { stat } from 'node:fs/promises';
import { InputError } from '@backstage/errors';
import { KubeConfig } from '@kubernetes/client-node';
import {
  type ConnectionCredentials,
  toKubeConfigCredentials,
} from '@lakefront/kube-index';

/**
 * Reads what a kubeconfig says about a context: address, CA, and a token, a
 * certificate or a command (`exec`) that gives one. The file is read again
 * when it changed; between that a command's answer is kept until it expires.
 */
export function createKubeconfigReader(options: {
  file: string;
  context?: string;
}): () => Promise<ConnectionCredentials> {
  let kept: { at: number; config: KubeConfig } | undefined;
  return async () => {
    const { mtimeMs } = await stat(options.file);
    if (kept?.at !== mtimeMs) {
      kept = { at: mtimeMs, config: load(options) };
    }
    return toKubeConfigCredentials(kept.config);
  };
}

function load({ file, context }: { file: string; context?: string }) {
  const config = new KubeConfig();
  config.loadFromFile(file);
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
