import { InputError, isError } from '@backstage/errors';
import type {
  GitCommitStatus,
  GitHost,
  GitHostPullRequest,
  GitHostReview,
  GitNewCommit,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import {
  toPullRequest,
  toReviews,
  type GiteaBranch,
  type GiteaCommit,
  type GiteaContents,
  type GiteaPullRequest,
  type GiteaReview,
} from './giteaShapes';
import { HostRequest, type HostRequestSettings } from './HostRequest';
import { TreeLister, type ListedTree } from './listByTrees';
import { encodePath, isCommit, repositoryParts } from './repositoryParts';

export interface GiteaHostOptions extends HostRequestSettings {
  /** Web address of the server, without trailing slash. */
  baseUrl: string;
  headers: () => Promise<Record<string, string>>;
}

/** Gitea answers 50 items a page at most unless its owner allows more. */
const PAGE_SIZE = 50;

/**
 * `GitHost` on what the APIs of Gitea 1.26 and Forgejo 16 have in common: of
 * the commit call only create, update and delete, and never a forced push.
 */
export class GiteaHost implements GitHost {
  readonly title = 'Gitea';
  readonly #baseUrl: string;
  readonly #request: HostRequest;
  readonly #trees = new TreeLister();

  constructor(options: GiteaHostOptions) {
    const { baseUrl, ...settings } = options;
    this.#baseUrl = baseUrl;
    this.#request = new HostRequest({
      ...settings,
      host: `Gitea at ${new URL(baseUrl).host}`,
      apiUrl: `${baseUrl}/api/v1`,
      advice:
        'The token of integrations.gitea needs the scope write:repository, and its user write access to this repository.',
    });
  }

  async getBranch(repository: GitRepositoryTarget, branch: string) {
    const answer = await this.#read<GiteaBranch>(
      repository,
      `/branches/${encodePath(branch)}`,
      `look for branch ${branch}`,
    );
    return (
      answer && { sha: answer.commit.id, message: answer.commit.message ?? '' }
    );
  }

  async getFile(repository: GitRepositoryTarget, path: string, ref: string) {
    const query = new URLSearchParams({ ref });
    const answer = await this.#read<GiteaContents | unknown[]>(
      repository,
      `/contents/${encodePath(path)}?${query}`,
      `read ${path}`,
    );
    if (answer === undefined) {
      return undefined;
    }
    if (Array.isArray(answer) || (answer as GiteaContents).type !== 'file') {
      throw new InputError(`${path} in ${repository.url} is not a file`);
    }
    const { content, sha } = answer as GiteaContents;
    return {
      content: Buffer.from(content ?? '', 'base64').toString('utf8'),
      sha,
    };
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
          `/git/trees/${encodeURIComponent(sha)}?recursive=true&per_page=1000`,
          doing,
        ),
    });
  }

  async getLastCommit(
    repository: GitRepositoryTarget,
    path: string,
    ref: string,
  ) {
    const query = new URLSearchParams({
      sha: ref,
      path,
      limit: '1',
      stat: 'false',
      verification: 'false',
      files: 'false',
    });
    const answer = await this.#read<GiteaCommit[]>(
      repository,
      `/commits?${query}`,
      `read the history of ${path}`,
    );
    const last = answer?.[0];
    return (
      last && {
        sha: last.sha,
        message: last.commit.message,
        at: new Date(last.commit.committer?.date ?? last.created).toISOString(),
        url: `${repository.url}/commit/${last.sha}`,
      }
    );
  }

  async commitToNewBranch(
    repository: GitRepositoryTarget,
    options: GitNewCommit,
  ) {
    const files = await Promise.all(
      options.files.map(async file => ({
        operation: file.action,
        path: file.path,
        ...(file.action !== 'delete' && {
          content: Buffer.from(file.content ?? '', 'utf8').toString('base64'),
        }),
        ...(file.action !== 'create' && {
          sha: file.baseSha ?? (await this.#currentSha(repository, file.path)),
        }),
      })),
    );
    const answer = await this.#request.write<{ commit: { sha: string } }>({
      method: 'POST',
      path: `${this.#repo(repository)}/contents`,
      body: {
        branch: repository.baseBranch,
        new_branch: options.branch,
        message: options.message,
        files,
        author: options.author,
      },
      doing: `commit to branch ${options.branch}`,
    });
    return { sha: answer.commit.sha };
  }

  /**
   * A commit on a branch beside it, whose place it then takes where it is still
   * as expected. Gitea from 1.26 on; Forgejo has no such call.
   */
  async renewBranch(
    repository: GitRepositoryTarget,
    options: GitNewCommit & { expected: string },
  ) {
    const { branch, expected } = options;
    const beside = `${branch}-renewed`;
    // One of an attempt that was cut off.
    await this.deleteBranch(repository, beside);
    const { sha } = await this.commitToNewBranch(repository, {
      ...options,
      branch: beside,
    });
    try {
      await this.#request.write({
        method: 'PUT',
        path: `${this.#repo(repository)}/branches/${encodePath(branch)}`,
        body: { new_commit_id: sha, old_commit_id: expected, force: true },
        doing: `renew branch ${branch}`,
      });
    } finally {
      await this.deleteBranch(repository, beside);
    }
    return { sha };
  }

  async findPullRequest(repository: GitRepositoryTarget, branch: string) {
    const base = encodeURIComponent(repository.baseBranch);
    const answer = await this.#read<GiteaPullRequest>(
      repository,
      `/pulls/${base}/${encodePath(branch)}`,
      `look for the pull request of ${branch}`,
    );
    return answer && toPullRequest(answer);
  }

  async createPullRequest(
    repository: GitRepositoryTarget,
    options: { branch: string; title: string; body: string },
  ) {
    const answer = await this.#request.write<GiteaPullRequest>({
      method: 'POST',
      path: `${this.#repo(repository)}/pulls`,
      body: {
        base: repository.baseBranch,
        head: options.branch,
        title: options.title,
        body: options.body,
      },
      doing: 'open the pull request',
    });
    return toPullRequest(answer);
  }

  async getPullRequest(repository: GitRepositoryTarget, number: number) {
    const answer = await this.#read<GiteaPullRequest>(
      repository,
      `/pulls/${number}`,
      `read pull request #${number}`,
    );
    return answer && toPullRequest(answer);
  }

  async listOpenPullRequests(
    repository: GitRepositoryTarget,
  ): Promise<GitHostPullRequest[]> {
    const all = await this.#readPages<GiteaPullRequest>(
      repository,
      `/pulls?state=open&sort=oldest&limit=${PAGE_SIZE}`,
      'list the open pull requests',
    );
    return all
      .map(toPullRequest)
      .filter(({ baseBranch }) => baseBranch === repository.baseBranch);
  }

  async listReviews(
    repository: GitRepositoryTarget,
    number: number,
  ): Promise<GitHostReview[]> {
    const all = await this.#readPages<GiteaReview>(
      repository,
      `/pulls/${number}/reviews?limit=${PAGE_SIZE}`,
      `read the reviews of pull request #${number}`,
    );
    return toReviews(all);
  }

  async setCommitStatus(
    repository: GitRepositoryTarget,
    sha: string,
    status: GitCommitStatus,
  ): Promise<void> {
    await this.#request.write({
      method: 'POST',
      path: `${this.#repo(repository)}/statuses/${encodeURIComponent(sha)}`,
      body: {
        context: status.context,
        state: status.state,
        description: status.description,
        target_url: status.url ?? '',
      },
      doing: `set the status ${status.context}`,
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
    // Three dots: the commits of `ancestor` that `commit` does not have.
    const range = `${encodeURIComponent(commit)}...${encodeURIComponent(
      ancestor,
    )}`;
    const answer = await this.#read<{ total_commits: number }>(
      repository,
      `/compare/${range}`,
      'compare two commits',
    );
    return answer?.total_commits === 0;
  }

  async deleteBranch(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<void> {
    try {
      await this.#request.write({
        method: 'DELETE',
        path: `${this.#repo(repository)}/branches/${encodePath(branch)}`,
        doing: `delete branch ${branch}`,
      });
    } catch (error) {
      if (!isError(error) || error.name !== 'NotFoundError') {
        throw error;
      }
    }
  }

  fileUrl(repository: GitRepositoryTarget, path: string, ref: string): string {
    const kind = isCommit(ref) ? 'commit' : 'branch';
    return `${repository.url}/src/${kind}/${encodePath(ref)}/${encodePath(
      path,
    )}`;
  }

  async #currentSha(repository: GitRepositoryTarget, path: string) {
    const file = await this.getFile(repository, path, repository.baseBranch);
    return file?.sha;
  }

  async #read<T>(repository: GitRepositoryTarget, path: string, doing: string) {
    const within = this.#repo(repository);
    return this.#request.read<T>({ path: `${within}${path}`, doing, within });
  }

  /** Some of Gitea's lists have no `Link` header, but all tell how many items there are. */
  async #readPages<T>(
    repository: GitRepositoryTarget,
    path: string,
    doing: string,
  ) {
    const within = this.#repo(repository);
    let read = 0;
    let page = 1;
    return this.#request.readWhile<T[], T>(
      { path: `${within}${path}`, doing, within },
      (items, { headers }) => {
        read += items.length;
        const total = Number(headers.get('x-total-count') ?? Infinity);
        const more = items.length > 0 && read < total;
        page += 1;
        return {
          items,
          next: more ? `${within}${path}&page=${page}` : undefined,
        };
      },
    );
  }

  /** `/repos/<owner>/<name>`, from the repository's web address. */
  #repo({ url }: GitRepositoryTarget): string {
    const expected = { form: '<owner>/<name>', least: 2, most: 2 };
    const parts = repositoryParts(url, this.#baseUrl, expected);
    return `/repos/${parts.map(encodeURIComponent).join('/')}`;
  }
}
