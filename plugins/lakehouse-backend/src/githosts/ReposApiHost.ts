import { InputError } from '@backstage/errors';
import type {
  GitCommitStatus,
  GitHost,
  GitHostPullRequest,
  GitHostReview,
  GitNewCommit,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { HostRequestOptions, HostRequestSettings } from './HostRequest';
import { TreeLister, type ListedTree } from './listByTrees';
import { encodePath, repositoryParts } from './repositoryParts';
import { RepositoryRequest } from './RepositoryRequest';
import {
  toPullRequest,
  toReviews,
  type ReposCommit,
  type ReposContents,
  type ReposPullRequest,
  type ReposReview,
} from './reposApiShapes';

export interface ReposApiHostOptions extends HostRequestSettings {
  /** Web address of the server, without trailing slash. */
  baseUrl: string;
  headers: () => Promise<Record<string, string>>;
}

/** GitHub refuses longer ones. */
const MAX_DESCRIPTION = 140;

/**
 * What GitHub's API and that of Gitea, made after it, have in common: all below
 * `/repos/<owner>/<name>`, and most of what is asked and answered there.
 */
export abstract class ReposApiHost implements GitHost {
  readonly #baseUrl: string;
  readonly #trees = new TreeLister();
  /** Parameters of the host's own that ask for no more than is read of an answer. */
  protected abstract readonly least: {
    commits: Record<string, string>;
    comparison: Record<string, string>;
  };
  protected readonly request: RepositoryRequest;

  protected constructor(
    readonly title: string,
    options: ReposApiHostOptions & Omit<HostRequestOptions, 'host'>,
  ) {
    const { baseUrl, ...rest } = options;
    this.#baseUrl = baseUrl;
    this.request = new RepositoryRequest(
      { ...rest, host: `${title} at ${new URL(baseUrl).host}` },
      repository =>
        `/repos/${this.parts(repository).map(encodeURIComponent).join('/')}`,
    );
  }

  abstract getBranch(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<{ sha: string; message: string } | undefined>;

  abstract commitToNewBranch(
    repository: GitRepositoryTarget,
    options: GitNewCommit,
  ): Promise<{ sha: string }>;

  abstract findPullRequest(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<GitHostPullRequest | undefined>;

  abstract listOpenPullRequests(
    repository: GitRepositoryTarget,
  ): Promise<GitHostPullRequest[]>;

  abstract deleteBranch(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<void>;

  abstract fileUrl(
    repository: GitRepositoryTarget,
    path: string,
    ref: string,
  ): string;

  /** The title, and what else says that a pull request is a draft. */
  protected abstract toDraft(title: string): { title: string; draft?: true };

  /** All items of a list; each host has its own way with pages. */
  protected abstract readPages<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string; query?: Record<string, string> },
  ): Promise<T[]>;

  async getFile(repository: GitRepositoryTarget, path: string, ref: string) {
    const query = new URLSearchParams({ ref });
    const doing = `read ${path}`;
    const answer = await this.request.read<ReposContents | unknown[]>(
      repository,
      `/contents/${encodePath(path)}?${query}`,
      { doing },
    );
    if (answer === undefined) {
      return undefined;
    }
    if (Array.isArray(answer) || (answer as ReposContents).type !== 'file') {
      throw new InputError(`${path} in ${repository.url} is not a file`);
    }
    const { content, encoding, sha } = answer as ReposContents;
    const whole =
      encoding === 'none'
        ? await this.request.read<ReposContents>(
            repository,
            `/git/blobs/${sha}`,
            { doing },
          )
        : { content };
    const text = Buffer.from(whole?.content ?? '', 'base64').toString('utf8');
    return { content: text, sha };
  }

  async listFiles(
    repository: GitRepositoryTarget,
    directory: string,
    ref: string,
  ) {
    const doing = `list the files of ${directory}`;
    const query = new URLSearchParams({ ref });
    const path = `/contents/${encodePath(directory)}?${query}`;
    return this.#trees.list({
      directory,
      entries: () => this.request.read(repository, path, { doing }),
      tree: sha =>
        this.request.read<ListedTree>(
          repository,
          `/git/trees/${encodeURIComponent(sha)}?recursive=true`,
          { doing },
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
      ...this.least.commits,
    });
    const answer = await this.request.read<ReposCommit[]>(
      repository,
      `/commits?${query}`,
      { doing: `read the history of ${path}` },
    );
    const last = answer?.[0];
    return (
      last && {
        sha: last.sha,
        message: last.commit.message,
        at: new Date(last.commit.committer?.date ?? 0).toISOString(),
        url: `${repository.url}/commit/${last.sha}`,
      }
    );
  }

  async createPullRequest(
    repository: GitRepositoryTarget,
    options: { branch: string; title: string; body: string; draft?: boolean },
  ) {
    const { branch, title, body, draft } = options;
    const answer = await this.request.post<ReposPullRequest>(
      repository,
      '/pulls',
      {
        doing: 'open the pull request',
        body: {
          ...{ base: repository.baseBranch, head: branch, body },
          ...(draft ? this.toDraft(title) : { title }),
        },
      },
    );
    return toPullRequest(answer);
  }

  async addLabels(
    repository: GitRepositoryTarget,
    { number }: GitHostPullRequest,
    labels: string[],
  ) {
    await this.request.post(repository, `/issues/${number}/labels`, {
      doing: `label pull request #${number}`,
      body: { labels },
    });
  }

  /** Teams are `<organization>/<team>`, of the organization that has the repository. */
  async requestReviews(
    repository: GitRepositoryTarget,
    { number, author }: GitHostPullRequest,
    reviewers: string[],
  ) {
    const teams = reviewers.filter(name => name.includes('/'));
    const body = {
      reviewers: reviewers.filter(
        name => !teams.includes(name) && !isSameLogin(name, author),
      ),
      team_reviewers: teams.map(team => team.split('/')[1]),
    };
    if (body.reviewers.length + teams.length > 0) {
      await this.request.post(
        repository,
        `/pulls/${number}/requested_reviewers`,
        {
          doing: `ask for reviews of pull request #${number}`,
          body,
        },
      );
    }
  }

  async getPullRequest(repository: GitRepositoryTarget, number: number) {
    const answer = await this.request.read<ReposPullRequest>(
      repository,
      `/pulls/${number}`,
      { doing: `read pull request #${number}` },
    );
    return answer && toPullRequest(answer);
  }

  async listReviews(
    repository: GitRepositoryTarget,
    number: number,
  ): Promise<GitHostReview[]> {
    const all = await this.readPages<ReposReview>(
      repository,
      `/pulls/${number}/reviews`,
      { doing: `read the reviews of pull request #${number}` },
    );
    return toReviews(all);
  }

  async setCommitStatus(
    repository: GitRepositoryTarget,
    sha: string,
    status: GitCommitStatus,
  ): Promise<void> {
    const { context, state, description, url } = status;
    await this.request.post(
      repository,
      `/statuses/${encodeURIComponent(sha)}`,
      {
        doing: `set the status ${context}`,
        body: {
          ...{ context, state },
          description: description.slice(0, MAX_DESCRIPTION),
          ...(url && { target_url: url }),
        },
      },
    );
  }

  async contains(
    repository: GitRepositoryTarget,
    commit: string,
    ancestor: string,
  ): Promise<boolean> {
    if (commit === ancestor) {
      return true;
    }
    const query = new URLSearchParams(this.least.comparison);
    const range = `${encodeURIComponent(commit)}...${encodeURIComponent(
      ancestor,
    )}`;
    const answer = await this.request.read<{ total_commits: number }>(
      repository,
      `/compare/${range}?${query}`,
      { doing: 'compare two commits' },
    );
    // How many commits `ancestor` has that `commit` does not.
    return answer?.total_commits === 0;
  }

  /** Owner and name. */
  protected parts({ url }: GitRepositoryTarget): string[] {
    const expected = { form: '<owner>/<name>', least: 2, most: 2 };
    return repositoryParts(url, this.#baseUrl, expected);
  }
}

function isSameLogin(one: string, other: string | undefined): boolean {
  return one.toLocaleLowerCase('en-US') === other?.toLocaleLowerCase('en-US');
}
