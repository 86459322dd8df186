/**
 * What one look at everything that runs costs the API server and the network:
 * our Jobs page beside the page of Backstage's own Kubernetes plugin.
 */
import fs from 'node:fs';
import { ApiProxy } from '../conformance/support/ApiProxy';
import type { PortalApi } from '../e2e/api/support/PortalApi';
import {
  installDefinitions,
  sparkDefinitions,
} from '../real/support/definitions';
import {
  type RealKubernetes,
  startKubernetes,
} from '../real/support/kubernetes';
import { whyMissing } from '../real/support/servers.mjs';
import { Workbench } from '../real/support/Workbench';
import { figure, note, skipped } from './support/figure';
import { fillKubernetes } from './support/fillKubernetes';
import { get } from './support/get';
import { jobName, namespaceName } from './support/objects';
import { packedBytes } from './support/packedBytes';
import { type Bench, runBench } from './support/runBench';
import { startBackend } from './support/startBackend';
import { startPeer } from './support/startPeer';
import { timed } from './support/statistics';

const TOKEN = 'real-admin';
const WORKLOADS = '/workloads?role=job&sort=-startedAt&limit=50';
/** What the Jobs page asks for when it is opened. */
const ASKED = {
  workloads: WORKLOADS,
  facets: '/facets?role=job',
  runs: '/runs?limit=1000',
};

runBench(async bench => {
  const missing = whyMissing(['etcd', 'kube-apiserver']);
  if (missing) {
    skipped('view', missing);
    return;
  }
  const size = bench.full
    ? { domains: 50, jobs: 1_000, pods: 5_000 }
    : { domains: 5, jobs: 100, pods: 500 };
  note(
    `view: ${size.domains} namespaces, ${size.pods} pods and ${size.jobs} jobs on a real API server`,
  );
  const workbench = await bench.with(Workbench.create('bench'));
  const kubernetes = await workbench.with(
    startKubernetes(workbench.directory, {
      manager: false,
      prepare: admin => installDefinitions(admin, sparkDefinitions()),
    }),
  );
  await fillKubernetes(kubernetes.admin, size);
  await measurePeer(bench, kubernetes, workbench.directory);
  await measureOurs(bench, kubernetes);
});

/** A door to the API server at which every request is counted. */
async function startCounting(bench: Bench, kubernetes: RealKubernetes) {
  const ca = fs.readFileSync(kubernetes.caFile, 'utf8');
  const proxy = await bench.with(
    new ApiProxy({ url: () => kubernetes.url, ca: () => ca }),
  );
  await proxy.start();
  return proxy;
}

async function measurePeer(
  bench: Bench,
  kubernetes: RealKubernetes,
  directory: string,
) {
  const proxy = await startCounting(bench, kubernetes);
  const peer = await bench.with(
    startPeer({ kubernetesUrl: proxy.url, token: TOKEN, directory }),
  );
  await peer.view();
  const before = proxy.calls.length;
  const { ms, result } = await timed(() => peer.view());
  figure(
    'peer.requests_per_warm_view',
    proxy.calls.length - before,
    'requests',
  );
  figure('peer.bytes_per_view', Buffer.byteLength(result), 'bytes');
  figure('peer.ms_per_view', ms, 'ms');
}

async function measureOurs(bench: Bench, kubernetes: RealKubernetes) {
  const proxy = await startCounting(bench, kubernetes);
  const { api } = await bench.with(
    startBackend({ kubernetesUrl: proxy.url, token: TOKEN }),
  );
  await view(api);
  const before = proxy.calls.length;
  const { ms, result } = await timed(() => view(api));
  figure(
    'read.requests_per_warm_view',
    proxy.calls.length - before,
    'requests',
  );
  const parts = Object.entries(result.bytes);
  for (const [part, bytes] of parts) {
    figure(`read.bytes_of_${part}`, bytes, 'bytes');
  }
  figure(
    'read.bytes_per_view',
    parts.reduce((sum, [, bytes]) => sum + bytes, 0),
    'bytes',
  );
  const packed = await Promise.all(
    Object.values(ASKED).map(path => packedBytes(api, 'pat', path)),
  );
  figure(
    'read.packed_bytes_per_view',
    packed.reduce((sum, bytes) => sum + bytes, 0),
    'bytes',
  );
  figure('read.ms_per_view', ms, 'ms');

  const path = `/apis/sparkoperator.k8s.io/v1beta2/namespaces/${namespaceName(
    0,
  )}/sparkapplications/${jobName(0)}`;
  const since = `${WORKLOADS}&since=${encodeURIComponent(result.version)}`;
  const owner = { 'lakefront.dev/owner': 'group:default/changed' };
  await kubernetes.admin.patch(path, { metadata: { annotations: owner } });
  let changed = await get<Changes>(api, 'pat', since);
  while (changed.body.items.length === 0) {
    changed = await get<Changes>(api, 'pat', since);
  }
  figure('read.bytes_per_change', bytesOf(changed.body), 'bytes');
}

interface Changes {
  items: unknown[];
  version: string;
}

/** Everything that the Jobs page asks for when it is opened. */
async function view(api: PortalApi) {
  const [workloads, facets, runs] = await Promise.all([
    get<Changes>(api, 'pat', ASKED.workloads),
    get<object>(api, 'pat', ASKED.facets),
    get<object>(api, 'pat', ASKED.runs),
  ]);
  return {
    version: workloads.body.version,
    bytes: {
      workloads: bytesOf(workloads.body),
      facets: bytesOf(facets.body),
      runs: bytesOf(runs.body),
    },
  };
}

/** As it is sent, before it is packed. */
function bytesOf(body: object): number {
  return Buffer.byteLength(JSON.stringify(body));
}
