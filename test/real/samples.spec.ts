import { expect, test } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { sparkApplicationFixtures } from '../../plugins/lakehouse-common/src/testUtils';
import {
  bootstrapObjects,
  seedSecrets,
} from '../../packages/sandbox/src/seed/bootstrapObjects';
import { gitopsFiles } from '../../packages/sandbox/src/seed/gitopsFiles';
import { EAST, WEST } from '../../packages/sandbox/src/seed/SeedCluster';
import {
  DATA,
  documents,
  HAS_DATA,
  installDefinitions,
  NO_DATA,
  publishedDefinitions,
  sandboxDefinitions,
  yamlFiles,
} from './support/definitions';
import type { KubeHttp, Manifest } from './support/KubeHttp';
import { startKubernetes } from './support/kubernetes';
import { whyMissing } from './support/servers.mjs';
import { Workbench } from './support/Workbench';

/** Files that are no Kubernetes objects, though they look like some. */
const OTHER_THINGS = /^samples\/(data-contract|lakefs\/_lakefs_actions)\//;
/** Published, and refused all the same: what is wrong with them. */
const KNOWN_FAULTS: Record<string, RegExp> = {
  // Of several unknown fields in one object the server names any.
  'argocd/samples/applicationset.yaml': /field not declared in schema/,
  // `{{IMAGE_REGISTRY}}` is filled in by the operator's own tests.
  'spark-operator/examples/spark-pi-prometheus.yaml': /error decoding YAML/,
};
const SAMPLES = yamlFiles(DATA).filter(
  file =>
    /^(samples|[^/]+\/(examples|samples))\//.test(file) &&
    !file.includes('_lakefs_actions') &&
    !OTHER_THINGS.test(file),
);

/** What the sandbox begins with, by the file or list it comes from. */
function seedManifests(): Record<string, Manifest[]> {
  const gitUrl = 'http://git.example.com';
  const files = [WEST, EAST]
    .flatMap(cluster => Object.entries(gitopsFiles(cluster, gitUrl)))
    .filter(([file]) => file.endsWith('.yaml'))
    .map(([file, text]) => [file, documents(text)] as const);
  return {
    ...Object.fromEntries(
      [WEST, EAST].flatMap(cluster => [
        [
          `what is installed on ${cluster.name} by hand`,
          bootstrapObjects({
            cluster: cluster.name,
            engine: cluster.engine,
            gitUrl,
          }),
        ],
        [`Secrets of ${cluster.name}`, seedSecrets(cluster)],
      ]),
    ),
    ...Object.fromEntries(files),
  };
}

test.describe('what a real API server says to our objects', () => {
  const missing = whyMissing(['etcd', 'kube-apiserver']);
  test.skip(missing !== undefined, missing);

  let bench: Workbench;
  let kubernetes: KubeHttp;

  const haveNamespace = async (name: string | undefined) => {
    if (!name) return;
    await kubernetes.mustApply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
  };
  /** Refused where anything is unknown, wrong or missing; nothing is kept. */
  const tryOne = async (
    manifest: Manifest,
    { text, fault }: { text?: string; fault?: RegExp } = {},
  ) => {
    const { kind, metadata } = manifest;
    await haveNamespace(metadata.namespace);
    const answer = await kubernetes.apply(manifest, {
      dryRun: true,
      strict: true,
      text,
    });
    const said = `${kind} ${metadata.name}: ${answer.text.slice(0, 1000)}`;
    if (fault) expect(said).toMatch(fault);
    else expect.soft(answer.status, said).toBeLessThan(300);
  };
  const tryAll = async (manifests: Manifest[]) => {
    expect(manifests).not.toEqual([]);
    for (const manifest of manifests) await tryOne(manifest);
  };
  /** A status is looked at on its own path only, and only of what is there. */
  const tryStatus = async (job: Manifest, status: unknown) => {
    await kubernetes.mustApply(job);
    const address = await kubernetes.addressOf(job);
    const answer = await kubernetes.patch(
      `${address}/status?fieldValidation=Strict&dryRun=All`,
      { status },
    );
    expect(answer.status, answer.text).toBe(200);
  };

  test.beforeAll(async () => {
    bench = await Workbench.create('samples');
    const { admin } = await bench.with(
      startKubernetes(bench.directory, { manager: false }),
    );
    kubernetes = admin;
    await installDefinitions(
      kubernetes,
      HAS_DATA ? publishedDefinitions() : sandboxDefinitions(),
    );
  });

  test.afterEach(({}, { status, expectedStatus }) => {
    bench.failed ||= status !== expectedStatus;
  });

  test.afterAll(async () => {
    await bench?.stop();
  });

  test('the definitions that the sandbox serves could be installed', async () => {
    await tryAll(sandboxDefinitions());
  });

  test.describe('the seed of the sandbox', () => {
    for (const [name, manifests] of Object.entries(seedManifests())) {
      test(name, () => tryAll(manifests));
    }
  });

  test.describe('fixtures of every state', () => {
    for (const { name, object } of sparkApplicationFixtures) {
      const { apiVersion, kind, spec, status } = object;
      const metadata = { name, namespace: 'dom-sales' };
      const job = { apiVersion, kind, metadata, spec };
      test(name, async () => {
        await tryAll([job]);
        if (status !== undefined) await tryStatus(job, status);
      });
    }
  });

  test.describe('published samples', () => {
    if (!HAS_DATA) {
      test('every sample is accepted', () => test.skip(true, NO_DATA));
    }
    for (const file of SAMPLES) {
      const fault = KNOWN_FAULTS[file];
      test(fault ? `${file} is refused` : file, async () => {
        // As they are written: a whole number may be larger than ours can be.
        const texts = fs
          .readFileSync(path.join(DATA, file), 'utf8')
          .split(/^---.*$/m);
        for (const text of texts) {
          for (const sample of documents(text)) {
            await tryOne(sample, { text, fault });
          }
        }
      });
    }
  });
});
