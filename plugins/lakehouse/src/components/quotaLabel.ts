import {
  formatBytes,
  formatCpu,
  type QuotaUsage,
} from '@lakefront/backstage-plugin-lakehouse-common';

const labels: Record<string, string> = {
  'requests.cpu': 'CPU',
  cpu: 'CPU',
  'limits.cpu': 'CPU limit',
  'requests.memory': 'Memory',
  memory: 'Memory',
  'limits.memory': 'Memory limit',
  pods: 'Pods',
  'requests.storage': 'Storage',
  persistentvolumeclaims: 'Volumes',
  'requests.nvidia.com/gpu': 'GPU',
};

/** What a quota's resource is called by people; `count/x.y.z` is `x`. */
export function quotaLabel(resource: string): string {
  const counted = /^count\/([^.]+)/.exec(resource);
  return labels[resource] ?? counted?.[1] ?? resource;
}

/** An amount of a quota's resource in its unit. */
export function quotaAmount(unit: QuotaUsage['unit'], amount: number): string {
  switch (unit) {
    case 'cores':
      return formatCpu(amount);
    case 'bytes':
      return formatBytes(amount);
    default:
      return String(amount);
  }
}
