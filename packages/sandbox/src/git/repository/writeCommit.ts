import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { GitRepository, Person } from './GitRepository';
import { isSha } from './names';

export const NO_COMMIT = '0'.repeat(40);

/** A file to write (`sha` of its blob) or, without one, to take away. */
export interface TreeChange {
  path: string;
  blob?: string;
  mode?: string;
}

/** Runs with an index file of its own, gone afterwards; a bare repository has none. */
export async function withIndex<T>(
  repository: GitRepository,
  use: (env: Record<string, string>) => Promise<T>,
): Promise<T> {
  const index = path.join(repository.directory, `index-${randomUUID()}`);
  try {
    return await use({ GIT_INDEX_FILE: index });
  } finally {
    await fs.rm(index, { force: true });
    await fs.rm(`${index}.lock`, { force: true });
  }
}

/** Stores contents, all in one run of git; answers their shas in order. */
export async function writeBlobs(
  repository: GitRepository,
  contents: Buffer[],
): Promise<string[]> {
  if (contents.length === 0) {
    return [];
  }
  const parts: Buffer[] = [];
  contents.forEach((content, index) => {
    parts.push(
      Buffer.from(`blob\nmark :${index + 1}\ndata ${content.length}\n`),
      content,
      Buffer.from(`\nget-mark :${index + 1}\n`),
    );
  });
  parts.push(Buffer.from('done\n'));
  const { stdout } = await repository.git(
    ['-c', 'fastimport.unpackLimit=10000', 'fast-import', '--quiet', '--done'],
    { input: Buffer.concat(parts) },
  );
  return stdout.toString('utf8').trim().split('\n');
}

/** The tree of `base` (nothing where undefined) with the changes. */
export async function writeTree(
  repository: GitRepository,
  base: string | undefined,
  changes: TreeChange[],
): Promise<string> {
  return withIndex(repository, async env => {
    await repository.git(['read-tree', base ?? '--empty'], { env });
    const lines = changes.map(change =>
      change.blob
        ? `${change.mode ?? '100644'} ${change.blob}\t${change.path}\0`
        : `0 ${NO_COMMIT}\t${change.path}\0`,
    );
    await repository.git(['update-index', '-z', '--index-info'], {
      env,
      input: lines.join(''),
    });
    const { stdout } = await repository.git(['write-tree'], { env });
    return stdout.toString('utf8').trim();
  });
}

export interface NewCommit {
  tree: string;
  parents: string[];
  message: string;
  author: Person & { at: number };
  committer: Person & { at: number };
}

function identity(role: string, person: NewCommit['author']) {
  return {
    [`GIT_${role}_NAME`]: person.name,
    [`GIT_${role}_EMAIL`]: person.email,
    [`GIT_${role}_DATE`]: `${Math.floor(person.at / 1000)} +0000`,
  };
}

export async function writeCommit(
  repository: GitRepository,
  commit: NewCommit,
): Promise<string> {
  const { stdout } = await repository.git(
    [
      'commit-tree',
      commit.tree,
      ...commit.parents.flatMap(parent => ['-p', parent]),
      '-F',
      '-',
    ],
    {
      env: {
        ...identity('AUTHOR', commit.author),
        ...identity('COMMITTER', commit.committer),
      },
      input: `${commit.message.trimEnd()}\n`,
    },
  );
  return stdout.toString('utf8').trim();
}

/**
 * Moves a ref from a known commit to another; answers whether it was still
 * there. `NO_COMMIT` stands for "is not there" on either side.
 */
export async function updateRef(
  repository: GitRepository,
  ref: string,
  options: { from: string; to: string },
): Promise<boolean> {
  const { from, to } = options;
  if (!isSha(from) || !isSha(to)) {
    throw new Error('updateRef takes full shas');
  }
  const { code } = await repository.git(
    to === NO_COMMIT
      ? ['update-ref', '-d', ref, from]
      : ['update-ref', ref, to, from],
    { accept: [1, 128] },
  );
  return code === 0;
}
