import { GitRepository } from './GitRepository';

export interface DiffLine {
  kind: 'context' | 'added' | 'removed' | 'note';
  /** Line number before, where there is one. */
  before?: number;
  after?: number;
  text: string;
}

export interface DiffHunk {
  header: string;
  lines: DiffLine[];
}

export interface DiffFile {
  path: string;
  previousPath?: string;
  status: 'added' | 'removed' | 'changed' | 'renamed';
  additions: number;
  deletions: number;
}

export interface DiffPatch {
  binary: boolean;
  hunks: DiffHunk[];
}

const STATUS: Record<string, DiffFile['status']> = {
  A: 'added',
  D: 'removed',
  R: 'renamed',
};

/** Reads `git diff-tree --raw --numstat -z`. */
export function parseDiffFiles(output: string): DiffFile[] {
  const tokens = output.split('\0');
  const files: DiffFile[] = [];
  const byPath = new Map<string, DiffFile>();
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token.startsWith(':')) {
      const letter = token.split(' ')[4][0];
      const first = tokens[++index];
      const path = letter === 'R' ? tokens[++index] : first;
      const file: DiffFile = {
        path,
        ...(letter === 'R' ? { previousPath: first } : {}),
        status: STATUS[letter] ?? 'changed',
        additions: 0,
        deletions: 0,
      };
      files.push(file);
      byPath.set(path, file);
    } else if (token.includes('\t')) {
      const [added, deleted, ...rest] = token.split('\t');
      let path = rest.join('\t');
      if (path === '') {
        index += 2;
        path = tokens[index];
      }
      const file = byPath.get(path);
      if (file) {
        // A binary file has "-" for both.
        file.additions = Number(added) || 0;
        file.deletions = Number(deleted) || 0;
      }
    }
  }
  return files;
}

function parseHunk(header: string, lines: string[]): DiffHunk {
  const [, before, after] = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(header) ?? [];
  let old = Number(before);
  let now = Number(after);
  return {
    header,
    lines: lines.map(line => {
      const text = line.slice(1);
      switch (line[0]) {
        case '+':
          return { kind: 'added', after: now++, text };
        case '-':
          return { kind: 'removed', before: old++, text };
        case '\\':
          return { kind: 'note', text: text.trim() };
        default:
          return { kind: 'context', before: old++, after: now++, text };
      }
    }),
  };
}

/** Reads a unified diff of Git: one entry per file, in its order. */
export function parsePatch(patch: string): DiffPatch[] {
  const files: DiffPatch[] = [];
  let header: string | undefined;
  let lines: string[] = [];
  const endHunk = () => {
    if (header !== undefined) {
      files[files.length - 1].hunks.push(parseHunk(header, lines));
    }
    header = undefined;
    lines = [];
  };
  for (const line of patch.replace(/\n$/, '').split('\n')) {
    if (line.startsWith('diff --git ')) {
      endHunk();
      files.push({ binary: false, hunks: [] });
    } else if (files.length === 0) {
      continue;
    } else if (line.startsWith('@@ ')) {
      endHunk();
      header = line;
    } else if (header !== undefined) {
      lines.push(line);
    } else if (line.startsWith('Binary files ')) {
      files[files.length - 1].binary = true;
    }
  }
  endHunk();
  return files;
}

/** Git's empty tree, to compare a first commit with. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export async function diffFiles(
  repository: GitRepository,
  from: string,
  to: string,
): Promise<DiffFile[]> {
  const { stdout } = await repository.git([
    'diff-tree',
    '-r',
    '-M',
    '--raw',
    '--numstat',
    '-z',
    from,
    to,
  ]);
  return parseDiffFiles(stdout.toString('utf8'));
}

export async function diffText(
  repository: GitRepository,
  from: string,
  to: string,
): Promise<string> {
  const { stdout } = await repository.git([
    'diff-tree',
    '-r',
    '-M',
    '-p',
    '--no-color',
    '--no-ext-diff',
    from,
    to,
  ]);
  return stdout.toString('utf8');
}
