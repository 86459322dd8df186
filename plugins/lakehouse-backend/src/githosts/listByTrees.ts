import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type { GitListedFile } from '@lakefront/backstage-plugin-lakehouse-node';

/** An entry of a directory, as GitHub and Gitea list it. */
export interface ListedEntry {
  type: string;
  path: string;
  sha: string;
}

/** A tree of Git, as GitHub and Gitea answer it. */
export interface ListedTree {
  tree: ListedEntry[];
  truncated?: boolean;
}

/** GitHub lists no more of a directory, and does not say that there are more. */
const MAX_ENTRIES = 1_000;
const MAX_TREES = 500;

/**
 * Files below a directory: its entries by name, and what is below them by the
 * tree's sha, which never changes and so is asked for once.
 */
export class TreeLister {
  readonly #trees = new Map<string, ListedTree>();

  async list(options: {
    /** Entries of the directory itself; a file is no list. */
    entries: () => Promise<ListedEntry[] | unknown>;
    /** A tree with all that is below it. */
    tree: (sha: string) => Promise<ListedTree | undefined>;
    directory: string;
  }): Promise<GitListedFile[] | undefined> {
    const { directory } = options;
    const entries = await options.entries();
    if (entries === undefined) {
      return undefined;
    }
    if (!Array.isArray(entries)) {
      throw new InputError(`${directory} is not a directory`);
    }
    assertWhole(directory, entries.length >= MAX_ENTRIES);
    const files: GitListedFile[] = [];
    for (const { type, path, sha } of entries as ListedEntry[]) {
      if (type === 'file') {
        files.push({ path, sha });
      } else if (type === 'dir') {
        const { tree, truncated } = await this.#read(sha, options.tree);
        assertWhole(path, truncated === true);
        files.push(
          ...tree
            .filter(one => one.type === 'blob')
            .map(one => ({ path: `${path}/${one.path}`, sha: one.sha })),
        );
      }
    }
    return files;
  }

  async #read(
    sha: string,
    ask: (sha: string) => Promise<ListedTree | undefined>,
  ): Promise<ListedTree> {
    const tree = this.#trees.get(sha) ?? (await ask(sha));
    if (!tree) {
      throw new ServiceUnavailableError(
        `The Git host lists a directory whose tree ${sha} it does not have`,
      );
    }
    this.#trees.delete(sha);
    this.#trees.set(sha, tree);
    const [oldest] = this.#trees.keys();
    if (this.#trees.size > MAX_TREES) {
      this.#trees.delete(oldest);
    }
    return tree;
  }
}

function assertWhole(directory: string, cut: boolean) {
  if (cut) {
    throw new InputError(
      `${directory} has more files than the Git host lists; put them into directories by kind`,
    );
  }
}
