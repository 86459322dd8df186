import type {
  KubernetesObject,
  WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { SETTINGS_NAMESPACE } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ResourceDefinition } from '@lakefront/kube-index';
import { projectPipelines } from '../kubeflow/facts/projectPipelines';
import { projectApplication } from './projectApplication';
import { projectLimits, projectQuota } from './projectCapacity';
import { projectEvent } from './projectEvent';
import { projectNamespace } from './projectNamespace';
import { projectNetworkPolicy } from './projectNetworkPolicy';
import { projectPod } from './projectPod';
import { projectSettings } from './projectSettings';
import { projectSync } from './projectSync';
import { projectWorkload } from './projectWorkload';

/** Namespace of Flux, where the sync objects of all domains live. */
const FLUX_NAMESPACE = 'flux-system';
/** The same of Argo CD. */
const ARGOCD_NAMESPACE = 'argocd';

/** Where the whole Kubernetes cluster may not be read, the namespaces of domains may. */
const inDomains = { namespacesFrom: 'namespaces' } as const;

/** Id under which a kind's objects are in the index. */
export function toWorkloadResource(kindId: string): string {
  return `workload:${kindId}`;
}

/** Everything that is watched on each Kubernetes cluster. Secrets never are. */
export function toResourceDefinitions(options: {
  kinds: readonly WorkloadKind[];
  namespaceLabel: string;
}): ResourceDefinition[] {
  const { kinds, namespaceLabel: label } = options;
  const labelKeys = toPodLabelKeys(kinds);
  return [
    {
      id: 'namespaces',
      ...core('namespaces'),
      labelSelector: label,
      project: (object, context) =>
        projectNamespace(object, { ...context, label }),
    },
    {
      id: 'resourcequotas',
      ...core('resourcequotas'),
      ...inDomains,
      project: projectQuota,
    },
    {
      id: 'limitranges',
      ...core('limitranges'),
      ...inDomains,
      project: projectLimits,
    },
    {
      id: 'networkpolicies',
      group: 'networking.k8s.io',
      version: 'v1',
      plural: 'networkpolicies',
      ...inDomains,
      project: projectNetworkPolicy,
    },
    {
      id: 'pods',
      ...core('pods'),
      ...inDomains,
      // Selectors know no "or": with one label the server drops foreign pods, with more we do.
      labelSelector: toPodLabel(kinds),
      project: (object, context) =>
        projectPod(object, { ...context, labelKeys }),
    },
    {
      id: 'events',
      ...core('events'),
      ...inDomains,
      fieldSelector: 'type=Warning',
      project: projectEvent,
    },
    {
      id: 'settings',
      ...core('configmaps'),
      namespace: SETTINGS_NAMESPACE,
      project: projectSettings,
    },
    {
      id: 'syncs',
      group: 'kustomize.toolkit.fluxcd.io',
      version: 'v1',
      plural: 'kustomizations',
      namespace: FLUX_NAMESPACE,
      project: projectSync,
    },
    // A Kubernetes cluster has one engine or the other; what is not there is absent.
    {
      id: 'applications',
      group: 'argoproj.io',
      version: 'v1alpha1',
      plural: 'applications',
      namespace: ARGOCD_NAMESPACE,
      project: projectApplication,
    },
    ...kinds.map(
      (kind): ResourceDefinition => ({
        id: toWorkloadResource(kind.id),
        group: kind.group,
        version: kind.version,
        plural: kind.plural,
        labelSelector: kind.labelSelector,
        ...inDomains,
        project: (object, context) =>
          projectPipelines(object, {
            ...{ ...context, kind },
            projected: projectWorkload(object, { ...context, kind }),
          }),
      }),
    ),
  ];
}

/** The one label that the pods of all kinds carry, if there is one. */
export function toPodLabel(kinds: readonly WorkloadKind[]): string | undefined {
  const labels = new Set(
    kinds.flatMap(kind => kind.podLabel ?? toPodLabelKeys([kind])),
  );
  return labels.size === 1 ? [...labels][0] : undefined;
}

/** The first label that each kind selects its pods by. */
export function toPodLabelKeys(kinds: readonly WorkloadKind[]): string[] {
  const keys = kinds.flatMap(kind => {
    const sample: KubernetesObject = {
      apiVersion: `${kind.group}/${kind.version}`,
      kind: kind.kind,
      metadata: { name: 'sample', namespace: 'sample' },
    };
    return Object.keys(kind.podSelector(sample)).slice(0, 1);
  });
  return [...new Set(keys)];
}

function core(plural: string) {
  return { group: '', version: 'v1', plural };
}
