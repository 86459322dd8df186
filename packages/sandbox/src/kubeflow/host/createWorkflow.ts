import { KubeStatusError } from '../../kube/KubeStatusError';
import { WORKFLOWS } from '../../knownResources';
import type { KubeClient, KubeObject } from '../../types';
import type { Workflow } from '../argo/types';
import { KfpRefusal } from '../KfpRefusal';

/** Puts the workflow of a run on the cluster, below what started it. */
export function createWorkflow(
  client: KubeClient,
  wanted: Workflow,
  owner: KubeObject | undefined,
): KubeObject {
  const { name: _, ...metadata } = wanted.metadata;
  try {
    return client.create(WORKFLOWS, {
      ...wanted,
      metadata: {
        ...metadata,
        ...(owner && {
          labels: {
            ...metadata.labels,
            'scheduledworkflows.kubeflow.org/isOwnedByScheduledWorkflow':
              'true',
            'scheduledworkflows.kubeflow.org/scheduledWorkflowName':
              owner.metadata.name,
          },
          ownerReferences: [
            {
              apiVersion: owner.apiVersion,
              kind: owner.kind,
              name: owner.metadata.name,
              uid: owner.metadata.uid!,
              controller: true,
            },
          ],
        }),
      } as KubeObject['metadata'],
    });
  } catch (error) {
    if (!(error instanceof KubeStatusError)) throw error;
    throw new KfpRefusal(
      'Internal',
      'Internal Server Error',
      `InternalServerError: Failed to create a workflow for (): ${error.message}`,
    );
  }
}
