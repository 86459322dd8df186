import {
  changingFields,
  KUSTOMIZATION_NAMES,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { posix } from 'node:path';
import type { Fault } from './Fault';
import type { FileDocument } from './readDocuments';

/**
 * Kustomizations may list files and nothing else, as otherwise what is applied
 * is not what was checked; and they list what is there, and all of it.
 */
export function checkKustomizations(
  kustomizations: FileDocument[],
  options: {
    directory: string;
    namespace: string;
    /** All files below the directory. */
    files: string[];
  },
): Fault[] {
  const { files, namespace, directory } = options;
  const faults: Fault[] = [];
  const listed = new Set<string>();
  for (const { file, value, lineOf } of kustomizations) {
    const at = posix.dirname(file);
    const say = (path: string, message: string) =>
      faults.push({ file, line: lineOf(path), message });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      say('', 'is not a kustomization');
      continue;
    }
    const fields = value as Record<string, unknown>;
    for (const field of changingFields(fields, namespace)) {
      say(
        field,
        `${field} makes what is applied another thing than what is in the files; write it into them`,
      );
    }
    const resources = fields.resources ?? [];
    if (!Array.isArray(resources)) {
      say('resources', 'resources must be a list of files');
      continue;
    }
    resources.forEach((resource, index) => {
      const path = posix.join(at, String(resource)).replace(/\/$/, '');
      const isFile = files.includes(path);
      const below = KUSTOMIZATION_NAMES.map(name => `${path}/${name}`);
      if (!path.startsWith(`${directory}/`)) {
        say(
          `resources[${index}]`,
          `resources: ${path} is outside of the domain's directory; put it into it`,
        );
      } else if (!isFile && !below.some(one => files.includes(one))) {
        say(
          `resources[${index}]`,
          `resources: ${path} is not there; take it out of the list`,
        );
      }
      listed.add(path);
    });
  }
  const roots = kustomizations.map(({ file }) => posix.dirname(file));
  for (const file of files) {
    const isGoverned = roots.some(root => file.startsWith(`${root}/`));
    const name = posix.basename(file);
    if (
      isGoverned &&
      /\.(ya?ml|json)$/.test(name) &&
      !KUSTOMIZATION_NAMES.includes(name) &&
      !listed.has(file)
    ) {
      faults.push({
        file,
        line: 1,
        message:
          'is in no resources of a kustomization, so nothing applies it; add it there, or take the file out',
      });
    }
  }
  return faults;
}
