import { createHash } from 'node:crypto';
import { gitBlobSha } from '../gitBlobSha';

export type MergeStyle = 'merge' | 'squash' | 'rebase' | 'fast-forward';
type Tree = ReadonlyMap<string, string>;

export interface FakeCommit {
  sha: string;
  treeSha: string;
  parents: string[];
  tree: Tree;
  message: string;
  at: string;
  author: string;
}

export interface FakeReview {
  login: string;
  state: 'approved' | 'changes-requested' | 'commented' | 'withdrawn';
  sha: string;
  at: string;
}

export interface FakePull {
  number: number;
  title: string;
  body: string;
  head: string;
  base: string;
  state: 'open' | 'merged' | 'closed';
  /** Each head it had, in order. */
  heads: Array<{ sha: string; at: string }>;
  createdAt: string;
  endedAt?: string;
  endedBy?: string;
  mergeSha?: string;
  mergedAs?: MergeStyle;
  draft: boolean;
  labels: string[];
  /** Who was asked for a review; `portal` opened it and is no reviewer. */
  asked: string[];
  reviews: FakeReview[];
}

/** A request that a Git host of any make would refuse. */
export class RefusedByGit extends Error {}

/**
 * What every Git host has inside: commits, branches and pull requests. The
 * fakes of the hosts only differ in how they are spoken to.
 */
export class FakeRepository {
  readonly commits = new Map<string, FakeCommit>();
  readonly trees = new Map<string, Tree>();
  readonly branches = new Map<string, string>();
  readonly pulls: FakePull[] = [];
  readonly statuses: Array<{
    sha: string;
    context: string;
    state: string;
    description: string;
  }> = [];
  #seconds = Date.parse('2026-01-05T08:00:00Z') / 1000;

  constructor(files: Record<string, string>) {
    const tree = new Map(Object.entries(files));
    this.branches.set('main', this.commit({ parents: [], tree }).sha);
  }

