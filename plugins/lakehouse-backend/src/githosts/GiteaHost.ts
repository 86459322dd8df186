import { InputError, isError } from '@backstage/errors';
import type {
  GitFileChange,
  GitHost,
  GitHostPullRequest,
  GitHostReview,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { HostObserver } from './HostObserver';
import { HostRequest, type Fetch } from './HostRequest';
import {
  toPullRequest,
  toReviews,
  type GiteaBranch,
  type GiteaCommit,
  type GiteaContents,
  type GiteaPullRequest,
  type GiteaReview,
} from './giteaShapes';

export interface GiteaHostOptions {
  /** Web address of the server, without trailing slash. */
  baseUrl: string;
  headers?: Record<string, string>;
  fetch?: Fetch;
  timeLimitMs?: number;
  observe?: HostObserver;
}

/** Gitea answers 50 items a page at most unless its owner allows more. */
const PAGE_SIZE = 50;
const MAX_PAGES = 20;

/** `GitHost` on Gitea's API, version 1.26. */
export class GiteaHost implements GitHost {
  readonly title = 'Gitea';
  readonly #baseUrl: string;
  readonly #request: HostRequest;

  constructor(options: GiteaHostOptions) {
    this.#baseUrl = options.baseUrl;
    this.#request = new HostRequest({
      host: `Gitea at ${new URL(options.baseUrl).host}`,
      apiUrl: `${options.baseUrl}/api/v1`,
      headers: options.headers,
      fetch: options.fetch,
      timeLimitMs: options.timeLimitMs,
      observe: options.observe,
    });
  }

  async getBranch(repository: GitRepositoryTarget, branch: string) {
    const answer = await this.#request.read<GiteaBranch>({
      path: `${this.#repo(repository)}/branches/${encodePath(branch)}`,
      doing: `look for branch ${branch}`,
    });
    return (
      answer && { sha: answer.commit.id, message: answer.commit.message ?? '' }
    );
  }

  async getFile(repository: GitRepositoryTarget, path: string, ref: string) {
    const query = new URLSearchParams({ ref });
    const answer = await this.#request.read<GiteaContents | unknown[]>({
      path: `${this.#repo(repository)}/contents/${encodePath(path)}?${query}`,
      doing: `read ${path}`,
    });
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
    const answer = await this.#request.read<GiteaCommit[]>({
      path: `${this.#repo(repository)}/commits?${query}`,
      doing: `read the history of ${path}`,
    });
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
    options: {
      branch: string;
      message: string;
      files: GitFileChange[];
      author?: { name: string; email: string };
    },
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

  async findPullRequest(repository: GitRepositoryTarget, branch: string) {
    const base = encodeURIComponent(repository.baseBranch);
    const answer = await this.#request.read<GiteaPullRequest>({
      path: `${this.#repo(repository)}/pulls/${base}/${encodePath(branch)}`,
      doing: `look for the pull request of ${branch}`,
    });
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
    const answer = await this.#request.read<GiteaPullRequest>({
      path: `${this.#repo(repository)}/pulls/${number}`,
      doing: `read pull request #${number}`,
    });
    return answer && toPullRequest(answer);
  }

  async listOpenPullRequests(
    repository: GitRepositoryTarget,
  ): Promise<GitHostPullRequest[]> {
    const all = await this.#readPages<GiteaPullRequest>(
      `${this.#repo(repository)}/pulls`,
      { state: 'open', sort: 'oldest' },
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
      `${this.#repo(repository)}/pulls/${number}/reviews`,
      {},
      `read the reviews of pull request #${number}`,
    );
    return toReviews(all);
  }

  async setCommitStatus(
    repository: GitRepositoryTarget,
    sha: string,
    status: {
      context: string;
      state: 'pending' | 'success' | 'failure';
      description: string;
      url?: string;
    },
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
    const answer = await this.#request.read<{ total_commits: number }>({
      path: `${this.#repo(repository)}/compare/${range}`,
      doing: 'compare two commits',
    });
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
    const kind = /^[0-9a-f]{40,64}$/.test(ref) ? 'commit' : 'branch';
    return `${repository.url}/src/${kind}/${encodePath(ref)}/${encodePath(
      path,
    )}`;
  }

  async #currentSha(repository: GitRepositoryTarget, path: string) {
    const file = await this.getFile(repository, path, repository.baseBranch);
    return file?.sha;
  }

  async #readPages<T>(
    path: string,
    query: Record<string, string>,
    doing: string,
  ): Promise<T[]> {
    const all: T[] = [];
    for (let page = 1; page <= MAX_PAGES; page++) {
      const search = new URLSearchParams({
        ...query,
        page: String(page),
        limit: String(PAGE_SIZE),
      });
      const items = await this.#request.read<T[]>({
        path: `${path}?${search}`,
        doing,
      });
      all.push(...(items ?? []));
      if (!items || items.length < PAGE_SIZE) {
        break;
      }
    }
    return all;
  }

  /** `/repos/<owner>/<name>`, from the repository's web address. */
  #repo(repository: GitRepositoryTarget): string {
    const rest = repository.url.startsWith(`${this.#baseUrl}/`)
      ? repository.url.slice(this.#baseUrl.length + 1)
      : '';
    const [owner, name, ...more] = rest.replace(/\.git$/, '').split('/');
    if (!owner || !name || more.length > 0) {
      throw new InputError(
        `${repository.url} is not a repository of ${this.#baseUrl}: expected ${
          this.#baseUrl
        }/<owner>/<name>`,
      );
    }
    return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  }
}

/** Encodes each part of a path or branch name, keeping its slashes. */
function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
