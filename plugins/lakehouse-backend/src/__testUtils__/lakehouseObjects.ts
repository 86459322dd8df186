import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';
import {
  buildSparkApplication,
  settingsFixture,
} from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { stringify } from 'yaml';

/** The sample domains as objects of one Kubernetes cluster. */
export const DOMAINS = {
  sales: {
    owner: 'group:default/sales-data',
    members: { 'user:default/mia': 'editor', 'user:default/ben': 'viewer' },
  },
  marketing: { owner: 'group:default/marketing-data', members: {} },
  risk: {
    owner: 'group:default/risk-data',
    members: { 'user:default/noah': 'editor' },
  },
  platform: { owner: 'group:default/platform-engineers', members: {} },
} as const;

export type DomainName = keyof typeof DOMAINS;

const CREATED = '2026-11-20T08:00:00Z';

function object(
  apiVersion: string,
  kind: string,
  metadata: { name: string; namespace?: string; [key: string]: unknown },
  rest: Record<string, unknown> = {},
): KubernetesObject {
  return {
    apiVersion,
    kind,
    metadata: { creationTimestamp: CREATED, ...metadata },
    ...rest,
  };
}

export function namespaceOf(
  domain: string,
  options: { name?: string; owner?: string; members?: object } = {},
): KubernetesObject {
  return object('v1', 'Namespace', {
    name: options.name ?? `dom-${domain}`,
    labels: { 'lakefront.dev/domain': domain },
    annotations: {
      'lakefront.dev/owner': options.owner ?? 'group:default/nobody',
      'lakefront.dev/members': JSON.stringify(options.members ?? {}),
    },
  });
}

export function job(
  domain: string,
  name: string,
  options: { state?: string; spec?: Record<string, unknown> } = {},
): KubernetesObject {
  const started = '2026-11-20T10:00:00Z';
  const ended = ['COMPLETED', 'FAILED'].includes(options.state ?? '');
  return buildSparkApplication({
    name,
    namespace: `dom-${domain}`,
    uid: `uid-${domain}-${name}`,
    spec: options.spec,
    metadata: {
      annotations: {
        'lakefront.dev/owner': DOMAINS[domain as DomainName]?.owner,
      },
    },
    status: {
      applicationState: { state: options.state ?? 'RUNNING' },
      submissionID: `sub-${name}`,
      executionAttempts: 1,
      lastSubmissionAttemptTime: started,
      ...(ended && { terminationTime: '2026-11-20T10:08:00Z' }),
    },
  });
}

export function driverOf(domain: string, name: string): KubernetesObject {
  return object(
    'v1',
    'Pod',
    {
      name: `${name}-driver`,
      namespace: `dom-${domain}`,
      labels: {
        'sparkoperator.k8s.io/app-name': name,
        'sparkoperator.k8s.io/launched-by-spark-operator': 'true',
        'spark-role': 'driver',
      },
    },
    {
      spec: {
        nodeName: 'node-1',
        containers: [
          {
            name: 'spark-kubernetes-driver',
            resources: { requests: { cpu: '1', memory: '2Gi' } },
          },
        ],
      },
      status: { phase: 'Running', startTime: CREATED },
    },
  );
}

export function warningAbout(
  domain: string,
  about: { kind: string; name: string },
  message: string,
): KubernetesObject {
  return object(
    'v1',
    'Event',
    { name: `${about.name}.1`, namespace: `dom-${domain}` },
    {
      type: 'Warning',
      reason: 'BackOff',
      message,
      count: 3,
      firstTimestamp: CREATED,
      lastTimestamp: CREATED,
      involvedObject: { ...about, namespace: `dom-${domain}` },
    },
  );
}

/** The quota of a domain, with so much memory in use. */
export function quotaOf(domain: string, memory = '180Gi'): KubernetesObject {
  return object(
    'v1',
    'ResourceQuota',
    { name: 'domain-quota', namespace: `dom-${domain}` },
    {
      spec: { hard: { 'requests.cpu': '64' } },
      status: {
        hard: {
          'requests.cpu': '64',
          'requests.memory': '256Gi',
          pods: '300',
        },
        used: {
          'requests.cpu': '42',
          'requests.memory': memory,
          pods: '25',
        },
      },
    },
  );
}

/** Everything of one domain: namespace, quota, limits, network, settings, sync and a running job. */
export function domainObjects(domain: DomainName): KubernetesObject[] {
  const namespace = `dom-${domain}`;
  return [
    namespaceOf(domain, DOMAINS[domain]),
    quotaOf(domain),
    object(
      'v1',
      'LimitRange',
      { name: 'domain-defaults', namespace },
      {
        spec: {
          limits: [{ type: 'Container', max: { cpu: '16', memory: '128Gi' } }],
        },
      },
    ),
    object(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { name: 'default-deny', namespace },
      { spec: { podSelector: {}, policyTypes: ['Ingress'] } },
    ),
    object(
      'v1',
      'ConfigMap',
      { name: domain, namespace: 'lakefront-system' },
      {
        data: {
          'settings.yaml': stringify({
            ...settingsFixture,
            lakefs: { repositories: [`lake/${domain}-*`] },
          }),
        },
      },
    ),
    object(
      'kustomize.toolkit.fluxcd.io/v1',
      'Kustomization',
      { name: `${domain}-workloads`, namespace: 'flux-system' },
      {
        spec: { path: `./clusters/west/domains/${domain}` },
        status: {
          lastAppliedRevision:
            'main@sha1:0123456789012345678901234567890123456789',
          conditions: [{ type: 'Ready', status: 'True', message: 'Applied' }],
        },
      },
    ),
    job(domain, `${domain}-daily`),
    driverOf(domain, `${domain}-daily`),
    warningAbout(
      domain,
      { kind: 'Pod', name: `${domain}-daily-driver` },
      `secret of ${domain}: password=hunter2`,
    ),
  ];
}
