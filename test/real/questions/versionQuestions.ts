import { verdictOf } from '../support/alike';
import type { Manifest } from '../support/KubeHttp';
import { NAMESPACE, type Questions } from './namespace';

const API = `/apis/pipelines.kubeflow.org/v2beta1/namespaces/${NAMESPACE}`;
const VERSIONS = `${API}/pipelineversions`;

const SPEC = {
  pipelineInfo: { name: 'orders' },
  schemaVersion: '2.1.0',
  root: { dag: { tasks: {} } },
};

function version(name: string, spec: object = {}): Manifest {
  return {
    apiVersion: 'pipelines.kubeflow.org/v2beta1',
    kind: 'PipelineVersion',
    metadata: { name, namespace: NAMESPACE },
    spec: { pipelineName: 'orders', pipelineSpec: SPEC, ...spec },
  };
}

const refusedFor =
  (pipelineSpec: unknown): Questions[string] =>
  async ({ admin }) =>
    verdictOf(await admin.post(VERSIONS, version('bad', { pipelineSpec })));

/** About versions of pipelines, as KFP's webhook lets them through. What one asks builds on what the ones before it made. */
export const versionQuestions: Questions = {
  'a version whose pipeline is not there': async ({ admin }) =>
    verdictOf(await admin.post(VERSIONS, version('early'))),
  'the same as a dry run of server-side apply': async ({ admin }) =>
    verdictOf(await admin.apply(version('early'), { dryRun: true })),
  'a pipeline, and then its version': async ({ admin }) => {
    const pipeline = await admin.post(`${API}/pipelines`, {
      ...version('orders'),
      kind: 'Pipeline',
      spec: { displayName: 'Orders' },
    });
    const { status, body } = await admin.post(VERSIONS, version('orders-v1'));
    const { labels, ownerReferences } = body.metadata;
    const { uid } = pipeline.body.metadata;
    const named = JSON.stringify([labels, ownerReferences]);
    return [
      pipeline.status,
      status,
      JSON.parse(named.replaceAll(uid!, '<uid of the pipeline>')),
      body.status,
    ];
  },
  'a version that nobody changes': async ({ admin }) =>
    verdictOf(
      await admin.patch(`${VERSIONS}/orders-v1`, {
        spec: { description: 'another' },
      }),
    ),
  'another pipeline in a version': async ({ admin }) =>
    verdictOf(
      await admin.patch(`${VERSIONS}/orders-v1`, {
        spec: { pipelineSpec: { sdkVersion: 'kfp-2.17.0' } },
      }),
    ),
  'another display name and tags': async ({ admin }) => {
    const { status, body } = await admin.patch<{
      spec: { displayName: string; tags: object };
    }>(`${VERSIONS}/orders-v1`, {
      spec: { displayName: 'First', tags: { tried: 'yes' } },
    });
    return [status, body.spec.displayName, body.spec.tags];
  },
  'a label': async ({ admin }) =>
    (
      await admin.patch(`${VERSIONS}/orders-v1`, {
        metadata: { labels: { mine: 'too' } },
      })
    ).status,
  'a version of another schema': refusedFor({
    ...SPEC,
    schemaVersion: '2.0.0',
  }),
  'a version of no schema': refusedFor({ ...SPEC, schemaVersion: undefined }),
  'a version without root': refusedFor({ ...SPEC, root: undefined }),
  'a version without name': refusedFor({ ...SPEC, pipelineInfo: {} }),
  'a version with a field that nobody knows': refusedFor({ ...SPEC, spec: {} }),
  'a version of an Argo workflow': refusedFor({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    spec: { entrypoint: 'main' },
  }),
  'a name in upper case': refusedFor({
    ...SPEC,
    pipelineInfo: { name: 'Orders' },
  }),
  'a name that is too long': refusedFor({
    ...SPEC,
    pipelineInfo: { name: 'o'.repeat(129) },
  }),
  'a name of no letters': refusedFor({
    ...SPEC,
    pipelineInfo: { name: '---' },
  }),
};
