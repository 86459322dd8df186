import type { KubeObject, Random } from '../types';

type Quantities = Record<string, string | undefined>;

const SUFFIX: Record<string, number> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

function amount(quantity: string | undefined): number {
  const match = /^([\d.]+)([a-zA-Z]*)$/.exec(quantity ?? '0');
  return match ? Number(match[1]) * (SUFFIX[match[2]] ?? 1) : 0;
}

function requestsOf(pod: KubeObject): Map<string, number> {
  const { containers } = pod.spec as {
    containers: Array<{ resources?: { requests?: Quantities } }>;
  };
  const total = new Map<string, number>();
  for (const { resources } of containers) {
    for (const [key, value] of Object.entries(resources?.requests ?? {})) {
      total.set(key, (total.get(key) ?? 0) + amount(value));
    }
  }
  return total;
}

function obstacle(pod: KubeObject, node: KubeObject): string | undefined {
  const selector = (pod.spec as { nodeSelector?: Record<string, string> })
    .nodeSelector;
  for (const [key, value] of Object.entries(selector ?? {})) {
    if (node.metadata.labels?.[key] !== value) {
      return "node(s) didn't match Pod's node affinity/selector";
    }
  }
  const { allocatable = {} } = (node.status ?? {}) as {
    allocatable?: Quantities;
  };
  for (const [resource, asked] of requestsOf(pod)) {
    if (asked > amount(allocatable[resource]))
      return `Insufficient ${resource}`;
  }
  return undefined;
}

/**
 * A node that is large enough for a pod, or the scheduler's own sentence why
 * there is none. Nodes never fill up here: what a domain may use is bounded by
 * its quota, which is the thing to see.
 */
export function chooseNode(
  pod: KubeObject,
  nodes: KubeObject[],
  random: Random,
): { node: string } | { problem: string } {
  const obstacles = new Map<string, number>();
  const fitting: string[] = [];
  for (const node of nodes) {
    const why = obstacle(pod, node);
    if (why) obstacles.set(why, (obstacles.get(why) ?? 0) + 1);
    else fitting.push(node.metadata.name);
  }
  if (fitting.length > 0) {
    return { node: fitting[Math.floor(random() * fitting.length)] };
  }
  const reasons = [...obstacles].map(([why, count]) => `${count} ${why}`);
  return {
    problem: `0/${nodes.length} nodes are available: ${
      reasons.join(', ') || 'no nodes'
    }. preemption: 0/${nodes.length} nodes are available.`,
  };
}
