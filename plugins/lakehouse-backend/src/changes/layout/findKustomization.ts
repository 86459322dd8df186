import { InputError } from '@backstage/errors';
import { KUSTOMIZATION_NAMES } from '@lakefront/backstage-plugin-lakehouse-common';
import { isEntry, readResources } from './kustomization';
import type { WorkingFiles } from './WorkingFiles';

/** The kustomization that says whether a file is applied. */
export interface Governing {
  path: string;
  text: string;
  /** How the file is called in its list. */
  entry: string;
  isListed: boolean;
}

/**
 * The kustomization below a domain's directory that a file has to be listed in;
 * nothing where engines take every file. From the directory down: one that
 * lists a directory leaves the rest to the kustomization in that. Throws
 * `InputError` where one of them does more than list.
 */
export async function findKustomization(
  path: string,
  options: { directory: string; namespace: string; files: WorkingFiles },
): Promise<Governing | undefined> {
  const { directory, namespace, files } = options;
  const listed = new Set((await files.list(directory)).map(file => file.path));
  const parts = path.slice(directory.length + 1).split('/');
  const inDirectory = (depth: number) =>
    [directory, ...parts.slice(0, depth)].join('/');
  let governing: Governing | undefined;
  for (let depth = 0; depth < parts.length; depth++) {
    const at = KUSTOMIZATION_NAMES.map(
      name => `${inDirectory(depth)}/${name}`,
    ).find(one => listed.has(one));
    const file = at === undefined ? undefined : await files.read(at);
    if (at !== undefined && file) {
      const entry = parts.slice(depth).join('/');
      const resources = readResources(
        { path: at, text: file.content },
        namespace,
      );
      const isListed = resources.some(one => isEntry(one, entry));
      governing = { path: at, text: file.content, entry, isListed };
      const below = parts
        .slice(depth, -1)
        .map((_, index) => parts.slice(depth, depth + index + 1).join('/'))
        .find(one => resources.some(other => isEntry(other, one)));
      if (isListed || below === undefined) {
        return governing;
      }
      depth += below.split('/').length - 1;
      governing = undefined;
      const next = inDirectory(depth + 1);
      if (!KUSTOMIZATION_NAMES.some(name => listed.has(`${next}/${name}`))) {
        throw new InputError(
          `${at} lists the directory ${below}, which has no kustomization.yaml; put that right in Git first`,
        );
      }
    }
  }
  return governing;
}
