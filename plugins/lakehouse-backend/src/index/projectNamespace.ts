import {
  ANNOTATION_MEMBERS,
  ANNOTATION_OWNER,
  isDomainName,
  parseDomainMembers,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Projection, WireObject } from '@lakefront/kube-index';
import { type NamespaceRow, toNamespaceKey } from './rows';

/** A labelled namespace becomes the place of a domain; a name that is no DNS label is no domain. */
export function projectNamespace(
  object: WireObject,
  options: { kubernetesCluster: string; label: string },
): Projection<NamespaceRow> | undefined {
  const { name, labels, annotations, deletionTimestamp } = object.metadata;
  const domain = labels?.[options.label];
  if (!domain || !isDomainName(domain)) {
    return undefined;
  }
  return {
    row: {
      kubernetesCluster: options.kubernetesCluster,
      namespace: name,
      domain,
      ...parseDomainMembers({
        owner: annotations?.[ANNOTATION_OWNER],
        members: annotations?.[ANNOTATION_MEMBERS],
      }),
      terminating: deletionTimestamp !== undefined,
    },
    keys: {
      domain: [domain],
      namespace: [toNamespaceKey(options.kubernetesCluster, name)],
    },
  };
}
