/** A domain of the sandbox: its quota, and who belongs to it. */
export interface SeedDomain {
  name: string;
  /** Entity ref of the team that answers for it. */
  owner: string;
  /** Kubernetes group of its members. */
  group: string;
  /** Entity ref to role. */
  members: Record<string, 'editor' | 'viewer'>;
  quota: Record<string, string>;
}

/** The domains of `west`, with quotas that leave each of them in another situation. */
export const SEED_DOMAINS: SeedDomain[] = [
  {
    // Room for a few small jobs; not for twelve executors.
    name: 'sales',
    owner: 'group:default/sales-data',
    group: 'sales-data',
    members: { 'user:default/mia': 'editor', 'user:default/ben': 'editor' },
    quota: quota({ cpu: '64', memory: '256Gi', pods: '300' }),
  },
  {
    // Full: whoever comes waits.
    name: 'marketing',
    owner: 'group:default/marketing-data',
    group: 'marketing-data',
    members: {},
    quota: quota({ cpu: '16', memory: '64Gi', pods: '80' }),
  },
  {
    name: 'risk',
    owner: 'group:default/risk-data',
    group: 'risk-data',
    members: { 'user:default/noah': 'editor' },
    quota: {
      ...quota({ cpu: '48', memory: '192Gi', pods: '200' }),
      'requests.nvidia.com/gpu': '4',
    },
  },
  {
    name: 'platform',
    owner: 'group:default/platform-engineers',
    group: 'platform-engineers',
    members: { 'user:default/pat': 'editor' },
    quota: quota({ cpu: '32', memory: '128Gi', pods: '150' }),
  },
];

/**
 * The domains of `east`. `sales` lives on both, with less room here: one job
 * waits for more than there will ever be.
 */
export const EAST_DOMAINS: SeedDomain[] = [
  on('sales', quota({ cpu: '16', memory: '96Gi', pods: '100' })),
  on('platform', quota({ cpu: '16', memory: '64Gi', pods: '100' })),
];

/** The same domain with another quota. */
function on(name: string, hard: Record<string, string>): SeedDomain {
  const domain = SEED_DOMAINS.find(one => one.name === name)!;
  return { ...domain, quota: hard };
}

function quota(size: {
  cpu: string;
  memory: string;
  pods: string;
}): Record<string, string> {
  const gibibytes = Number(size.memory.replace('Gi', ''));
  return {
    'requests.cpu': size.cpu,
    'requests.memory': size.memory,
    // No limits.cpu: Spark's pods carry no CPU limit unless they are told to.
    'limits.memory': `${(gibibytes * 5) / 4}Gi`,
    persistentvolumeclaims: '20',
    'requests.storage': '2Ti',
    pods: size.pods,
    'count/sparkapplications.sparkoperator.k8s.io': '100',
    'count/sparkconnects.sparkoperator.k8s.io': '10',
  };
}

export function namespaceOf(domain: string): string {
  return `dom-${domain}`;
}
