import { ConflictError } from '@backstage/errors';
import {
  findCredentials,
  type KubernetesObject,
  KUSTOMIZATION_NAMES,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitListedFile } from '@lakefront/backstage-plugin-lakehouse-node';
import {
  findDocument,
  type FileDocument,
  isObject,
  type ObjectKey,
  splitDocuments,
} from './documents';
import type { SeenBlobs } from './SeenBlobs';
import type { WorkingFiles } from './WorkingFiles';

/** Where an object is in Git, and what its text is. */
export interface FoundObject {
  path: string;
  /** The document of the file that holds it, as somebody wrote it. */
  text: string;
  /** What the document holds: at its own path perhaps another object. */
  object?: KubernetesObject;
  document: FileDocument;
  /** The whole file. */
  file: { content: string; sha?: string };
}

const AT_ONCE = 8;
/** Files that are read in search of one object; what was read once is remembered. */
const MAX_READ = 200;

/**
 * Finds an object among the files of its domain: first in the file that has its
 * name, then in those of other names. Where a file has its name and another
 * object, and no other file has it, the answer is that file. Throws
 * `ConflictError` where it is in several files, or there are too many to look
 * through.
 */
export async function findObject(
  key: ObjectKey,
  options: {
    /** Where its file would be. */
    path: string;
    directory: string;
    files: WorkingFiles;
    seen: SeenBlobs;
    /** Whether a file is named as the portal names those of other objects. */
    isOthers: (path: string) => boolean;
    /** Takes such files for what their names say, and does not look into them. */
    trustNames: boolean;
  },
): Promise<FoundObject | undefined> {
  const { path, directory, files, isOthers } = options;
  const own = await files.read(path);
  const found = own && inFile(path, own, key);
  if (found) {
    return found;
  }
  // What is read again each time, as its listing tells no blobs, is read seldom.
  const isTrusted = ({ path: other, sha }: GitListedFile) =>
    isOthers(other) && (options.trustNames || sha === undefined);
  const others = (await files.list(directory))
    .filter(file => file.path !== path && isManifest(file, directory))
    .filter(file => !isTrusted(file))
    .sort(
      (one, other) => Number(isOthers(one.path)) - Number(isOthers(other.path)),
    );
  const holders = await search(key, others, options);
  if (holders.length > 1) {
    throw new ConflictError(
      `${key.name} is in Git in several files: ${holders
        .map(one => one.path)
        .join(', ')}. Leave it in one of them`,
    );
  }
  return holders[0] ?? (own && anyOf(path, own));
}

/** What a file holds in the object's place. */
function anyOf(path: string, file: FoundObject['file']): FoundObject {
  const documents = splitDocuments(file.content);
  const document = documents.find(({ object }) => object) ??
    documents[0] ?? {
      ...{ text: '', from: 0, to: 0, separator: 0 },
    };
  const { text, object } = document;
  return { path, file, document, text, ...(object && { object }) };
}

function inFile(
  path: string,
  file: FoundObject['file'],
  key: ObjectKey,
): FoundObject | undefined {
  const document = findDocument(file.content, key);
  return (
    document && {
      ...{ path, file, document },
      ...{ text: document.text, object: document.object },
    }
  );
}

async function search(
  key: ObjectKey,
  candidates: GitListedFile[],
  { files, seen }: { files: WorkingFiles; seen: SeenBlobs },
): Promise<FoundObject[]> {
  const found: FoundObject[] = [];
  const all = candidates.filter(({ sha }) => {
    const objects = seen.objectsOf(sha);
    return !objects || objects.some(object => isObject(object, key));
  });
  const queue = all.slice(0, MAX_READ);
  const next = async (): Promise<void> => {
    const candidate = queue.shift();
    if (!candidate) {
      return;
    }
    const file = await files.read(candidate.path);
    if (file) {
      seen.remember(file);
      const one = inFile(candidate.path, file, key);
      found.push(...(one ? [one] : []));
    }
    await next();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  if (found.length === 0 && all.length > MAX_READ) {
    throw new ConflictError(
      `${key.name} is not in a file of its own name, nor in ${MAX_READ} others that were looked into, and there are more. Put it into a file of its name, or ask again: then the next ones are looked into`,
    );
  }
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Whether another document of the object's file holds what looks like a credential. */
export function hasCredentialBeside(
  { file, document }: FoundObject,
  /** Of the object: what is beside it is mostly of the same. */
  kind?: WorkloadKind,
): boolean {
  const { from, to } = document;
  return splitDocuments(file.content)
    .filter(other => other.from < from || other.from >= to)
    .some(({ object }) => object && findCredentials(object, kind).length > 0);
}

function isManifest({ path }: GitListedFile, directory: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    /\.(ya?ml|json)$/.test(name) &&
    !KUSTOMIZATION_NAMES.includes(name) &&
    path !== `${directory}/marker.yaml`
  );
}
