import { test } from '@playwright/test';
import { kubeflowStories } from '../conformance/kubeflowStories';
import type { KubeflowSide } from '../conformance/support/KubeflowSide';

const {
  KFP_ENDPOINT: endpoint,
  KFP_TOKEN: token,
  KFP_NAMESPACE: namespace,
  KFP_PIPELINE: pipeline,
  // Of an account that may do nothing in that namespace.
  KFP_STRANGER_TOKEN: strangerToken,
} = process.env;

async function startSide(): Promise<KubeflowSide> {
  return {
    endpoint: endpoint!,
    token: token!,
    strangerToken,
    namespace: namespace!,
    pipeline: pipeline!,
    async stop() {},
  };
}

test.describe('Kubeflow Pipelines as it is', () => {
  test.skip(
    !endpoint || !token || !namespace || !pipeline,
    'set KFP_ENDPOINT, KFP_TOKEN, KFP_NAMESPACE and KFP_PIPELINE (the name of a pipeline there that may run, without inputs), and KFP_STRANGER_TOKEN if there is one',
  );
  kubeflowStories({ start: startSide });
});
