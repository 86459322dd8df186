import { expect, test } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import {
  buildKubeflowPipeline,
  buildKubeflowRun,
  createKindRegistry,
  parseSettings,
  toManifest,
  withLakefrontMetadata,
  type BuiltManifest,
  type KubeflowRunInput,
  type KubernetesObject,
} from '../../plugins/lakehouse-common/src';
import {
  documents,
  HAS_DATA,
  installDefinitions,
  pipelineDefinitions,
  publishedDefinitions,
  sandboxDefinitions,
  yamlFiles,
} from './support/definitions';
import { versionQuestions } from './questions/versionQuestions';
import { startKfpWebhook } from './support/kfpWebhook';
import type { KubeHttp, Manifest } from './support/KubeHttp';
import { startKubernetes } from './support/kubernetes';
import { startSandboxProcess } from './support/sandbox';
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

const SETTINGS = parseSettings({
  kubeflow: {
    starter: {
      image: 'registry.example.com/lakefront/pipeline-starter:0.1.0',
      serviceAccount: 'pipeline-starter',
      endpoint: 'http://ml-pipeline.kubeflow.svc:8888',
    },
    recurringRuns: true,
  },
});

/** What the forms make of answers of every sort. */
const STARTED: Record<string, Partial<KubeflowRunInput>> = {
  'starts a run once': {
    what: { pipeline: 'compiled', version: 'compiled-v1' },
    parameters: { day: '2026-11-22', top: 3, list: ['a', { b: null }] },
  },
  'starts the newest by the clock': {
    schedule: { cron: '*/5 6-20 * * mon-fri', timeZone: 'Europe/Berlin' },
  },
  'is a suspended schedule': {
    schedule: { cron: '0 3 1 * *', suspend: true },
  },
  "is KFP's own schedule": {
    schedule: { cron: '0 3 * * *', how: 'recurring-run' },
    parameters: { day: '2026-11-22', top: 3 },
  },
};

const kinds = createKindRegistry();

/** As the portal writes it to Git. */
function written(object: BuiltManifest): Manifest {
  return toManifest(
    withLakefrontMetadata({ ...object } as KubernetesObject, {
      kind: kinds.byObject(object)!,
      namespace: NAMESPACE,
      requestedBy: 'user:default/mia',
      changeId: 'c1',
    }),
  ) as Manifest;
}

test.describe('the sandbox lets versions through as KFP does', () => {
  const missing = whyMissing(['etcd', 'kube-apiserver']);
  test.skip(missing !== undefined, missing);

  let bench: Workbench;
  test.beforeAll(async () => {
    bench = await Workbench.create('versions');
  });
  test.afterEach(({}, { status, expectedStatus }) => {
    bench.failed ||= status !== expectedStatus;
  });
  test.afterAll(() => bench?.stop());

  test('with its rules and in its words', async () => {
    const [kubernetes, sandbox] = await Promise.all([
      bench.with(
        startKubernetes(bench.directory, {
          manager: false,
          prepare: admin => installDefinitions(admin, pipelineDefinitions()),
        }),
      ),
      bench.with(startSandboxProcess(bench.directory)),
    ]);
    await bench.with(startKfpWebhook(kubernetes.admin));
    for (const admin of [kubernetes.admin, sandbox.admin]) {
      await admin.mustApply({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'alike' },
      });
    }
    for (const [question, ask] of Object.entries(versionQuestions)) {
      await test.step(question, async () => {
        const [expected, answer] = [
          await ask({ admin: kubernetes.admin, mia: kubernetes.admin }),
          await ask({ admin: sandbox.admin, mia: sandbox.admin }),
        ];
        expect.soft(answer, question).toEqual(expected);
      });
    }
  });
});

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
    test(`a version of ${file}, as the real compiler made it`, async () => {
      const text = fs.readFileSync(path.join(FIXTURES, file), 'utf8');
      const { pipeline, version } = buildKubeflowPipeline({
        ...{ name: 'compiled', version: path.basename(file, '.yaml') },
        ...{ description: 'As compiled.', source: { text } },
        owner: 'group:default/sales-data',
      });
      await tryOne(written(pipeline));
      await tryOne(written(version));
    });
  }

  for (const [what, answers] of Object.entries(STARTED)) {
    test(`what ${what}`, () =>
      tryOne(
        written(
          buildKubeflowRun(
            { name: 'start', what: { pipeline: 'compiled' }, ...answers },
            {
              settings: SETTINGS,
              kfpIds: { pipelineId: 'p-1', pipelineVersionId: '' },
            },
          ),
        ),
      ));
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
