import { asArray, asObject, type JsonObject } from '../../kube/json';
import type { KubeObject } from '../../types';
import { podNameOf } from './hash';
import { parseJson } from './script';
import type { ArgoNode, ArgoTemplate, Workflow } from './types';

export const WORKFLOW_LABEL = 'workflows.argoproj.io/workflow';
export const NODE_ID = 'workflows.argoproj.io/node-id';

/** The pod of a node, with the one container that does the work. */
export function buildPod(
  workflow: Workflow,
  node: ArgoNode,
  template: ArgoTemplate,
): KubeObject {
  const { metadata, spec } = workflow;
  const inputs = Object.fromEntries(
    (node.inputs?.parameters ?? []).map(({ name, value = '' }) => [
      name,
      value,
    ]),
  );
  const fill = (value: unknown) =>
    String(value).replace(/\{\{([^{}]+)\}\}/g, (whole, key: string) => {
      if (key === 'workflow.name') return metadata.name;
      if (key === 'workflow.uid') {
        return metadata.labels?.['pipeline/runid'] ?? whole;
      }
      const input = /^inputs\.parameters\.(.+)$/.exec(key)?.[1];
      return input === undefined ? whole : inputs[input] ?? '';
    });
  const own = asObject(template.container);
  const patch = asObject(
    asArray(asObject(parseJson(inputs['pod-spec-patch'])).containers)[0],
  );
  const { name: _, ...container }: JsonObject = { ...own, ...patch };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podNameOf(metadata.name, node.name, template.name),
      namespace: metadata.namespace,
      labels: {
        ...spec.podMetadata?.labels,
        [WORKFLOW_LABEL]: metadata.name,
        'workflows.argoproj.io/completed': 'false',
      },
      annotations: {
        ...spec.podMetadata?.annotations,
        ...(asObject(template.metadata).annotations as Record<string, string>),
        'kubectl.kubernetes.io/default-container': 'main',
        [NODE_ID]: node.id,
        'workflows.argoproj.io/node-name': node.name,
      },
      ownerReferences: [
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          name: metadata.name,
          uid: metadata.uid!,
          controller: true,
        },
      ],
    },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: spec.serviceAccountName,
      containers: [
        {
          name: 'main',
          ...container,
          ...(container.args !== undefined && {
            args: asArray(container.args).map(fill),
          }),
        },
      ],
    },
  };
}
