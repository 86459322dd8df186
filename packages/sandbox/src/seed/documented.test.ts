import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../types';
import { gitopsFiles } from './gitopsFiles';
import { EAST, WEST } from './SeedCluster';

const DOCS = path.resolve(__dirname, '../../../../docs/kubeflow.md');

const read = (yaml: string): KubeObject[] =>
  parseAllDocuments(yaml).map(document => document.toJS());

/** What the docs tell a platform team to put beside a domain's other files. */
const documented = [
  ...fs.readFileSync(DOCS, 'utf8').matchAll(/```yaml\n(.*?)```/gs),
]
  .flatMap(([, yaml]) => read(yaml))
  .filter(object => object.apiVersion && object.kind !== 'ClusterRole');

const seeded = [WEST, EAST].flatMap(cluster =>
  Object.entries(gitopsFiles(cluster, 'https://git.example.com'))
    .filter(([file]) => file.startsWith(`platform/${cluster.name}/sales/`))
    .flatMap(([, text]) => read(text)),
);

it('is what there is', () => {
  expect(documented.length).toBeGreaterThan(8);
});

it.each(
  documented.map(object => [`${object.kind} ${object.metadata.name}`, object]),
)('%s of the docs is what the sandbox has', (_, object) => {
  const { kind, metadata } = object as KubeObject;
  const found = seeded.filter(
    other => other.kind === kind && other.metadata.name === metadata.name,
  );
  expect(found.length).toBeGreaterThan(0);
  // An object of both engines is marked for both.
  expect(found[0]).toMatchObject(object);
});
