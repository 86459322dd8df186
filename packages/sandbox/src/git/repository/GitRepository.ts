import fs from 'node:fs/promises';
import { join } from 'node:path';
import { Remembered } from './Remembered';
import { isBranchName, isSha } from './names';
import { runGit, RunGitOptions } from './runGit';

export interface Person {
  name: string;
  email: string;
}

export interface CommitInfo {
  sha: string;
  tree: string;
  parents: string[];
  author: Person & { at: number };
  committer: Person & { at: number };
  /** As it was written, with its last newline. */
  message: string;
}

export interface TreeEntry {
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  size: number;
  /** Relative to the top of the repository. */
  path: string;
}

const LOG_FIELDS = [
  '%H',
  '%T',
  '%P',
  '%an',
  '%ae',
  '%at',
  '%cn',
  '%ce',
  '%ct',
  '%B',
];

const LOG_FORMAT = ['-z', `--format=tformat:${LOG_FIELDS.join('%x00')}`];

function parseLog(output: string): CommitInfo[] {
  const fields = output.split('\0');
  const commits: CommitInfo[] = [];
  for (
    let start = 0;
    start + LOG_FIELDS.length <= fields.length;
    start += LOG_FIELDS.length
  ) {
    const [sha, tree, parents, an, ae, at, cn, ce, ct, message] = fields.slice(
      start,
      start + LOG_FIELDS.length,
    );
    commits.push({
      sha,
      tree,
      parents: parents ? parents.split(' ') : [],
      author: { name: an, email: ae, at: Number(at) * 1000 },
      committer: { name: cn, email: ce, at: Number(ct) * 1000 },
      message,
    });
  }
  return commits;
}

function parseTree(output: string, directory: string): TreeEntry[] {
  const prefix = directory ? `${directory}/` : '';
  return output
    .split('\0')
    .filter(Boolean)
    .map(line => {
      const tab = line.indexOf('\t');
      const [mode, type, sha, size] = line.slice(0, tab).split(/ +/);
      return {
        mode,
        type: type as TreeEntry['type'],
        sha,
        size: size === '-' ? 0 : Number(size),
        path: `${prefix}${line.slice(tab + 1)}`,
      };
    });
}

/** Reads one bare repository. Takes shas, and branch names only where it says so. */
export class GitRepository {
  /** What git said of objects by their sha, which is so for ever. */
  readonly #said = new Remembered();
  readonly #blobs = new Remembered();

  constructor(readonly directory: string) {}

  async git(
    args: string[],
    options?: RunGitOptions,
  ): Promise<{ code: number; stdout: Buffer }> {
    return runGit([`--git-dir=${this.directory}`, ...args], options);
  }

  private async text(args: string[], options?: RunGitOptions) {
    return (await this.git(args, options)).stdout.toString('utf8');
  }

  /** Of an object by its full sha git says the same for ever, so it is asked once. */
  private async textOf(sha: string, args: string[]): Promise<string> {
    const ask = async () => (await this.git(args)).stdout;
    const said = isSha(sha) ? this.#said.get(args.join('\0'), ask) : ask();
    return (await said).toString('utf8');
  }

  /** Commit of a branch, or undefined. */
  async head(branch: string): Promise<string | undefined> {
    const ref = `refs/heads/${branch}`;
    return isBranchName(branch)
      ? (await this.looseRef(ref)) ?? this.verify(ref)
      : undefined;
  }

  /** The commit of a ref that has a file of its own, as most have: no process is needed to read it. */
  private async looseRef(ref: string): Promise<string | undefined> {
    const text = await fs
      .readFile(join(this.directory, ref), 'utf8')
      .catch(() => '');
    return isSha(text.trim()) ? text.trim() : undefined;
  }

  /** Commit of a branch, a tag or a commit sha (may be shortened), or undefined. */
  async resolve(ref: string): Promise<string | undefined> {
    if (isSha(ref)) {
      // As git does: a branch of such a name comes second.
      return (await this.verify(ref)) ?? this.looseRef(`refs/heads/${ref}`);
    }
    return (
      (await this.head(ref)) ??
      (isBranchName(ref) ? await this.verify(`refs/tags/${ref}`) : undefined) ??
      (/^[0-9a-f]{7,40}$/.test(ref) ? await this.verify(ref) : undefined)
    );
  }

  /** As `resolve`, and the tree that a sha may name too. */
  async resolveTree(ref: string): Promise<string | undefined> {
    return (
      (await this.resolve(ref)) ??
      (/^[0-9a-f]{40}$/.test(ref) ? await this.verify(ref, 'tree') : undefined)
    );
  }

  private async verify(
    revision: string,
    type: 'commit' | 'tree' = 'commit',
  ): Promise<string | undefined> {
    const { code, stdout } = await this.git(
      ['rev-parse', '--verify', '--quiet', `${revision}^{${type}}`],
      { accept: [1, 128] },
    );
    const sha = stdout.toString('utf8').trim();
    return code === 0 && isSha(sha) ? sha : undefined;
  }

