import type {
  GitNewCommit,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { assertBase, assertUnchanged } from './assertUnchanged';
import { ReposApiHost, type ReposApiHostOptions } from './ReposApiHost';
import { toPullRequest, type ReposPullRequest } from './reposApiShapes';
import { encodePath } from './repositoryParts';

export interface GithubHostOptions extends ReposApiHostOptions {
  /** Address of its REST API, without trailing slash. */
  apiUrl: string;
}

interface GithubBranch {
  commit: { sha: string; commit: { message: string; tree: { sha: string } } };
}

const PAGE_SIZE = 100;

/** `GitHost` on GitHub's REST API, version 2022-11-28; GitHub Enterprise speaks the same. */
export class GithubHost extends ReposApiHost {
  protected readonly least = {
    commits: { per_page: '1' },
    comparison: { per_page: '1' },
  };

  constructor(options: GithubHostOptions) {
    super('GitHub', {
      advice:
        'The token or app of integrations.github needs read and write access to contents, pull requests and commit statuses of this repository.',
      ...options,
      headers: async () => ({
        Accept: 'application/vnd.github+json',
        'X-GitHub-Api-Version': '2022-11-28',
        ...(await options.headers()),
      }),
    });
  }

  protected toDraft(title: string) {
    return { title, draft: true as const };
  }

  async getBranch(repository: GitRepositoryTarget, branch: string) {
    const answer = await this.#readBranch(repository, branch);
    return (
      answer && {
        sha: answer.commit.sha,
        message: answer.commit.commit.message,
      }
    );
  }

  /** A tree and a commit that nothing shows yet, then the branch: only that can be lost to another. */
  async commitToNewBranch(
    repository: GitRepositoryTarget,
    options: GitNewCommit,
  ) {
    const doing = `commit to branch ${options.branch}`;
    const sha = await this.#commitOnBase(repository, options, { doing });
    await this.request.post(repository, '/git/refs', {
      doing,
      body: { ref: `refs/heads/${options.branch}`, sha },
    });
    return { sha };
  }

  /**
   * A merge of the base branch whose outcome is the files as they are given:
   * the branch only moves forward, so that one that moved meanwhile is refused.
   */
  async renewBranch(
    repository: GitRepositoryTarget,
    options: GitNewCommit & { expected: string },
  ) {
    const { branch, expected } = options;
    const doing = `renew branch ${branch}`;
    const sha = await this.#commitOnBase(repository, options, {
      ...{ doing, firstParent: expected },
    });
    const path = `/git/refs/heads/${encodePath(branch)}`;
    await this.request.write(repository, path, {
      method: 'PATCH',
      doing,
      body: { sha, force: false },
    });
    return { sha };
  }

  /** A commit of the base branch's files and these, that nothing shows yet. */
  async #commitOnBase(
    repository: GitRepositoryTarget,
    options: GitNewCommit,
    { doing, firstParent }: { doing: string; firstParent?: string },
  ): Promise<string> {
    const base = await this.#readBranch(repository, repository.baseBranch);
    assertBase(base, repository);
    const { sha: parent, commit: head } = base.commit;
    await assertUnchanged(this, repository, {
      ...{ files: options.files, commit: parent },
    });
    const tree = await this.request.post<{ sha: string }>(
      repository,
      '/git/trees',
      {
        doing,
        body: {
          base_tree: head.tree.sha,
          tree: options.files.map(({ action, path, content }) => ({
            ...{ path, mode: '100644', type: 'blob' },
            ...(action === 'delete'
              ? { sha: null }
              : { content: content ?? '' }),
          })),
        },
      },
    );
    const commit = await this.request.post<{ sha: string }>(
      repository,
      '/git/commits',
      {
        doing,
        body: {
          message: options.message,
          tree: tree.sha,
          parents: firstParent ? [firstParent, parent] : [parent],
          ...(options.author && { author: options.author }),
        },
      },
    );
    return commit.sha;
  }

  async findPullRequest(repository: GitRepositoryTarget, branch: string) {
    const [owner] = this.parts(repository);
    const query = new URLSearchParams({
      head: `${owner}:${branch}`,
      base: repository.baseBranch,
      state: 'all',
      sort: 'created',
      direction: 'desc',
      per_page: '1',
    });
    const answer = await this.request.read<ReposPullRequest[]>(
      repository,
      `/pulls?${query}`,
      { doing: `look for the pull request of ${branch}` },
    );
    const [newest] = answer ?? [];
    // A list does not tell who merged, nor whether it can be.
    return newest && this.getPullRequest(repository, newest.number);
  }

  async listOpenPullRequests(repository: GitRepositoryTarget) {
    const all = await this.readPages<ReposPullRequest>(repository, '/pulls', {
      doing: 'list the open pull requests',
      query: {
        base: repository.baseBranch,
        state: 'open',
        sort: 'created',
        direction: 'asc',
      },
    });
    return all.map(toPullRequest);
  }

  async deleteBranch(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<void> {
    const path = `/git/refs/heads/${encodePath(branch)}`;
    await this.request.remove(repository, path, {
      doing: `delete branch ${branch}`,
      // GitHub answers 422 for a branch that is gone.
      saysGone: ({ message }) => /does not exist/i.test(message),
    });
  }

  fileUrl(repository: GitRepositoryTarget, path: string, ref: string): string {
    return `${repository.url}/blob/${encodePath(ref)}/${encodePath(path)}`;
  }

  async #readBranch(repository: GitRepositoryTarget, branch: string) {
    return this.request.read<GithubBranch>(
      repository,
      `/branches/${encodeURIComponent(branch)}`,
      { doing: `look for branch ${branch}` },
    );
  }

  protected async readPages<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string; query?: Record<string, string> },
  ) {
    const { doing } = call;
    const query = new URLSearchParams({
      ...call.query,
      per_page: String(PAGE_SIZE),
    });
    return this.request.readPages<T>(repository, `${path}?${query}`, { doing });
  }
}
