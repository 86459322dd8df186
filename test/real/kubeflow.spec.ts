import { expect, test } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import {
  documents,
  HAS_DATA,
  installDefinitions,
  publishedDefinitions,
  sandboxDefinitions,
  yamlFiles,
} from './support/definitions';
import { startKfpWebhook } from './support/kfpWebhook';
import type { KubeHttp, Manifest } from './support/KubeHttp';
import { startKubernetes } from './support/kubernetes';
import { whyMissing } from './support/servers.mjs';
import { Workbench } from './support/Workbench';

const root = path.resolve(__dirname, '../..');
const FIXTURES = path.join(root, 'test/fixtures/pipelines');
const NAMESPACE = 'dom-sales';

/** The objects of Kubernetes that the docs tell to install. */
function documented(): Manifest[] {
  const text = fs.readFileSync(path.join(root, 'docs/kubeflow.md'), 'utf8');
  return [...text.matchAll(/```yaml\n(.*?)```/gs)]
    .flatMap(([, yaml]) => documents(yaml))
    .filter(({ apiVersion }) => apiVersion !== undefined);
}

/** A compiled pipeline as a version of it: a second document is for the platform. */
function versionOf(file: string): Manifest {
  const name = path.basename(file, '.yaml');
  const [pipelineSpec, platformSpec] = documents(
    fs.readFileSync(path.join(FIXTURES, file), 'utf8'),
  );
  return {
    apiVersion: 'pipelines.kubeflow.org/v2beta1',
    kind: 'PipelineVersion',
    metadata: { name: `${name}-v1`, namespace: NAMESPACE },
    spec: {
      pipelineName: 'compiled',
      displayName: 'v1',
      pipelineSpec,
      ...(platformSpec && { platformSpec }),
    },
  };
}

test.describe('what a real API server says to what is for Kubeflow Pipelines', () => {
  const missing = whyMissing(['etcd', 'kube-apiserver']);
  test.skip(missing !== undefined, missing);

  let bench: Workbench;
  let kubernetes: KubeHttp;

  /** Refused where anything is unknown, wrong or missing; nothing is kept. */
  const tryOne = async (manifest: Manifest) => {
    const { status, text } = await kubernetes.apply(manifest, {
      dryRun: true,
      strict: true,
    });
    const said = `${manifest.kind} ${manifest.metadata.name}: ${text}`;
    expect.soft(status, said.slice(0, 1000)).toBeLessThan(300);
  };

  test.beforeAll(async () => {
    bench = await Workbench.create('kubeflow');
    const { admin } = await bench.with(
      startKubernetes(bench.directory, { manager: false }),
    );
    kubernetes = admin;
    await installDefinitions(
      kubernetes,
      HAS_DATA ? publishedDefinitions() : sandboxDefinitions(),
    );
    for (const name of [NAMESPACE, 'flux-system', 'argocd']) {
      await kubernetes.mustApply({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
    }
    await bench.with(startKfpWebhook(kubernetes));
    await kubernetes.mustApply({
      apiVersion: 'pipelines.kubeflow.org/v2beta1',
      kind: 'Pipeline',
      metadata: { name: 'compiled', namespace: NAMESPACE },
      spec: { displayName: 'Compiled' },
    });
  });

  test.afterEach(({}, { status, expectedStatus }) => {
    bench.failed ||= status !== expectedStatus;
  });

  test.afterAll(async () => {
    await bench?.stop();
  });

  for (const file of yamlFiles(FIXTURES)) {
    test(`a version of ${file}, as the real compiler made it`, () =>
      tryOne(versionOf(file)));
  }

  test('what the docs tell to install', async () => {
    const objects = documented();
    expect(objects.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        ...['ClusterRole', 'NetworkPolicy', 'Kustomization', 'Application'],
      ]),
    );
    for (const object of objects) await tryOne(object);
  });
});
