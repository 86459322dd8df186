import type { Kubelet } from '../spark';
import type { Clock, KubeServer, KubeUser, Logger, Random } from '../types';
import { WorkflowController } from './argo/WorkflowController';
import type { SandboxKubeflowServer } from './createKubeflowServer';

/** KFP's API server, Argo's controller: they may do what they need. */
const KUBEFLOW_USER: KubeUser = {
  name: 'system:serviceaccount:kubeflow:ml-pipeline',
  groups: ['system:masters', 'system:authenticated'],
};

/** Kubeflow Pipelines on one Kubernetes cluster: what runs beside its API; returns stop. */
export function startKubeflow(options: {
  server: SandboxKubeflowServer;
  kube: KubeServer;
  kubelet: Kubelet;
  clock: Clock;
  random: Random;
  tokens: Record<string, KubeUser>;
  logger?: Logger;
}): () => void {
  const { server, kube, kubelet, clock, random, tokens, logger } = options;
  const client = kube.as(KUBEFLOW_USER);
  const host = server.serve({ kube, client, clock, random, tokens });
  const workflows = new WorkflowController({
    ...{ client, kubelet, clock, random, logger },
    appendLog: kube.appendLog.bind(kube),
  });
  host.start();
  workflows.start();
  return () => {
    workflows.stop();
    host.stop();
  };
}
