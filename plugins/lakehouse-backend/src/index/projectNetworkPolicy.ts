import type { Projection, WireObject } from '@lakefront/kube-index';
import { type NetworkPolicyRow, toNamespaceKey } from './rows';

interface Peer {
  podSelector?: { matchLabels?: Record<string, string> };
  namespaceSelector?: { matchLabels?: Record<string, string> };
  ipBlock?: { cidr?: string; except?: string[] };
}

interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: Array<{ port?: string | number; protocol?: string }>;
}

interface PolicyShape {
  spec?: {
    podSelector?: { matchLabels?: Record<string, string> };
    policyTypes?: string[];
    ingress?: Rule[];
    egress?: Rule[];
  };
}

/** A network rule in words, for people who do not read YAML. */
export function projectNetworkPolicy(
  object: WireObject,
  options: { kubernetesCluster: string },
): Projection<NetworkPolicyRow> {
  return {
    row: {
      name: object.metadata.name,
      sentence: toNetworkSentence(object as PolicyShape),
    },
    keys: {
      namespace: [
        toNamespaceKey(options.kubernetesCluster, object.metadata.namespace),
      ],
    },
  };
}

/** Pure: what the policy lets through, one sentence. */
export function toNetworkSentence({ spec = {} }: PolicyShape): string {
  const who = spec.podSelector?.matchLabels
    ? `Pods with ${labels(spec.podSelector.matchLabels)}`
    : 'All pods';
  const types = spec.policyTypes ?? ['Ingress'];
  const parts = [
    types.includes('Ingress') &&
      direction('may be reached', 'from', spec.ingress),
    types.includes('Egress') && direction('may reach', 'to', spec.egress),
  ].filter(part => part);
  return `${who} ${parts.join(' and ')}.`;
}

function direction(
  verb: string,
  side: 'from' | 'to',
  rules: Rule[] | undefined,
): string {
  if (!rules?.length) {
    return side === 'from' ? 'may not be reached' : 'may reach nothing';
  }
  const peers = rules.map(rule => {
    const names = (rule[side] ?? []).map(peer);
    // The same port over UDP and TCP is one port to a reader.
    const ports = [...new Set((rule.ports ?? []).map(({ port }) => port))].join(
      ', ',
    );
    const whom = names.length ? names.join(' or ') : 'anything';
    return `${side === 'from' ? 'from ' : ''}${whom}${
      ports ? ` on port ${ports}` : ''
    }`;
  });
  return `${verb} ${peers.join(', ')}`;
}

function peer({ podSelector, namespaceSelector, ipBlock }: Peer): string {
  if (ipBlock?.cidr) {
    const except = ipBlock.except?.length
      ? ` (but ${ipBlock.except.join(', ')})`
      : '';
    return `addresses ${ipBlock.cidr}${except}`;
  }
  if (namespaceSelector) {
    return namespaceSelector.matchLabels
      ? `namespaces with ${labels(namespaceSelector.matchLabels)}`
      : 'any namespace';
  }
  return podSelector?.matchLabels
    ? `pods of this domain with ${labels(podSelector.matchLabels)}`
    : 'pods of this domain';
}

function labels(matchLabels: Record<string, string>): string {
  return Object.entries(matchLabels)
    .map(([key, value]) =>
      key === 'kubernetes.io/metadata.name'
        ? `name ${value}`
        : `${key}=${value}`,
    )
    .join(', ');
}
