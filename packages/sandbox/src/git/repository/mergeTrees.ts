import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { GitRepository } from './GitRepository';
import { withIndex, writeBlobs } from './writeCommit';

export type MergedTree = { tree: string } | { conflicts: string[] };

interface Stage {
  mode: string;
  sha: string;
}

function parseUnmerged(output: string): Map<string, Record<string, Stage>> {
  const paths = new Map<string, Record<string, Stage>>();
  for (const line of output.split('\0').filter(Boolean)) {
    const tab = line.indexOf('\t');
    const [mode, sha, stage] = line.slice(0, tab).split(' ');
    const name = line.slice(tab + 1);
    paths.set(name, { ...paths.get(name), [stage]: { mode, sha } });
  }
  return paths;
}

/** Merges the lines of one file; undefined where they conflict. */
async function mergeFile(
  repository: GitRepository,
  stages: Record<string, Stage>,
): Promise<Buffer | undefined> {
  const blobs = await repository.readBlobs(
    ['1', '2', '3'].map(stage => stages[stage].sha),
  );
  const folder = path.join(repository.directory, `merge-${randomUUID()}`);
  await fs.mkdir(folder);
  try {
    const files = await Promise.all(
      ['2', '1', '3'].map(async stage => {
        const file = path.join(folder, stage);
        await fs.writeFile(file, blobs.get(stages[stage].sha) ?? '');
        return file;
      }),
    );
    // Its exit code is the number of conflicts, or 255 for a binary file.
    const { code, stdout } = await repository.git(
      ['merge-file', '-p', '-q', ...files],
      { accept: Array.from({ length: 255 }, (_, index) => index + 1) },
    );
    return code === 0 ? stdout : undefined;
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/**
 * A three-way merge without a work tree. It reads and writes an index only,
 * since `git merge-tree --write-tree` is younger than the git of many machines
 * and takes no merge base there, which a rebase needs. Renames are not followed.
 */
export async function mergeTrees(
  repository: GitRepository,
  sides: { base: string; ours: string; theirs: string },
): Promise<MergedTree> {
  return withIndex(repository, async env => {
    await repository.git(
      [
        'read-tree',
        '-i',
        '-m',
        '--aggressive',
        sides.base,
        sides.ours,
        sides.theirs,
      ],
      { env },
    );
    const unmerged = parseUnmerged(
      (await repository.git(['ls-files', '-u', '-z'], { env })).stdout.toString(
        'utf8',
      ),
    );
    const conflicts: string[] = [];
    const resolved: string[] = [];
    for (const [name, stages] of unmerged) {
      const merged =
        stages[1] && stages[2] && stages[3]
          ? await mergeFile(repository, stages)
          : undefined;
      if (!merged) {
        conflicts.push(name);
        continue;
      }
      const [blob] = await writeBlobs(repository, [merged]);
      const mode =
        stages[2].mode === stages[1].mode ? stages[3].mode : stages[2].mode;
      resolved.push(`${mode} ${blob}\t${name}\0`);
    }
    if (conflicts.length > 0) {
      return { conflicts };
    }
    if (resolved.length > 0) {
      await repository.git(['update-index', '-z', '--index-info'], {
        env,
        input: resolved.join(''),
      });
    }
    const { code, stdout } = await repository.git(['write-tree'], {
      env,
      accept: [128],
    });
    // A file on one side where the other has a directory of that name.
    return code === 0
      ? { tree: stdout.toString('utf8').trim() }
      : { conflicts: ['(a file and a directory of the same name)'] };
  });
}
