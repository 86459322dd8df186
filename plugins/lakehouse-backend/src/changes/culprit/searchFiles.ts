import { splitDocuments, type WorkingFiles } from '../layout';

/** Files that are read in search of one object that no file is called after. */
const MAX_READ = 50;

/**
 * Finds the file that holds an object of one of these names: first by how files
 * are called, then by what they hold. What people write by hand may be anywhere
 * below the directories of its domain. Throws what the Git host throws.
 */
export async function searchFiles(
  names: ReadonlySet<string>,
  { directories, files }: { directories: string[]; files: WorkingFiles },
): Promise<string | undefined> {
  const lists = await Promise.all(directories.map(one => files.list(one)));
  const paths = lists
    .flat()
    .map(({ path }) => path)
    .filter(path => /\.(ya?ml|json)$/.test(path));
  const called = paths.find(path => names.has(nameOfFile(path)));
  if (called !== undefined) {
    return called;
  }
  for (const path of paths.slice(0, MAX_READ)) {
    const file = await files.read(path);
    const objects = file ? splitDocuments(file.content) : [];
    if (objects.some(({ object }) => names.has(`${object?.metadata?.name}`))) {
      return path;
    }
  }
  return undefined;
}

/** `daily` of `clusters/west/domains/sales/job/daily.yaml`. */
function nameOfFile(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[a-z]+$/, '');
}
