import { InputError, isError } from '@backstage/errors';
import type {
  GitCommitStatus,
  GitHost,
  GitHostPullRequest,
  GitHostReview,
  GitNewCommit,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { assertBase, assertUnchanged } from './assertUnchanged';
import {
  toPullRequest,
  toReviews,
  type GithubBlob,
  type GithubBranch,
  type GithubCommit,
  type GithubContents,
  type GithubPullRequest,
  type GithubReview,
} from './githubShapes';
import { HostRequest, type HostRequestSettings } from './HostRequest';
import { TreeLister, type ListedTree } from './listByTrees';
import { encodePath, repositoryParts } from './repositoryParts';

export interface GithubHostOptions extends HostRequestSettings {
  /** Web address of the server, without trailing slash. */
  baseUrl: string;
  /** Address of its REST API, without trailing slash. */
  apiUrl: string;
  headers: () => Promise<Record<string, string>>;
}

const PAGE_SIZE = 100;
/** GitHub refuses longer ones. */
const MAX_DESCRIPTION = 140;

/** `GitHost` on GitHub's REST API, version 2022-11-28; GitHub Enterprise speaks the same. */
export class GithubHost implements GitHost {
  readonly title = 'GitHub';
  readonly #baseUrl: string;
  readonly #request: HostRequest;
  readonly #trees = new TreeLister();

  constructor(options: GithubHostOptions) {
    const { baseUrl, headers, ...settings } = options;
    this.#baseUrl = baseUrl;
    this.#request = new HostRequest({
      ...settings,
      host: `GitHub at ${new URL(baseUrl).host}`,
      advice:
        'The token or app of integrations.github needs read and write access to contents, pull requests and commit statuses of this repository.',
      headers: async () => ({
        Accept: 'application/vnd.github+json',
        'X-GitHub-Api-Version': '2022-11-28',
        ...(await headers()),
      }),
    });
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

  async getFile(repository: GitRepositoryTarget, path: string, ref: string) {
    const query = new URLSearchParams({ ref });
    const answer = await this.#read<GithubContents | unknown[]>(
      repository,
      `/contents/${encodePath(path)}?${query}`,
      `read ${path}`,
    );
    if (answer === undefined) {
      return undefined;
    }
    if (Array.isArray(answer) || (answer as GithubContents).type !== 'file') {
      throw new InputError(`${path} in ${repository.url} is not a file`);
    }
    const { content, encoding, sha } = answer as GithubContents;
    // Files above 1 MB come without their content.
    const text =
      encoding === 'base64'
        ? content
        : (await this.#read<GithubBlob>(
            repository,
            `/git/blobs/${sha}`,
            `read ${path}`,
          ))!.content;
    return { content: Buffer.from(text ?? '', 'base64').toString('utf8'), sha };
  }

  async listFiles(
    repository: GitRepositoryTarget,
    directory: string,
    ref: string,
  ) {
    const doing = `list the files of ${directory}`;
    const query = new URLSearchParams({ ref });
    return this.#trees.list({
      directory,
      entries: () =>
        this.#read(
          repository,
          `/contents/${encodePath(directory)}?${query}`,
          doing,
        ),
      tree: sha =>
        this.#read<ListedTree>(
          repository,
          `/git/trees/${encodeURIComponent(sha)}?recursive=1`,
          doing,
        ),
    });
  }

  async getLastCommit(
    repository: GitRepositoryTarget,
    path: string,
    ref: string,
  ) {
    const query = new URLSearchParams({ sha: ref, path, per_page: '1' });
    const answer = await this.#read<GithubCommit[]>(
      repository,
      `/commits?${query}`,
      `read the history of ${path}`,
    );
    const last = answer?.[0];
    return (
      last && {
        sha: last.sha,
        message: last.commit.message,
        at: new Date(last.commit.committer?.date ?? 0).toISOString(),
        url: last.html_url,
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
    await this.#post(repository, '/git/refs', {
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
    await this.#request.write({
      method: 'PATCH',
      path: `${this.#repo(repository)}/git/refs/heads/${encodePath(branch)}`,
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
    await assertUnchanged(
      options.files,
      async path => (await this.getFile(repository, path, parent))?.sha,
    );
    const tree = await this.#post<{ sha: string }>(repository, '/git/trees', {
      doing,
      body: {
        base_tree: head.tree.sha,
        tree: options.files.map(({ action, path, content }) => ({
          ...{ path, mode: '100644', type: 'blob' },
          ...(action === 'delete' ? { sha: null } : { content: content ?? '' }),
        })),
      },
    });
    const commit = await this.#post<{ sha: string }>(
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
    const [owner] = this.#parts(repository);
    const query = new URLSearchParams({
      head: `${owner}:${branch}`,
      base: repository.baseBranch,
      state: 'all',
      sort: 'created',
      direction: 'desc',
      per_page: '1',
    });
    const answer = await this.#read<GithubPullRequest[]>(
      repository,
      `/pulls?${query}`,
      `look for the pull request of ${branch}`,
    );
    const [newest] = answer ?? [];
    // A list does not tell who merged, nor whether it can be.
    return newest && this.getPullRequest(repository, newest.number);
  }

  async createPullRequest(
    repository: GitRepositoryTarget,
    options: { branch: string; title: string; body: string },
  ) {
    const { branch, title, body } = options;
    const answer = await this.#post<GithubPullRequest>(repository, '/pulls', {
      doing: 'open the pull request',
      body: { base: repository.baseBranch, head: branch, title, body },
    });
    return toPullRequest(answer);
  }

  async getPullRequest(repository: GitRepositoryTarget, number: number) {
    const answer = await this.#read<GithubPullRequest>(
      repository,
      `/pulls/${number}`,
      `read pull request #${number}`,
    );
    return answer && toPullRequest(answer);
  }

  async listOpenPullRequests(
    repository: GitRepositoryTarget,
  ): Promise<GitHostPullRequest[]> {
    const query = new URLSearchParams({
      base: repository.baseBranch,
      state: 'open',
      sort: 'created',
      direction: 'asc',
      per_page: String(PAGE_SIZE),
    });
    const within = this.#repo(repository);
    const all = await this.#request.readPages<GithubPullRequest>({
      path: `${within}/pulls?${query}`,
      doing: 'list the open pull requests',
      within,
    });
    return all.map(toPullRequest);
  }

  async listReviews(
    repository: GitRepositoryTarget,
    number: number,
  ): Promise<GitHostReview[]> {
    const within = this.#repo(repository);
    const all = await this.#request.readPages<GithubReview>({
      path: `${within}/pulls/${number}/reviews?per_page=${PAGE_SIZE}`,
      doing: `read the reviews of pull request #${number}`,
      within,
    });
    return toReviews(all);
  }

  async setCommitStatus(
    repository: GitRepositoryTarget,
    sha: string,
    status: GitCommitStatus,
  ): Promise<void> {
    const { context, state, description, url } = status;
    await this.#post(repository, `/statuses/${encodeURIComponent(sha)}`, {
      doing: `set the status ${context}`,
      body: {
        ...{ context, state },
        description: description.slice(0, MAX_DESCRIPTION),
        ...(url && { target_url: url }),
      },
    });
  }

  async contains(
    repository: GitRepositoryTarget,
    commit: string,
    ancestor: string,
  ): Promise<boolean> {
    if (commit === ancestor) {
      return true;
    }
    // How far `ancestor` is ahead of `commit`; its commits need no page.
    const range = `${encodeURIComponent(commit)}...${encodeURIComponent(
      ancestor,
    )}`;
    const answer = await this.#read<{ ahead_by: number }>(
      repository,
      `/compare/${range}?per_page=1`,
      'compare two commits',
    );
    return answer?.ahead_by === 0;
  }

  async deleteBranch(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<void> {
    try {
      await this.#request.write({
        method: 'DELETE',
        path: `${this.#repo(repository)}/git/refs/heads/${encodePath(branch)}`,
        doing: `delete branch ${branch}`,
      });
    } catch (error) {
      // GitHub answers 422 for a branch that is gone.
      if (!isError(error) || !/does not exist/i.test(error.message)) {
        throw error;
      }
    }
  }

  fileUrl(repository: GitRepositoryTarget, path: string, ref: string): string {
    return `${repository.url}/blob/${encodePath(ref)}/${encodePath(path)}`;
  }

  async #readBranch(repository: GitRepositoryTarget, branch: string) {
    return this.#read<GithubBranch>(
      repository,
      `/branches/${encodeURIComponent(branch)}`,
      `look for branch ${branch}`,
    );
  }

  async #read<T>(repository: GitRepositoryTarget, path: string, doing: string) {
    const within = this.#repo(repository);
    return this.#request.read<T>({ path: `${within}${path}`, doing, within });
  }

  async #post<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string; body: unknown },
  ) {
    return this.#request.write<T>({
      ...call,
      method: 'POST',
      path: `${this.#repo(repository)}${path}`,
    });
  }

  /** `/repos/<owner>/<name>`, from the repository's web address. */
  #repo(repository: GitRepositoryTarget): string {
    return `/repos/${this.#parts(repository)
      .map(encodeURIComponent)
      .join('/')}`;
  }

  #parts({ url }: GitRepositoryTarget): string[] {
    const expected = { form: '<owner>/<name>', least: 2, most: 2 };
    return repositoryParts(url, this.#baseUrl, expected);
  }
}
