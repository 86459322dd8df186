import { test } from '@playwright/test';
import { startTestKubeflow } from '../../../packages/sandbox/src/testUtils/startTestKubeflow';
import { kubeflowStories } from '../../conformance/kubeflowStories';
import type { KubeflowSide } from '../../conformance/support/KubeflowSide';

async function startSide(): Promise<KubeflowSide> {
  const kubeflow = await startTestKubeflow();
  kubeflow.addPipeline('price-check');
  return {
    endpoint: kubeflow.url,
    token: 'sandbox-admin',
    strangerToken: 'sandbox-noah',
    namespace: 'dom-sales',
    pipeline: 'price-check',
    stop: () => kubeflow.stop(),
  };
}

test.describe('Kubeflow Pipelines as the sandbox has it', () => {
  kubeflowStories({ start: startSide });
});
