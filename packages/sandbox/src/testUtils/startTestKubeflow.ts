import type { Fetch } from '@lakefront/kfp-client';
import { createKubeflowServer, startKubeflow } from '../kubeflow';
import type { Workflow } from '../kubeflow/argo/types';
import { PIPELINE_VERSIONS, PIPELINES, WORKFLOWS } from '../knownResources';
import { compiledPipeline } from '../seed/compiledPipeline';
import { kubernetesTokens } from '../sampleUsers';
import { startSparkOperator } from '../spark';
import type { KubeObject } from '../types';
import { createTestCluster } from './createTestCluster';

/** What KFP answers, a run, a page or a google.rpc.Status: each has some of these. */
export interface KfpBody {
  run_id: string;
  state: string;
  state_history: Array<{ state: string }>;
  storage_state: string;
  run_details: { task_details: unknown[] };
  runs?: Array<{ display_name: string }>;
  pipeline_versions: unknown[];
  total_size: number;
  next_page_token?: string;
  message: string;
}

export interface KfpAnswer {
  status: number;
  body: KfpBody;
}

/** Kubeflow Pipelines on a cluster with the domain `sales`, without pipelines. */
export async function startTestKubeflow() {
  const cluster = await createTestCluster();
  const { clock, kube, logger, random, admin } = cluster;
  const operator = startSparkOperator({ kube, clock, random, logger });
  const server = createKubeflowServer();
  const { url } = await server.listen(0);
  // Starters ask over the network, which takes real time, while that of the cluster stands.
  let underWay = 0;
  const counted: Fetch = async (address, init) => {
    underWay += 1;
    try {
      const response = await fetch(address, init);
      return new Response(await response.arrayBuffer(), response);
    } finally {
      underWay -= 1;
    }
  };
  const stopKubeflow = startKubeflow({
    ...{ server, url, kube, clock, random, logger, fetch: counted },
    kubelet: operator.kubelet,
    tokens: kubernetesTokens(),
  });

  const call = async (
    method: string,
    route: string,
    options: { token?: string; body?: unknown } = {},
  ): Promise<KfpAnswer> => {
    const { token = 'sandbox-admin', body } = options;
    const response = await fetch(`${url}/apis/v2beta1${route}`, {
      method,
      headers: token ? { authorization: `Bearer ${token}` } : {},
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text ? JSON.parse(text) : undefined,
    };
  };

  return {
    ...cluster,
    server,
    url,
    call,
    until: (what: () => boolean, seconds?: number) =>
      cluster.until(what, seconds, async () => {
        while (underWay > 0) await new Promise(setImmediate);
      }),
    /** The pipeline and one version of it on the cluster. */
    addPipeline(
      name: string,
      spec = compiledPipeline(name),
    ): {
      pipeline: KubeObject;
      version: KubeObject;
    } {
      const apiVersion = 'pipelines.kubeflow.org/v2beta1';
      const namespace = 'dom-sales';
      const pipeline = admin.create(PIPELINES, {
        apiVersion,
        kind: 'Pipeline',
        metadata: { name, namespace },
        spec: {},
      });
      const version = admin.create(PIPELINE_VERSIONS, {
        apiVersion,
        kind: 'PipelineVersion',
        metadata: { name: `${name}-v1`, namespace },
        spec: { pipelineName: name, pipelineSpec: spec },
      });
      return { pipeline, version };
    },
    async startRun(
      version: KubeObject,
      options: {
        name?: string;
        parameters?: object;
        token?: string;
        /** It may be answered with no. */
        refused?: boolean;
      } = {},
    ): Promise<KfpAnswer> {
      const { id } = server.host.defaultExperiment('dom-sales');
      const answer = await call('POST', '/runs', {
        token: options.token,
        body: {
          display_name: options.name ?? 'a run',
          experiment_id: id,
          pipeline_version_reference: {
            pipeline_id: version.metadata.ownerReferences![0].uid,
            pipeline_version_id: version.metadata.uid,
          },
          runtime_config: { parameters: options.parameters ?? {} },
        },
      });
      if (!options.refused && answer.status !== 200) {
        throw new Error(JSON.stringify(answer.body));
      }
      return answer;
    },
    workflows: () => admin.list(WORKFLOWS) as Workflow[],
    async stop(): Promise<void> {
      stopKubeflow();
      operator.stop();
      await server.close();
    },
  };
}
