import { isError } from '@backstage/errors';
import {
  type ChangeOperation,
  workloadDirectory,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { KindById } from '../KindById';
import { removeDocument, replaceDocument, type ObjectKey } from './documents';
import { findKustomization, type Governing } from './findKustomization';
import { findObject, type FoundObject } from './findObject';
import { addResource, removeResource } from './kustomization';
import type { SeenBlobs } from './SeenBlobs';
import type { WorkingFiles } from './WorkingFiles';

/** Where an object is in Git, or where a new one goes. */
export interface ObjectPlace {
  path: string;
  found?: FoundObject;
  /** What lists the files that are applied; nothing where all are. */
  kustomization?: Governing;
}

/** Where an object would be, by the names of things. */
export interface PlaceOptions {
  kind: WorkloadKind;
  name: string;
  path: string;
  kubernetesCluster: string;
  domain: string;
  namespace: string;
  root: string;
  kinds: KindById;
  files: WorkingFiles;
  seen: SeenBlobs;
  /** A new one: files with the names of others are not searched for it. */
  isNew: boolean;
}

/**
 * Finds an object among the files of its domain, and what lists its file.
 * Throws `ConflictError` or `InputError` where the files are laid out so that
 * the portal can't change them rightly.
 */
export async function placeObject(options: PlaceOptions): Promise<ObjectPlace> {
  const { kind, files, path, namespace } = options;
  const directory = workloadDirectory({ ...options, stage: kind.stage });
  // Both are needed: neither waits for the other.
  await Promise.all([files.list(directory), files.read(path)]);
  const found = await findObject(objectKeyOf(options), {
    ...options,
    directory,
    isOthers: isOthersIn(directory, options.kinds),
    trustNames: options.isNew,
  });
  const at = found?.path ?? path;
  const kustomization = await findKustomization(at, {
    ...{ directory, namespace, files },
  });
  return { path: at, ...(found && { found }), kustomization };
}

export function objectKeyOf(of: {
  kind: WorkloadKind;
  name: string;
  namespace: string;
}): ObjectKey {
  const { kind, name, namespace } = of;
  return { group: kind.group, kind: kind.kind, name, namespace };
}

/**
 * Writes what becomes of an object: into its file, and into the list of files
 * where one comes or goes. Throws as `addResource` and `removeResource` do.
 */
export function writeObject(
  files: WorkingFiles,
  place: ObjectPlace,
  change: { action: ChangeOperation['action']; text: string },
): void {
  const { path, found, kustomization } = place;
  if (change.action === 'create') {
    files.write(path, change.text);
    if (kustomization && !kustomization.isListed) {
      const { entry } = kustomization;
      files.write(kustomization.path, addResource(kustomization, entry));
    }
    return;
  }
  if (!found) {
    return;
  }
  const { content } = found.file;
  if (change.action === 'update') {
    files.write(path, replaceDocument(content, found.document, change.text));
    return;
  }
  const rest = removeDocument(content, found.document);
  files.write(path, rest);
  if (rest === undefined && kustomization?.isListed) {
    const { entry } = kustomization;
    files.write(kustomization.path, removeResource(kustomization, entry));
  }
}

/** Why a layout can't be changed; what is no such reason is thrown on. */
export function layoutProblem(error: unknown): string {
  if (
    isError(error) &&
    (error.name === 'ConflictError' || error.name === 'InputError')
  ) {
    return error.message;
  }
  throw error;
}

/** Whether a file is called as the portal calls that of some object. */
export function isOthersIn(directory: string, kinds: KindById) {
  return (path: string) => {
    const [kind, file, ...deeper] = path.slice(directory.length + 1).split('/');
    return (
      deeper.length === 0 &&
      file !== undefined &&
      file.endsWith('.yaml') &&
      kinds.byId(kind) !== undefined
    );
  };
}
