import { Person, TreeEntry } from '../repository/GitRepository';
import { isBranchName, isFilePath } from '../repository/names';
import {
  NO_COMMIT,
  TreeChange,
  writeBlobs,
  writeCommit,
  writeTree,
} from '../repository/writeCommit';
import { GitHost } from './GitHost';
import { forbidden, notFound, unprocessable } from './GitHostError';
import { HostedRepository, HostUser } from './model';
import { moveBranch } from './moveBranch';
import { mayPush } from './rights';

export interface FileOperation {
  operation: 'create' | 'update' | 'upload' | 'rename' | 'delete';
  path: string;
  content?: Buffer;
  /** Of the blob that the caller saw. */
  sha?: string;
  fromPath?: string;
}

export interface ChangeFilesOptions {
  branch?: string;
  /** Appears together with the commit. */
  newBranch?: string;
  message: string;
  files: FileOperation[];
  author?: Partial<Person>;
  committer?: Partial<Person>;
  actor: HostUser;
}

function clean(text: string | undefined): string | undefined {
  const cleaned = text?.replace(/[<>\r\n\0]/g, '').trim();
  return cleaned || undefined;
}

function checkOld(
  path: string,
  found: TreeEntry | undefined,
  sha: string | undefined,
): TreeEntry {
  if (!found || found.type !== 'blob') {
    throw notFound(`repository file does not exist [path: ${path}]`);
  }
  if (!sha) {
    throw unprocessable(
      'a SHA must be provided when updating or deleting a file',
    );
  }
  if (sha !== found.sha) {
    throw unprocessable(
      `sha does not match [given: ${sha}, expected: ${found.sha}]`,
    );
  }
  return found;
}

type PlannedChange = Omit<TreeChange, 'blob'> & {
  content?: Buffer;
  blob?: string;
};

async function plan(
  repository: HostedRepository,
  base: string,
  file: FileOperation,
): Promise<PlannedChange[]> {
  const { git } = repository;
  const { path, content } = file;
  for (const name of file.fromPath ? [path, file.fromPath] : [path]) {
    if (!isFilePath(name)) {
      throw unprocessable(`path is invalid [path: ${name}]`);
    }
  }
  const parts = path.split('/');
  const above = await Promise.all(
    parts
      .slice(1)
      .map((_, index) => git.entry(base, parts.slice(0, index + 1).join('/'))),
  );
  const inTheWay = above.find(found => found && found.type !== 'tree');
  if (inTheWay) {
    throw unprocessable(
      `a file exists where you are trying to create a subdirectory [path: ${inTheWay.path}]`,
    );
  }
  const found = await git.entry(base, path);
  if (file.operation !== 'delete' && found?.type === 'tree') {
    throw unprocessable(
      `a directory exists where you are trying to create a file [path: ${path}]`,
    );
  }
  switch (file.operation) {
    case 'delete':
      checkOld(path, found, file.sha);
      return [{ path }];
    case 'update':
      return [{ path, content, mode: checkOld(path, found, file.sha).mode }];
    case 'upload':
      return [{ path, content, mode: found?.mode }];
    case 'rename': {
      const fromPath = file.fromPath ?? '';
      const old = checkOld(
        fromPath,
        fromPath ? await git.entry(base, fromPath) : undefined,
        file.sha,
      );
      return [
        { path: fromPath },
        content
          ? { path, content, mode: old.mode }
          : { path, blob: old.sha, mode: old.mode },
      ];
    }
    default:
      if (found) {
        throw unprocessable(`repository file already exists [path: ${path}]`);
      }
      return [{ path, content }];
  }
}

/** One commit with several files; a new branch appears with its commit or not at all. */
export async function changeFiles(
  host: GitHost,
  repository: HostedRepository,
  options: ChangeFilesOptions,
): Promise<{ sha: string }> {
  const { actor, files } = options;
  const branch = options.branch || repository.defaultBranch;
  const target = options.newBranch || branch;
  if (!isBranchName(target)) {
    throw unprocessable(`branch name is invalid [name: ${target}]`);
  }
  const verdict = mayPush(actor, target, repository.defaultBranch);
  if (!verdict.allowed) {
    throw forbidden(verdict.reason);
  }
  if (files.length === 0) {
    throw unprocessable('[Files]: Required');
  }
  if (new Set(files.map(file => file.path)).size !== files.length) {
    throw unprocessable('a path is there twice');
  }
  return repository.lock.run(async () => {
    const { git } = repository;
    const base = await git.head(branch);
    if (!base) {
      throw notFound(`branch does not exist [name: ${branch}]`);
    }
    if (target !== branch && (await git.head(target))) {
      throw unprocessable(`branch already exists [name: ${target}]`);
    }
    const planned = (
      await Promise.all(files.map(file => plan(repository, base, file)))
    ).flat();
    const written = planned.filter(change => change.content !== undefined);
    const blobs = await writeBlobs(
      git,
      written.map(change => change.content ?? Buffer.alloc(0)),
    );
    const tree = await writeTree(
      git,
      base,
      planned.map(({ path, mode, blob, content }) => ({
        path,
        mode,
        blob:
          content === undefined
            ? blob
            : blobs[written.findIndex(change => change.path === path)],
      })),
    );
    const person = (given: Partial<Person> | undefined) => ({
      name: clean(given?.name) ?? actor.fullName,
      email: clean(given?.email) ?? actor.email,
      at: host.now(),
    });
    const sha = await writeCommit(git, {
      tree,
      parents: [base],
      message:
        options.message.trim() ||
        files.map(file => `${file.operation} ${file.path}`).join('\n'),
      author: person(options.author ?? options.committer),
      committer: person(options.committer ?? options.author),
    });
    await moveBranch(host, repository, {
      branch: target,
      before: target === branch ? base : NO_COMMIT,
      after: sha,
      actor,
    });
    return { sha };
  });
}
