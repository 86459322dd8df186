import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { checkSchema, decodeObject } from '../decode';
import { isObject, JsonObject } from '../json';
import { PRINTER_COLUMNS } from '../printerColumns';
import { findKind, RESOURCES } from '../resources';
import { JsonSchema } from './JsonSchema';

const DATA = resolve(__dirname, '../../../../../../shared/data');
const isThere = existsSync(DATA);
const describeReal = isThere ? describe : describe.skip;

const DEFINITIONS: Record<string, string> = {
  sparkapplications:
    'spark-operator/crd/sparkoperator.k8s.io_sparkapplications.yaml',
  scheduledsparkapplications:
    'spark-operator/crd/sparkoperator.k8s.io_scheduledsparkapplications.yaml',
  sparkconnects: 'spark-operator/crd/sparkoperator.k8s.io_sparkconnects.yaml',
  kustomizations: 'flux/crd/kustomize.toolkit.fluxcd.io_kustomizations.yaml',
  gitrepositories: 'flux/crd/source.toolkit.fluxcd.io_gitrepositories.yaml',
  pipelines: 'kubeflow-pipelines/crd/pipelines.kubeflow.org_pipelines.yaml',
  pipelineversions:
    'kubeflow-pipelines/crd/pipelines.kubeflow.org_pipelineversions.yaml',
  scheduledworkflows:
    'kubeflow-pipelines/crd/kubeflow.org_scheduledworkflows.yaml',
  applications: 'argocd/crd/application-crd.yaml',
  appprojects: 'argocd/crd/appproject-crd.yaml',
};

/** Where our schema says other than the real one. What we keep as it comes is not looked into. */
function differences(
  ours: JsonSchema,
  real: JsonSchema,
  path: string,
): string[] {
  if (ours['x-kubernetes-preserve-unknown-fields'] && !ours.properties) {
    return [];
  }
  const words: Array<keyof JsonSchema> = [
    'type',
    'enum',
    'minimum',
    'maximum',
    'pattern',
    'default',
    'required',
  ];
  const wrong = words
    .filter(word => {
      const sorted = (value: unknown) =>
        JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
      return sorted(ours[word]) !== sorted(real[word]);
    })
    .map(word => `${path} ${word}: ${ours[word]} for ${real[word]}`);
  const below = Object.entries(ours.properties ?? {}).flatMap(
    ([key, schema]) => {
      const counterpart = real.properties?.[key];
      return counterpart
        ? differences(schema, counterpart, `${path}.${key}`)
        : [`${path}.${key} is not in the real schema`];
    },
  );
  const missing = Object.keys(real.properties ?? {})
    .filter(key => ours.properties && !ours.properties[key])
    .map(key => `${path}.${key} is missing`);
  const items =
    ours.items && real.items
      ? differences(ours.items, real.items, `${path}[]`)
      : [];
  return [...wrong, ...below, ...missing, ...items];
}

describeReal(
  `real definitions${
    isThere ? '' : ' (skipped: ../shared/data is not beside the repository)'
  }`,
  () => {
    it.each(Object.entries(DEFINITIONS))(
      'say the same as ours: %s',
      (plural, path) => {
        const resource = RESOURCES.find(
          candidate => candidate.plural === plural,
        );
        const definition = parse(readFileSync(join(DATA, path), 'utf8'));
        const version = definition.spec.versions.find(
          ({ name }: { name: string }) => name === resource?.version,
        );
        const real: JsonSchema = version.schema.openAPIV3Schema;
        const part = (key: string) =>
          differences(
            resource?.schema?.properties?.[key] ?? {},
            real.properties?.[key] ?? {},
            key,
          );
        expect([...part('spec'), ...part('status')]).toEqual([]);
        expect(PRINTER_COLUMNS[plural]).toEqual(
          version.additionalPrinterColumns?.map((column: JsonObject) => ({
            name: column.name,
            type: column.type,
            jsonPath: column.jsonPath,
            ...(column.priority ? { priority: column.priority } : {}),
          })),
        );
      },
    );

    it.each([
      'samples/spark-kubeflow/sparkapplication.yaml',
      'samples/spark-kubeflow/sparkapplication-gpu-yunikorn.yaml',
      'samples/spark-kubeflow/scheduledsparkapplication.yaml',
      'samples/spark-kubeflow/sparkconnect.yaml',
      'spark-operator/examples/sparkconnect/spark-connect.yaml',
      'samples/domain/domain-sales.yaml',
    ])('let this sample through, strictly: %s', path => {
      const documents = parseAllDocuments(
        readFileSync(join(DATA, path), 'utf8'),
      ).map(document => document.toJS());
      const known = documents.filter(isObject).flatMap(object => {
        const resource = findKind(object.apiVersion, object.kind);
        return resource ? [{ object, resource }] : [];
      });
      expect(known).not.toEqual([]);
      for (const { object, resource } of known) {
        const decoded = decodeObject(resource, object, {
          fieldValidation: 'Strict',
        });
        expect(() => checkSchema(resource, decoded)).not.toThrow();
      }
    });
  },
);
