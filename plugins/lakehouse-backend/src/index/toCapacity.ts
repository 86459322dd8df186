import type {
  ContainerLimits,
  DomainCapacity,
  Footprint,
  FootprintPart,
  QuotaUsage,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseIndex } from './LakehouseIndex';
import { toPodLabelKey } from './projectPod';
import {
  type NamespaceKey,
  type PodRow,
  toNamespaceKey,
  type WorkloadRow,
} from './rows';

/** What waiting work asks for, by what a quota counts. */
interface Waiting {
  cpu: number;
  memory: number;
  gpu: number;
  pods: number;
}

/** What a namespace has, uses and is asked for. */
export function toCapacity(
  index: LakehouseIndex,
  place: { kubernetesCluster: string; namespace: string },
): DomainCapacity {
  const { kubernetesCluster, namespace } = place;
  const key = toNamespaceKey(kubernetesCluster, namespace);
  const where = { namespace: [key] };
  const waiting = waitingIn(index, key);
  const quotas = index.quotas.list({ where }).entries.flatMap(({ row }) =>
    Object.keys(row.hard).map((resource): QuotaUsage => {
      return {
        resource,
        quota: row.name,
        hard: row.hard[resource],
        used: row.used[resource] ?? 0,
        waiting: waitingFor(resource, waiting),
        unit: unitOf(resource),
      };
    }),
  );
  return {
    kubernetesCluster,
    namespace,
    quotas,
    limits: tightest(
      index.limits.list({ where }).entries.map(({ row }) => row.limits),
    ),
  };
}

/**
 * What work asks for beyond the pods that it already has: pending work all of
 * its footprint, running work the least that it runs with (lost executors, or
 * those that found no room yet).
 */
function waitingIn(index: LakehouseIndex, namespace: NamespaceKey): Waiting {
  const total: Waiting = { cpu: 0, memory: 0, gpu: 0, pods: 0 };
  const podsOf = activePodsIn(index, namespace);
  for (const shelf of index.shelves.of(namespace)) {
    for (const row of shelf.rows()) {
      const { state } = row.workload;
      if (state === 'pending' || state === 'running') {
        addMissing(total, row, podsOf(row));
      }
    }
  }
  return total;
}

/** The pods of a namespace that count for its quota, each found by its workload. */
function activePodsIn(
  index: LakehouseIndex,
  namespace: NamespaceKey,
): (row: WorkloadRow) => PodRow[] {
  const byLabel = new Map<string, PodRow[]>();
  const where = { namespace: [namespace] };
  for (const { row: pod } of index.pods.list({ where }).entries) {
    if (pod.active) {
      for (const [label, value] of Object.entries(pod.labels)) {
        const key = toPodLabelKey(namespace, label, value);
        const known = byLabel.get(key);
        if (known) {
          known.push(pod);
        } else {
          byLabel.set(key, [pod]);
        }
      }
    }
  }
  return ({ podSelector }) => {
    const [first] = Object.entries(podSelector);
    return (first && byLabel.get(toPodLabelKey(namespace, ...first))) ?? [];
  };
}

function addMissing(total: Waiting, row: WorkloadRow, pods: PodRow[]) {
  const { footprint, state } = row.workload;
  const wanted = state === 'pending' ? footprint : toLeast(footprint);
  const missing = (asked: number, held: (pod: PodRow) => number | undefined) =>
    Math.max(0, asked - pods.reduce((sum, pod) => sum + (held(pod) ?? 0), 0));
  total.cpu += missing(wanted.cpu, pod => pod.summary.cpu);
  total.memory += missing(wanted.memory, pod => pod.summary.memory);
  total.pods += missing(wanted.pods, () => 1);
  // Pods do not say which GPUs they hold: what runs is taken to have its own.
  total.gpu += state === 'pending' ? footprint.gpu : 0;
}

function toLeast({ parts }: Footprint): Waiting {
  const sum = (read: (part: FootprintPart) => number) =>
    parts.reduce((total, part) => total + part.minCount * read(part), 0);
  return {
    cpu: sum(part => part.cpu),
    memory: sum(part => part.memory),
    gpu: sum(part => part.gpu),
    pods: sum(() => 1),
  };
}

function waitingFor(resource: string, waiting: Waiting): number {
  switch (resource) {
    case 'cpu':
    case 'requests.cpu':
      return waiting.cpu;
    case 'memory':
    case 'requests.memory':
    case 'limits.memory':
      return waiting.memory;
    case 'pods':
    case 'count/pods':
      return waiting.pods;
    case 'requests.nvidia.com/gpu':
    case 'requests.amd.com/gpu':
      return waiting.gpu;
    default:
      return 0;
  }
}

export function unitOf(resource: string): QuotaUsage['unit'] {
  if (/^((requests|limits)\.)?cpu$/.test(resource)) {
    return 'cores';
  }
  return /memory$|storage$/.test(resource) ? 'bytes' : 'count';
}

/** Several LimitRanges all apply: the lowest maximum and the highest minimum hold. */
function tightest(all: ContainerLimits[]): ContainerLimits {
  return all.reduce((merged, limits) => {
    return {
      max: pick(merged.max, limits.max, Math.min),
      min: pick(merged.min, limits.min, Math.max),
      default: merged.default ?? limits.default,
      defaultRequest: merged.defaultRequest ?? limits.defaultRequest,
    };
  }, {} as ContainerLimits);
}

type Pair = { cpu?: number; memory?: number } | undefined;

function pick(
  a: Pair,
  b: Pair,
  choose: (x: number, y: number) => number,
): Pair {
  if (!a || !b) {
    return a ?? b;
  }
  const one = (x: number | undefined, y: number | undefined) =>
    x === undefined || y === undefined ? x ?? y : choose(x, y);
  return { cpu: one(a.cpu, b.cpu), memory: one(a.memory, b.memory) };
}
