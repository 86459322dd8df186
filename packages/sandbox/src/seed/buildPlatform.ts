import { stringify } from 'yaml';
import type { KubeObject } from '../types';
import { buildSyncs, NOT_PRUNED, type SyncSite } from './buildSyncs';
import {
  domainSettings,
  KUBEFLOW_DOMAINS,
  STARTER_ACCOUNT,
} from './domainSettings';
import { binding, KUBEFLOW_RULES, READ, role, rule, WRITE } from './rbac';
import { namespaceOf, type SeedDomain } from './SeedDomain';

function buildNamespace(domain: SeedDomain): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespaceOf(domain.name),
      labels: {
        'lakefront.dev/domain': domain.name,
        'lakefront.dev/managed-by': 'gitops',
        'lakefront.dev/spark-jobs': 'enabled',
        'pod-security.kubernetes.io/enforce': 'baseline',
      },
      annotations: {
        'lakefront.dev/owner': domain.owner,
        'lakefront.dev/members': JSON.stringify(domain.members),
        ...NOT_PRUNED,
      },
    },
  };
}

function buildLimits(domain: SeedDomain): KubeObject[] {
  const namespace = namespaceOf(domain.name);
  return [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'domain-quota', namespace },
      spec: { hard: domain.quota },
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'domain-defaults', namespace },
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: { cpu: '250m', memory: '512Mi' },
            // No default CPU limit: it would be put on executors and refuse larger ones.
            default: { memory: '1Gi' },
            max: { cpu: '16', memory: '128Gi' },
          },
        ],
      },
    },
  ];
}

function buildNetwork(domain: SeedDomain): KubeObject[] {
  const namespace = namespaceOf(domain.name);
  const policy = (name: string, spec: object): KubeObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: { podSelector: {}, ...spec },
  });
  return [
    policy('default-deny', { policyTypes: ['Ingress', 'Egress'] }),
    policy('allow-intra-domain', {
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: {} }] }],
      egress: [
        { to: [{ podSelector: {} }] },
        {
          to: [
            {
              namespaceSelector: {
                matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' },
              },
            },
          ],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
      ],
    }),
    policy('allow-lake', {
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ ipBlock: { cidr: '10.20.0.0/16' } }],
          ports: [{ protocol: 'TCP', port: 443 }],
        },
      ],
    }),
  ];
}

function buildAccess(domain: SeedDomain): KubeObject[] {
  const namespace = namespaceOf(domain.name);
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'spark', namespace },
    },
    role('spark-driver', namespace, [
      rule(
        '',
        ['pods', 'configmaps', 'persistentvolumeclaims', 'services'],
        [...WRITE, 'deletecollection'],
      ),
    ]),
    binding('spark-driver', namespace, {
      role: 'spark-driver',
      subject: { kind: 'ServiceAccount', namespace, name: 'spark' },
    }),
    // People read; writing is Git's. No Secrets.
    role('domain-member', namespace, [
      rule(
        '',
        [
          'pods',
          'pods/log',
          'events',
          'configmaps',
          'services',
          'persistentvolumeclaims',
          'resourcequotas',
          'limitranges',
        ],
        READ,
      ),
      rule(
        'sparkoperator.k8s.io',
        ['sparkapplications', 'scheduledsparkapplications', 'sparkconnects'],
        READ,
      ),
      rule('lakefront.dev', ['lakefsbranches'], READ),
      ...KUBEFLOW_RULES.map(([group, kinds]) => rule(group, kinds, READ)),
      rule('networking.k8s.io', ['networkpolicies'], READ),
    ]),
    binding('domain-members', namespace, {
      role: 'domain-member',
      subject: { kind: 'Group', name: domain.group },
    }),
  ];
}

/** What KFP asks the cluster about, beside its objects there. */
function kubeflowRule(resources: string[], verbs: string[]) {
  return rule('pipelines.kubeflow.org', resources, verbs);
}

/** Who starts runs, and who reads them: people one by one, as KFP knows no groups. */
function buildKubeflow(domain: SeedDomain): KubeObject[] {
  const namespace = namespaceOf(domain.name);
  const members = Object.keys(domain.members).map(ref => ref.split('/')[1]);
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: STARTER_ACCOUNT, namespace },
      // It shows a token that is made for KFP, and none other.
      automountServiceAccountToken: false,
    },
    role(STARTER_ACCOUNT, namespace, [
      kubeflowRule(['pipelines'], ['get', 'list']),
      kubeflowRule(['experiments'], ['list', 'create']),
      kubeflowRule(['runs'], ['get', 'list', 'create', 'terminate']),
    ]),
    binding(STARTER_ACCOUNT, namespace, {
      role: STARTER_ACCOUNT,
      subject: { kind: 'ServiceAccount', namespace, name: STARTER_ACCOUNT },
    }),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'allow-kubeflow', namespace },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [
              {
                namespaceSelector: {
                  matchLabels: { 'kubernetes.io/metadata.name': 'kubeflow' },
                },
              },
            ],
            ports: [8888, 8887, 8080, 9000].map(port => ({
              protocol: 'TCP',
              port,
            })),
          },
        ],
      },
    },
    // Its steps need nothing of the cluster.
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default-editor', namespace },
    },
    role('pipeline-reader', namespace, [
      kubeflowRule(['pipelines', 'experiments', 'runs', 'jobs'], READ),
    ]),
    ...members.map(name =>
      binding(`pipeline-reader-${name}`, namespace, {
        role: 'pipeline-reader',
        subject: { kind: 'User', name },
      }),
    ),
  ];
}

function buildStorage(domain: SeedDomain): KubeObject[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: 'scratch',
        namespace: namespaceOf(domain.name),
        annotations: NOT_PRUNED,
      },
      spec: {
        accessModes: ['ReadWriteMany'],
        storageClassName: 'shared',
        resources: { requests: { storage: '200Gi' } },
      },
    },
  ];
}

function buildSettings(
  domain: SeedDomain,
  { kubeflowUrl }: SyncSite,
): KubeObject[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: domain.name,
        namespace: 'lakefront-system',
        labels: { 'lakefront.dev/domain': domain.name },
      },
      data: {
        'settings.yaml': stringify(domainSettings(domain.name, kubeflowUrl), {
          lineWidth: 0,
        }),
      },
    },
  ];
}

/** A domain's platform files: name of the file to its objects. */
export function buildPlatform(
  domain: SeedDomain,
  site: SyncSite,
): Record<string, KubeObject[]> {
  return {
    'namespace.yaml': [buildNamespace(domain)],
    'quota.yaml': buildLimits(domain),
    'network.yaml': buildNetwork(domain),
    'access.yaml': buildAccess(domain),
    ...(site.kubeflowUrl &&
      KUBEFLOW_DOMAINS.includes(domain.name) && {
        'kubeflow.yaml': buildKubeflow(domain),
      }),
    'storage.yaml': buildStorage(domain),
    'sync.yaml': buildSyncs(domain, site),
    'settings.yaml': buildSettings(domain, site),
  };
}
