import https from 'node:https';
import type { KubeHttp } from '../../real/support/KubeHttp';
import {
  type BenchObject,
  type BenchSize,
  jobObject,
  namespaceObject,
  OWNER_LABEL,
  OWNER_OF_ALL,
  podObject,
} from './objects';

const AT_ONCE = 12;
const JOBS = '/apis/sparkoperator.k8s.io/v1beta2';

interface Target {
  url: string;
  ca: string;
  token: string;
}

/** Makes what the benches look at on a real API server, with the states that nobody there would give it. */
export async function fillKubernetes(
  { options }: KubeHttp,
  size: BenchSize,
): Promise<void> {
  const target = { ...options, ca: options.ca() };
  const agent = new https.Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const create = (collection: string) => async (object: BenchObject) => {
    const { status, ...rest } = object;
    const path = `${collection}/${object.metadata.name}/status`;
    await send(target, agent, { method: 'POST', path: collection, body: rest });
    await send(target, agent, { method: 'PATCH', path, body: { status } });
  };
  const inNamespace = (base: string, plural: string) => (object: BenchObject) =>
    create(`${base}/namespaces/${object.metadata.namespace}/${plural}`)(object);
  try {
    await inTurns(size.domains, n =>
      create('/api/v1/namespaces')(namespaceObject(n)),
    );
    await inTurns(size.jobs, n =>
      inNamespace(JOBS, 'sparkapplications')(owned(jobObject(n, size))),
    );
    await inTurns(size.pods, n =>
      inNamespace('/api/v1', 'pods')(owned(podObject(n, size))),
    );
  } finally {
    agent.destroy();
  }
}

/** With the label by which the peer finds what belongs to an entity; the server makes the rest itself. */
function owned(object: BenchObject): BenchObject {
  const { name, namespace, annotations, labels } = object.metadata;
  return {
    ...object,
    metadata: {
      ...{ name, namespace, annotations },
      labels: { ...labels, [OWNER_LABEL]: OWNER_OF_ALL },
    },
  };
}

async function inTurns(count: number, make: (n: number) => Promise<void>) {
  let next = 0;
  const work = async () => {
    while (next < count) await make(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function send(
  { url, ca, token }: Target,
  agent: https.Agent,
  call: { method: string; path: string; body: object },
): Promise<void> {
  const contentType =
    call.method === 'PATCH'
      ? 'application/merge-patch+json'
      : 'application/json';
  return new Promise((resolve, reject) => {
    const request = https.request(
      `${url}${call.path}`,
      {
        ...{ method: call.method, ca, agent },
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': contentType,
        },
      },
      async response => {
        let text = '';
        for await (const chunk of response) text += chunk;
        if ((response.statusCode ?? 500) < 300) resolve();
        else reject(new Error(`${call.method} ${call.path}: ${text}`));
      },
    );
    request.once('error', reject);
    request.end(JSON.stringify(call.body));
  });
}
