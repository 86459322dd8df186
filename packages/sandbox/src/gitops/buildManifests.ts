import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../types';

/** A directory that cannot be built, in kustomize's words. */
export class BuildError extends Error {}

const KUSTOMIZATION_FILES = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

function isManifest(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

function toObject(value: unknown, path: string): KubeObject {
  const object = value as Partial<KubeObject>;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new BuildError(`${path}: a manifest must be a map`);
  }
  if (!object.kind || !object.apiVersion) {
    throw new BuildError(
      `${path}: missing Resource metadata: apiVersion and kind must be set`,
    );
  }
  if (!object.metadata?.name) {
    throw new BuildError(
      `${path}: missing metadata.name in object {${object.kind}}`,
    );
  }
  return object as KubeObject;
}

function parse(path: string, text: string): unknown[] {
  const documents = parseAllDocuments(text, { uniqueKeys: true });
  return [...documents].map(document => {
    if (document.errors.length > 0) {
      throw new BuildError(
        `failed to decode Kubernetes YAML from ${path}: ${
          document.errors[0].message.split('\n')[0]
        }`,
      );
    }
    return document.toJS();
  });
}

/** Resolves `b` against the directory `a`; both are relative to the repository. */
function join(a: string, b: string): string {
  const parts: string[] = [];
  for (const part of `${a}/${b}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function kustomizationIn(
  files: Record<string, string>,
  directory: string,
): string | undefined {
  return KUSTOMIZATION_FILES.map(name => join(directory, name)).find(
    path => path in files,
  );
}

/** Manifests of a directory: what its `kustomization.yaml` names, or all of them. */
function pathsIn(files: Record<string, string>, directory: string): string[] {
  const kustomization = kustomizationIn(files, directory);
  if (!kustomization) {
    return Object.keys(files)
      .filter(path => isManifest(path))
      .filter(path => directory === '' || path.startsWith(`${directory}/`))
      .sort();
  }
  const [content] = parse(kustomization, files[kustomization]);
  const { resources = [] } = (content ?? {}) as { resources?: string[] };
  return resources.flatMap(resource => {
    const path = join(directory, resource);
    if (path in files) return [path];
    const inside = pathsIn(files, path);
    if (inside.length === 0) {
      throw new BuildError(
        `accumulating resources: accumulation err='accumulating resources from '${resource}': open /${path}: no such file or directory'`,
      );
    }
    return inside;
  });
}

/**
 * The objects that a directory holds: every YAML document of every file below
 * it, or what its `kustomization.yaml` lists as `resources` (nothing else of
 * kustomize is there). Throws `BuildError`.
 */
export function buildManifests(
  files: Record<string, string>,
  directory: string,
): KubeObject[] {
  const objects: KubeObject[] = [];
  const seen = new Map<string, string>();
  for (const path of pathsIn(files, directory)) {
    for (const value of parse(path, files[path])) {
      if (value === null || value === undefined) continue;
      const object = toObject(value, path);
      const { name, namespace = '' } = object.metadata;
      const id = [object.apiVersion, object.kind, namespace, name].join('|');
      const other = seen.get(id);
      if (other) {
        throw new BuildError(
          `may not add resource with an already registered id: ${object.kind}.${object.apiVersion}/${name}.${namespace} (in ${other} and ${path})`,
        );
      }
      seen.set(id, path);
      objects.push(object);
    }
  }
  return objects;
}
