import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { lakeKeyOf, PORTAL_ACCOUNT } from '../sampleUsers';
import type { KubeObject } from '../types';
import { argoRoot, fluxRoot } from './buildSyncs';
import { binding, KUBEFLOW_RULES, READ, role, rule } from './rbac';
import { ENGINE_NAMESPACE, type SeedCluster } from './SeedCluster';
import { namespaceOf } from './SeedDomain';

const ALL = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
];

function namespace(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
  };
}

function account(name: string, inNamespace: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: inNamespace },
  };
}

function node(
  name: string,
  allocatable: Record<string, string>,
  labels: Record<string, string> = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...labels,
      },
    },
    spec: {},
    status: {
      capacity: allocatable,
      allocatable,
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
      nodeInfo: { kubeletVersion: 'v1.34.4', osImage: 'Linux' },
    },
  };
}

function nodes(cluster: string): KubeObject[] {
  const size = { cpu: '32', memory: '128Gi', pods: '110' };
  return [
    ...[1, 2, 3, 4, 5].map(n => node(`${cluster}-worker-${n}`, size)),
    node(
      `${cluster}-gpu-1`,
      { cpu: '32', memory: '128Gi', pods: '110', 'nvidia.com/gpu': '4' },
      { 'nvidia.com/gpu.present': 'true' },
    ),
  ];
}

/** What the portal may: read what its pages show. No Secrets, and of ConfigMaps only the settings. */
function portalAccess(): KubeObject[] {
  const { name, namespace: own } = PORTAL_ACCOUNT;
  const subject = {
    kind: 'ServiceAccount' as const,
    namespace: own,
    name,
  };
  return [
    account(name, own),
    role('lakefront-portal', undefined, [
      rule(
        '',
        [
          'namespaces',
          'pods',
          'pods/log',
          'events',
          'resourcequotas',
          'limitranges',
          'persistentvolumeclaims',
        ],
        READ,
      ),
      rule('networking.k8s.io', ['networkpolicies'], READ),
      rule(
        'sparkoperator.k8s.io',
        ['sparkapplications', 'scheduledsparkapplications', 'sparkconnects'],
        READ,
      ),
      rule('lakefront.dev', ['lakefsbranches'], READ),
      ...KUBEFLOW_RULES.map(([group, kinds]) => rule(group, kinds, READ)),
      // A cluster has one of the two; the other is simply not there.
      rule('kustomize.toolkit.fluxcd.io', ['kustomizations'], READ),
      rule('source.toolkit.fluxcd.io', ['gitrepositories'], READ),
      rule('argoproj.io', ['applications'], READ),
    ]),
    binding('lakefront-portal', undefined, {
      role: 'lakefront-portal',
      subject,
    }),
    role('lakefront-settings', own, [rule('', ['configmaps'], READ)]),
    binding('lakefront-settings', own, {
      role: 'lakefront-settings',
      subject,
    }),
  ];
}

/** As it is installed anywhere. */
function branchControllerAccess(): KubeObject[] {
  const file = require.resolve('@lakefront/branch-controller/deploy/rbac.yaml');
  return parseAllDocuments(readFileSync(file, 'utf8')).map(document =>
    document.toJS(),
  );
}

/** KFP asks the cluster about the name of a user and leaves out the groups: its administrator is bound by name. */
function kubeflowAccess(): KubeObject[] {
  const name = 'kubeflow-pipelines-admin';
  return [
    role(name, undefined, [rule('pipelines.kubeflow.org', ['*'], ['*'])]),
    binding(name, undefined, {
      role: name,
      subject: { kind: 'User', name: 'admin' },
    }),
  ];
}

function operatorAccess(): KubeObject[] {
  const name = 'spark-operator-controller';
  return [
    account(name, 'spark-operator'),
    role(name, undefined, [
      rule('', ['pods', 'services', 'configmaps'], ALL),
      rule('', ['events'], ['create', 'update', 'patch']),
      rule('', ['nodes', 'resourcequotas'], READ),
      rule(
        'sparkoperator.k8s.io',
        [
          'sparkapplications',
          'sparkapplications/status',
          'scheduledsparkapplications',
          'scheduledsparkapplications/status',
          'sparkconnects',
          'sparkconnects/status',
        ],
        ALL,
      ),
    ]),
    binding(name, undefined, {
      role: name,
      subject: {
        kind: 'ServiceAccount',
        namespace: 'spark-operator',
        name,
      },
    }),
  ];
}

function fluxAccess(): KubeObject[] {
  const name = 'kustomize-controller';
  return [
    account(name, 'flux-system'),
    binding('cluster-reconciler-flux-system', undefined, {
      role: 'cluster-admin',
      subject: { kind: 'ServiceAccount', namespace: 'flux-system', name },
    }),
  ];
}

function argoAccess(): KubeObject[] {
  const name = 'argocd-application-controller';
  return [
    account(name, 'argocd'),
    binding(name, undefined, {
      role: 'cluster-admin',
      subject: { kind: 'ServiceAccount', namespace: 'argocd', name },
    }),
  ];
}

function platformEngineers(): KubeObject {
  return binding('platform-engineers', undefined, {
    role: 'cluster-admin',
    subject: { kind: 'Group', name: 'platform-engineers' },
  });
}

/** What stands on the cluster before Git is applied: installed by hand, once. */
export function bootstrapObjects(options: {
  cluster: string;
  gitUrl: string;
  engine?: SeedCluster['engine'];
}): KubeObject[] {
  const { cluster, gitUrl, engine = 'flux' } = options;
  const own = ENGINE_NAMESPACE[engine];
  return [
    ...[own, 'lakefront-system', 'spark-operator'].map(namespace),
    ...nodes(cluster),
    ...portalAccess(),
    ...kubeflowAccess(),
    ...operatorAccess(),
    ...branchControllerAccess(),
    ...(engine === 'flux' ? fluxAccess() : argoAccess()),
    platformEngineers(),
    ...(engine === 'flux'
      ? fluxRoot(cluster, gitUrl)
      : argoRoot(cluster, gitUrl)),
  ];
}

/** Secrets that the settings name. Somebody put them there by hand; they are not in Git. */
export function seedSecrets(cluster: SeedCluster): KubeObject[] {
  const secret = (
    name: string,
    inNamespace: string,
    values: Record<string, string>,
  ): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: inNamespace },
    type: 'Opaque',
    data: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        Buffer.from(value).toString('base64'),
      ]),
    ),
  });
  return [
    secret('lakehouse-gitops-auth', ENGINE_NAMESPACE[cluster.engine], {
      username: 'admin',
      password: 'sandbox-admin',
    }),
    ...cluster.domains.flatMap(({ name }) => [
      secret(`${name}-catalog`, namespaceOf(name), {
        credential: `${name}:sandbox-only`,
      }),
      secret(`${name}-s3`, namespaceOf(name), {
        'access-key': 'sandbox-only',
        'secret-key': 'sandbox-only',
      }),
      secret(`${name}-lakefs`, namespaceOf(name), {
        'access-key': lakeKeyOf(name).accessKeyId,
        'secret-key': lakeKeyOf(name).secretAccessKey,
      }),
    ]),
  ];
}
