import { createKfpClient, type Fetch } from '@lakefront/kfp-client';
import { readCommand, startRun } from '@lakefront/pipeline-starter';
import { asArray, asObject, type JsonObject } from '../../kube/json';
import { sleep } from '../../sleep';
import type { Clock, KubeObject } from '../../types';
import type { Program } from './JobController';

const OTHER_TAKES_MS = 5000;

/** What the pods of Jobs do: those of the pipeline starter are the real one, in this process; others work for a moment. */
export function jobProgram(options: {
  /** Of KFP's API as a domain's settings name it: nothing else is called. */
  endpoint: string;
  issueToken(namespace: string, account: string): string;
  clock: Clock;
  signal: AbortSignal;
  /** How the starter asks; `fetch` of Node where absent. */
  fetch?: Fetch;
}): Program {
  const { clock, fetch, signal } = options;
  const time = {
    now: () => clock.now(),
    sleep: (ms: number, stopped: AbortSignal) => sleep(clock, ms, stopped),
  };
  return async (pod, say) => {
    const spec = asObject(pod.spec);
    const [container] = asArray(spec.containers).map(asObject);
    if (!/\/pipeline-starter(:|@|$)/.test(String(container.image))) {
      say('working');
      await time.sleep(OTHER_TAKES_MS, signal);
      say('done');
      return { exitCode: 0, reason: 'Completed' };
    }
    try {
      const { endpoint, tokenFile, ...command } = readCommand(
        asArray(container.args).map(String),
        environmentOf(pod, container),
      );
      if (new URL(endpoint).origin !== new URL(options.endpoint).origin) {
        throw new Error(
          `Kubeflow Pipelines at ${endpoint} can't be reached: the sandbox has it at ${options.endpoint}`,
        );
      }
      const account = String(spec.serviceAccountName ?? 'default');
      const token = options.issueToken(command.namespace, account);
      say(`The token of ${account} is in ${tokenFile}.`);
      await startRun({
        ...command,
        client: createKfpClient({
          endpoint,
          credentials: { token },
          clock: time,
          ...(fetch && { fetch }),
          userAgent: 'lakefront-pipeline-starter',
        }),
        clock: time,
        log: say,
        signal,
      });
      return { exitCode: 0, reason: 'Completed' };
    } catch (error) {
      const { message } = error as Error;
      say(message);
      return { exitCode: 1, reason: 'Error', message };
    }
  };
}

/** As the kubelet fills it in: texts, and fields of the pod. */
function environmentOf(
  { metadata }: KubeObject,
  container: JsonObject,
): Record<string, string> {
  return Object.fromEntries(
    asArray(container.env)
      .map(asObject)
      .map(({ name, value, valueFrom }) => {
        const { fieldPath } = asObject(asObject(valueFrom).fieldRef);
        const label = /^metadata\.labels\['(.+)'\]$/.exec(String(fieldPath));
        if (label) return [name, metadata.labels?.[label[1]] ?? ''];
        if (fieldPath === 'metadata.namespace') {
          return [name, metadata.namespace ?? ''];
        }
        if (fieldPath === 'metadata.name') return [name, metadata.name];
        return [name, String(value ?? '')];
      }),
  );
}