  /** Every event has its own second. */
  tick(): string {
    this.#seconds += 1;
    return new Date(this.#seconds * 1000).toISOString();
  }

  addTree(tree: Tree): string {
    const sha = hash('tree', [...tree].sort());
    this.trees.set(sha, tree);
    return sha;
  }

  commit(options: {
    parents: string[];
    tree: Tree;
    message?: string;
    author?: string;
  }): FakeCommit {
    const { parents, tree, message = 'Change', author = 'portal' } = options;
    const at = this.tick();
    const treeSha = this.addTree(tree);
    const sha = hash('commit', [parents, treeSha, message, at]);
    const commit = { sha, treeSha, parents, tree, message, at, author };
    this.commits.set(sha, commit);
    return commit;
  }

  /** Commit of a branch or of a whole or shortened name. */
  resolve(ref: string): FakeCommit | undefined {
    const sha =
      this.branches.get(ref) ??
      [...this.commits.keys()].find(
        name => ref.length >= 7 && name.startsWith(ref),
      );
    return sha === undefined ? undefined : this.commits.get(sha);
  }

  file(ref: string, path: string) {
    const content = this.resolve(ref)?.tree.get(path);
    return content === undefined
      ? undefined
      : { content, sha: gitBlobSha(content) };
  }

  /** Files below a directory, with their whole paths; undefined where there are none. */
  filesBelow(ref: string, directory: string) {
    const files = [...(this.resolve(ref)?.tree ?? [])]
      .filter(([path]) => path.startsWith(`${directory}/`))
      .map(([path, content]) => ({ path, sha: gitBlobSha(content) }));
    return files.length > 0 ? files : undefined;
  }

  /** What stands in a directory itself, as GitHub and Gitea list it. */
  entries(ref: string, directory: string) {
    const below = (path: string) => path.slice(directory.length + 1);
    const files = this.filesBelow(ref, directory);
    const names = new Set(files?.map(({ path }) => below(path).split('/')[0]));
    return (
      files &&
      [...names].map(name => {
        const path = `${directory}/${name}`;
        const file = this.file(ref, path);
        const inside = (this.filesBelow(ref, path) ?? []).map(
          one =>
            [
              one.path.slice(path.length + 1),
              this.file(ref, one.path)!.content,
            ] as const,
        );
        return file
          ? { type: 'file', path, sha: file.sha }
          : { type: 'dir', path, sha: this.addTree(new Map(inside)) };
      })
    );
  }

  /** A tree with all that is below it, as GitHub and Gitea answer it. */
  treeBody(sha: string) {
    const tree = this.trees.get(sha);
    return (
      tree && {
        ...{ sha, truncated: false },
        tree: [...tree].map(([path, content]) => ({
          ...{ path, type: 'blob', sha: gitBlobSha(content) },
        })),
      }
    );
  }

  /** One commit on top of a branch, as people push it. */
  push(
    branch: string,
    files: Record<string, string | null>,
    options: { message?: string; from?: string } = {},
  ): FakeCommit {
    const parent = this.resolve(
      this.branches.has(branch) ? branch : options.from ?? 'main',
    )!;
    const tree = new Map(parent.tree);
    for (const [path, text] of Object.entries(files)) {
      if (text === null) {
        tree.delete(path);
      } else {
        tree.set(path, text);
      }
    }
    const commit = this.commit({
      ...{ parents: [parent.sha], tree },
      message: options.message,
    });
    this.moveBranch(branch, commit.sha);
    return commit;
  }

  moveBranch(branch: string, sha: string) {
    this.branches.set(branch, sha);
    for (const pull of this.pulls) {
      if (pull.head === branch && pull.state === 'open') {
        pull.heads.push({ sha, at: this.tick() });
      }
    }
  }

  isAncestor(ancestor: string, commit: string): boolean {
    return (
      ancestor === commit ||
      (this.commits.get(commit)?.parents ?? []).some(parent =>
        this.isAncestor(ancestor, parent),
      )
    );
  }

  mergeBase(one: string, other: string): string | undefined {
    return [...this.commits.keys()]
      .reverse()
      .find(sha => this.isAncestor(sha, one) && this.isAncestor(sha, other));
  }

  /** Newest first. */
  history(ref: string, path?: string): FakeCommit[] {
    const tip = this.resolve(ref);
    const all = [...this.commits.values()].reverse();
    return all.filter(commit => {
      const [parent] = commit.parents;
      const before = path && this.commits.get(parent)?.tree.get(path);
      return (
        tip !== undefined &&
        this.isAncestor(commit.sha, tip.sha) &&
        (path === undefined ||
          (commit.parents.length < 2 && commit.tree.get(path) !== before))
      );
    });
  }

  openPull(options: {
    head: string;
    base: string;
    title: string;
    body: string;
    draft?: boolean;
  }): FakePull {
    const { head, base } = options;
    const sha = this.branches.get(head);
    if (sha === undefined || !this.branches.has(base)) {
      throw new RefusedByGit(`there is no branch ${head} or ${base}`);
    }
    const same = this.pulls.find(
      pull => pull.head === head && pull.base === base && pull.state === 'open',
    );
    if (same) {
      throw new RefusedByGit(`pull request ${same.number} is there already`);
    }
    const at = this.tick();
    const pull: FakePull = {
      ...options,
      ...{ draft: options.draft ?? false, labels: [], asked: [] },
      number: this.pulls.length + 1,
      state: 'open',
      heads: [{ sha, at }],
      createdAt: at,
      reviews: [],
    };
    this.pulls.push(pull);
    return pull;
  }

  pull(number: number): FakePull {
    return this.pulls[number - 1];
  }

  headOf(pull: FakePull): string {
    return pull.heads[pull.heads.length - 1].sha;
  }

  /** When something about it changed last. */
  updatedAt(pull: FakePull): string {
    return [...pull.heads, ...pull.reviews]
      .map(({ at }) => at)
      .concat(pull.endedAt ?? pull.createdAt)
      .sort()
      .at(-1)!;
  }

  /** Each once, beside those that are there; says why not where it refuses. */
  add(number: number, what: 'labels' | 'asked', names: string[]) {
    const pull = this.pull(number);
    if (names.includes('nobody')) {
      return 'nobody is not known here';
    }
    if (what === 'asked' && names.includes('portal')) {
      return 'nobody reviews what they opened';
    }
    pull[what] = [...new Set([...pull[what], ...names])];
    return undefined;
  }

  review(number: number, login: string, state: FakeReview['state']) {
    const pull = this.pull(number);
    const review = { login, state, sha: this.headOf(pull), at: this.tick() };
    pull.reviews.push(review);
  }

  merge(number: number, style: MergeStyle, by: string): FakePull {
    const pull = this.pull(number);
    const head = this.commits.get(this.headOf(pull))!;
    const base = this.resolve(pull.base)!;
    const tree = new Map([...base.tree, ...head.tree]);
    if (style === 'fast-forward') {
      pull.mergeSha = head.sha;
    } else {
      const parents = style === 'merge' ? [base.sha, head.sha] : [base.sha];
      const message = style === 'merge' ? `Merge ${pull.head}` : head.message;
      pull.mergeSha = this.commit({ parents, tree, message, author: by }).sha;
    }
    this.branches.set(pull.base, pull.mergeSha);
    return Object.assign(pull, {
      ...{ state: 'merged', mergedAs: style },
      ...{ endedAt: this.tick(), endedBy: by },
    });
  }

  close(number: number, by: string) {
    Object.assign(this.pull(number), {
      ...{ state: 'closed', endedAt: this.tick(), endedBy: by },
    });
  }
}

function hash(kind: string, value: unknown): string {
  return createHash('sha1')
    .update(kind)
    .update(JSON.stringify(value))
    .digest('hex');
}
