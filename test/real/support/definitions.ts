import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { customResourceDefinitions } from '../../../packages/sandbox/src/kube/customResourceDefinitions';
import { until } from '../../e2e/api/support/until';
import type { KubeHttp, Manifest } from './KubeHttp';

/** Published definitions and samples beside the repository; a clone elsewhere has none. */
export const DATA = path.resolve(__dirname, '../../../../shared/data');
export const HAS_DATA = fs.existsSync(DATA);
export const NO_DATA =
  'no folder ../shared/data with published definitions and samples beside the repository';

/** A definition, as far as it is waited for. */
interface Definition extends Manifest {
  status?: { conditions?: Array<{ type: string; status: string }> };
}

/** The YAML files below a folder, by their path in it. */
export function yamlFiles(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.ya?ml$/.test(file))
    .sort();
}

/** The documents of a YAML text that are not empty. */
export function documents(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map(document => document.toJS())
    .filter(Boolean);
}

/** Every definition that is published beside the repository. */
export function publishedDefinitions(): Manifest[] {
  return yamlFiles(DATA)
    .filter(file => file.split(path.sep)[1] === 'crd')
    .flatMap(file => documents(fs.readFileSync(path.join(DATA, file), 'utf8')))
    .filter(({ kind }) => kind === 'CustomResourceDefinition');
}

/** Those of some API groups: as published where they are there, else as the sandbox serves them. */
function definitionsOf(groups: string[]): Manifest[] {
  const ofThese = ({ spec }: Manifest) =>
    groups.includes((spec as { group: string }).group);
  const published = publishedDefinitions().filter(ofThese);
  return published.length > 0
    ? published
    : sandboxDefinitions().filter(ofThese);
}

/** Those of the Spark operator. */
export function sparkDefinitions(): Manifest[] {
  return definitionsOf(['sparkoperator.k8s.io']);
}

/** Those of Kubeflow Pipelines in native mode. */
export function pipelineDefinitions(): Manifest[] {
  return definitionsOf(['pipelines.kubeflow.org', 'kubeflow.org']);
}

/** The sandbox's own, as one would install them. */
export function sandboxDefinitions(): Manifest[] {
  return customResourceDefinitions().map(({ status, ...definition }) => ({
    ...definition,
    metadata: {
      ...definition.metadata,
      // A real server wants to hear who approved a name below k8s.io.
      annotations: {
        'api-approved.kubernetes.io':
          'unapproved, a stand-in that is made for tests only',
      },
    },
  }));
}

/** Installs definitions and waits until every one is served. */
export async function installDefinitions(
  kubernetes: KubeHttp,
  definitions: Manifest[],
): Promise<void> {
  for (const definition of definitions) await kubernetes.mustApply(definition);
  await until(
    () =>
      kubernetes.get<{ items: Definition[] }>(
        '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      ),
    ({ body }) =>
      definitions.every(({ metadata }) =>
        body.items
          .find(item => item.metadata.name === metadata.name)
          ?.status?.conditions?.some(
            condition =>
              condition.type === 'Established' && condition.status === 'True',
          ),
      ),
    { what: 'the definitions are served' },
  );
}
