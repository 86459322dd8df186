import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../types';

/** A file that cannot be read, in Argo CD's words. */
export class ManifestError extends Error {}

/** What tells a broken manifest from a file that is none. */
const MARKS = ['apiVersion:', 'kind:', 'metadata:'];

/**
 * The objects of a directory as Argo CD finds them without a tool: every YAML
 * document of every file below it. What is no object is passed over, unless it
 * looks like one that is broken. Throws `ManifestError`.
 */
export function directoryManifests(
  files: Record<string, string>,
  directory: string,
): KubeObject[] {
  return Object.keys(files)
    .filter(path => /\.ya?ml$/.test(path))
    .filter(path => directory === '' || path.startsWith(`${directory}/`))
    .sort()
    .flatMap(path => objectsOf(path, files[path]));
}

function objectsOf(path: string, text: string): KubeObject[] {
  const objects: KubeObject[] = [];
  for (const document of parseAllDocuments(text, { uniqueKeys: true })) {
    const [error] = document.errors;
    const value = error ? undefined : document.toJS();
    if (!error && (value === null || value === undefined)) continue;
    if (error || typeof value.kind !== 'string') {
      const isManifest =
        objects.length > 0 || MARKS.every(mark => text.includes(mark));
      if (!isManifest) return [];
      const why = error
        ? `error converting YAML to JSON: yaml: ${error.message.split('\n')[0]}`
        : `error unmarshaling JSON: while decoding JSON: Object 'Kind' is missing in '${JSON.stringify(
            value,
          )}'`;
      const name = path.split('/').pop();
      throw new ManifestError(
        `Failed to unmarshal "${name}": failed to unmarshal manifest: ${why}`,
      );
    }
    // Without a name it is an object all the same, that nobody can apply.
    const { apiVersion = '', metadata } = value;
    objects.push({ ...value, apiVersion, metadata: { name: '', ...metadata } });
  }
  return objects;
}
