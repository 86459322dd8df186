import { expect, test } from '@playwright/test';
import { stringify } from 'yaml';
import { freshName, pathOf, sparkJob } from '../../e2e/api/support/sparkJob';
import { until } from '../../e2e/api/support/until';
import type { Engine } from '../support/engines';
import { JOBS } from '../support/follow';
import { startKfpWebhook } from '../support/kfpWebhook';
import type { World } from '../support/world';

const API = '/apis/pipelines.kubeflow.org/v2beta1/namespaces/dom-sales';
const PIPELINES = `${API}/pipelines`;
const VERSIONS = `${API}/pipelineversions`;

/** Pipelines in Git, on one engine: a version comes after its pipeline, and holds up nothing else. */
export function pipelineStories(engine: Engine, world: () => World) {
  const { name: clusterName } = engine.cluster;
  const kubernetes = () => world().siteOf(engine).kubernetes;
  const there = (address: string, what: string) =>
    until(
      () => kubernetes().get(address),
      ({ status }) => status === 200,
      { what, seconds: 90 },
    );
  const gone = (address: string, what: string) =>
    until(
      () => kubernetes().get(address),
      ({ status }) => status === 404,
      { what, seconds: 90 },
    );

  const pipelineFile = (name: string) =>
    pathOf(name, 'sales', 'kubeflow-pipeline', clusterName);
  const versionFile = (name: string) =>
    pathOf(name, 'sales', 'kubeflow-pipeline-version', clusterName).replace(
      '/domains/',
      '/domains-after/',
    );
  const object = (kind: string, name: string, spec: object) =>
    stringify({
      apiVersion: 'pipelines.kubeflow.org/v2beta1',
      kind,
      metadata: { name, namespace: 'dom-sales' },
      spec,
    });
  const pipelineText = (name: string) =>
    object('Pipeline', name, { displayName: name });
  const versionText = (name: string, pipelineName: string) =>
    object('PipelineVersion', name, {
      pipelineName,
      pipelineSpec: {
        pipelineInfo: { name: pipelineName },
        schemaVersion: '2.1.0',
        root: { dag: { tasks: {} } },
      },
    });
  const jobFile = (name: string) =>
    pathOf(name, 'sales', 'spark-application', clusterName);
  const jobText = (name: string) => {
    const { metadata, spec } = sparkJob(name);
    return stringify({
      apiVersion: 'sparkoperator.k8s.io/v1beta2',
      kind: 'SparkApplication',
      metadata: { ...metadata, namespace: 'dom-sales' },
      spec,
    });
  };

  const orders = freshName('orders');
  let webhook: Awaited<ReturnType<typeof startKfpWebhook>>;

  test.beforeAll(async () => {
    webhook = await startKfpWebhook(kubernetes());
  });
  test.afterAll(() => webhook?.stop());

  test('one commit brings a pipeline and its version, in this order', async () => {
    await world().gitops.add(
      {
        [versionFile(`${orders}-v1`)]: versionText(`${orders}-v1`, orders),
        [pipelineFile(orders)]: pipelineText(orders),
      },
      'Add a pipeline',
    );
    const { body: version } = await there(
      `${VERSIONS}/${orders}-v1`,
      'the version is there',
    );
    const { body: pipeline } = await kubernetes().get(`${PIPELINES}/${orders}`);
    expect(version.metadata.ownerReferences).toMatchObject([
      { kind: 'Pipeline', name: orders, uid: pipeline.metadata.uid },
    ]);
    // Nothing else was ever said against it.
    const [first = "doesn't map to an existing Pipeline", ...more] = new Set(
      webhook.refusals,
    );
    expect(first).toContain("doesn't map to an existing Pipeline");
    expect(more).toEqual([]);
  });

  test('a webhook that is away holds up new versions, and nothing else', async () => {
    const job = freshName('meanwhile');
    const later = `${orders}-v2`;
    await webhook.stop();
    await world().gitops.add(
      {
        [versionFile(later)]: versionText(later, orders),
        [jobFile(job)]: jobText(job),
      },
      'Add a version and a job',
    );
    await there(`${JOBS}/${job}`, 'the job is there');
    expect((await kubernetes().get(`${VERSIONS}/${later}`)).status).toBe(404);

    webhook = await startKfpWebhook(kubernetes());
    await world().gitops.remove(jobFile(job));
    await there(`${VERSIONS}/${later}`, 'the version is there');
    await gone(`${JOBS}/${job}`, 'the job is gone');
  });

  test('one commit takes both away', async () => {
    const { gitops } = world();
    const files = [
      pipelineFile(orders),
      ...['v1', 'v2'].map(version => versionFile(`${orders}-${version}`)),
    ];
    await gitops.removeAll(files, 'Remove a pipeline');
    for (const version of ['v1', 'v2']) {
      await gone(`${VERSIONS}/${orders}-${version}`, `${version} is gone`);
    }
    await gone(`${PIPELINES}/${orders}`, 'the pipeline is gone');
  });
}
