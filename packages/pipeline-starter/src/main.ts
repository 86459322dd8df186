import { readFile, writeFile } from 'node:fs/promises';
import { createKfpClient } from '@lakefront/kfp-client';
import { readCommand } from './readCommand';
import { startRun } from './startRun';

/** What Kubernetes shows of a container that ended. */
const LAST_WORDS = '/dev/termination-log';

/** Starts what the pod is told to start. Resolves to its exit code. */
export async function main(
  args: readonly string[],
  env: Record<string, string | undefined>,
): Promise<number> {
  try {
    const { endpoint, tokenFile, ...command } = readCommand(args, env);
    await startRun({
      ...command,
      client: createKfpClient({
        endpoint,
        credentials: async () => ({
          token: (await readFile(tokenFile, 'utf8')).trim(),
        }),
        allowPlainHttp: isInside(endpoint),
        userAgent: 'lakefront-pipeline-starter',
      }),
      log: message => process.stdout.write(`${message}\n`),
    });
    return 0;
  } catch (error) {
    const { message } = error as Error;
    process.stderr.write(`${message}\n`);
    // Only there in a pod.
    await writeFile(LAST_WORDS, message, { flag: 'r+' }).catch(() => {});
    return 1;
  }
}

/** Whether it is a Service of the same Kubernetes cluster: these need not speak TLS. */
function isInside(endpoint: string): boolean {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  return /^[^.]+$|\.svc(\.cluster\.local)?$/.test(host);
}