  async branches(): Promise<Map<string, string>> {
    const output = await this.text([
      'for-each-ref',
      '--format=%(objectname) %(refname)',
      'refs/heads/',
    ]);
    return new Map(
      output
        .split('\n')
        .filter(Boolean)
        .map(line => [
          line.slice(41 + 'refs/heads/'.length),
          line.slice(0, 40),
        ]),
    );
  }

  async commit(sha: string): Promise<CommitInfo> {
    const args = ['log', ...LOG_FORMAT, '--max-count=1', sha, '--'];
    return parseLog(await this.textOf(sha, args))[0];
  }

  /** Commits that `from` has and `not` has not, newest first. */
  async log(options: {
    from: string;
    not?: string;
    path?: string;
    skip?: number;
    limit?: number;
  }): Promise<CommitInfo[]> {
    const { from, not, path, skip, limit } = options;
    return parseLog(
      await this.text([
        'log',
        ...LOG_FORMAT,
        ...(skip ? [`--skip=${skip}`] : []),
        ...(limit ? [`--max-count=${limit}`] : []),
        from,
        ...(not ? [`^${not}`] : []),
        '--',
        ...(path ? [path] : []),
      ]),
    );
  }

  async countCommits(options: {
    from: string;
    not?: string;
    path?: string;
  }): Promise<number> {
    const { from, not, path } = options;
    const output = await this.text([
      'rev-list',
      '--count',
      from,
      ...(not ? [`^${not}`] : []),
      '--',
      ...(path ? [path] : []),
    ]);
    return Number(output.trim());
  }

  /** File or directory at a path, or undefined. */
  async entry(sha: string, at: string): Promise<TreeEntry | undefined> {
    const args = ['ls-tree', '-z', '-l', sha, '--', at];
    const output = await this.textOf(sha, args);
    return parseTree(output, '').find(found => found.path === at);
  }

  /** What a directory holds; the top is ''. The directory must be there. */
  async list(
    sha: string,
    directory: string,
    options: { recursive?: boolean; trees?: boolean } = {},
  ): Promise<TreeEntry[]> {
    const output = await this.textOf(sha, [
      'ls-tree',
      '-z',
      '-l',
      ...(options.recursive ? ['-r'] : []),
      ...(options.trees ? ['-t'] : []),
      directory ? `${sha}:${directory}` : sha,
    ]);
    return parseTree(output, directory);
  }

  async readBlobs(shas: string[]): Promise<Map<string, Buffer>> {
    const wanted = [...new Set(shas)];
    const blobs = new Map<string, Buffer>();
    if (wanted.length === 0) {
      return blobs;
    }
    const { stdout } = await this.git(['cat-file', '--batch'], {
      input: `${wanted.join('\n')}\n`,
    });
    let offset = 0;
    while (offset < stdout.length) {
      const lineEnd = stdout.indexOf(0x0a, offset);
      const [sha, type, size] = stdout
        .toString('utf8', offset, lineEnd)
        .split(' ');
      if (type === 'missing') {
        offset = lineEnd + 1;
        continue;
      }
      const start = lineEnd + 1;
      const end = start + Number(size);
      if (type === 'blob') {
        blobs.set(sha, stdout.subarray(start, end));
      }
      offset = end + 1;
    }
    return blobs;
  }

  async readBlob(sha: string): Promise<Buffer> {
    return this.#blobs.get(sha, async () => {
      const blob = (await this.readBlobs([sha])).get(sha);
      if (!blob) {
        throw new Error(`There is no blob ${sha}`);
      }
      return blob;
    });
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const { code, stdout } = await this.git(['merge-base', one, other], {
      accept: [1],
    });
    return code === 0 ? stdout.toString('utf8').trim() : undefined;
  }

  /** The newest commit that touched each entry of a directory, by entry path. */
  async lastCommits(
    sha: string,
    directory: string,
  ): Promise<Map<string, { sha: string; message: string; at: number }>> {
    const output = await this.text([
      'log',
      '-z',
      '--name-only',
      '--format=tformat:%x01%H%x02%ct%x02%s',
      sha,
      '--',
      ...(directory ? [directory] : []),
    ]);
    const prefix = directory ? `${directory}/` : '';
    const found = new Map<
      string,
      { sha: string; message: string; at: number }
    >();
    for (const record of output.split('\u0001').slice(1)) {
      const [header, ...names] = record.split('\0');
      const [commit, seconds, message] = header.split('\u0002');
      for (const name of names.map(text => text.replace(/^\n/, ''))) {
        const entry =
          name.startsWith(prefix) &&
          prefix + name.slice(prefix.length).split('/')[0];
        if (name && entry && !found.has(entry)) {
          found.set(entry, {
            sha: commit,
            message,
            at: Number(seconds) * 1000,
          });
        }
      }
    }
    return found;
  }
}
