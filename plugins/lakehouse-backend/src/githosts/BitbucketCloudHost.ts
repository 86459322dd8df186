import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type {
  GitCommitStatus,
  GitHost,
  GitHostPullRequest,
  GitNewCommit,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { assertBase, assertUnchanged } from './assertUnchanged';
import { BitbucketRequest } from './BitbucketRequest';
import { BitbucketReviews, readPull } from './BitbucketReviews';
import {
  toForm,
  toTime,
  type BitbucketBranch,
  type BitbucketCommit,
  type BitbucketEntry,
  type BitbucketPage,
  type BitbucketPullRequest,
} from './bitbucketShapes';
import { gitBlobSha } from './gitBlobSha';
import type { HostRequestSettings } from './HostRequest';
import { encodePath, isCommit } from './repositoryParts';

export interface BitbucketCloudHostOptions extends HostRequestSettings {
  /** Web address, without trailing slash. */
  baseUrl: string;
  /** Address of its REST API, without trailing slash. */
  apiUrl: string;
  headers: () => Promise<Record<string, string>>;
}

/** Pull requests come 50 to a page at most. */
const PAGE_SIZE = 50;
const AT_ONCE = 8;
/** How deep directories are listed. */
const MAX_DEPTH = 8;
/** Bitbucket refuses longer ones. */
const MAX_KEY = 40;
const ANY_STATE = ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'];

const STATES = {
  pending: 'INPROGRESS',
  success: 'SUCCESSFUL',
  failure: 'FAILED',
} as const;

/** `GitHost` on Bitbucket Cloud's REST API, version 2.0. */
export class BitbucketCloudHost implements GitHost {
  readonly title = 'Bitbucket Cloud';
  readonly #request: BitbucketRequest;
  readonly #reviews: BitbucketReviews;

  constructor(options: BitbucketCloudHostOptions) {
    this.#request = new BitbucketRequest({
      advice:
        'The credentials of integrations.bitbucketCloud need to read and write repositories and pull requests.',
      ...options,
      host: `Bitbucket Cloud at ${new URL(options.baseUrl).host}`,
    });
    this.#reviews = new BitbucketReviews(this.#request);
  }

  async getBranch(repository: GitRepositoryTarget, branch: string) {
    const answer = await this.#request.read<BitbucketBranch>(
      repository,
      `/refs/branches/${encodePath(branch)}`,
      { doing: `look for branch ${branch}` },
    );
    return (
      answer && { sha: answer.target.hash, message: answer.target.message }
    );
  }

  async getFile(repository: GitRepositoryTarget, path: string, ref: string) {
    const sha = await this.#resolve(repository, ref);
    const content =
      sha &&
      (await this.#request.read<string>(
        repository,
        `/src/${sha}/${encodePath(path)}`,
        {
          doing: `read ${path}`,
          as: 'text',
        },
      ));
    return content === undefined
      ? undefined
      : { content, sha: gitBlobSha(content) };
  }

  async listFiles(
    repository: GitRepositoryTarget,
    directory: string,
    ref: string,
  ) {
    const sha = await this.#resolve(repository, ref);
    if (!sha) {
      return undefined;
    }
    const query = `max_depth=${MAX_DEPTH}&pagelen=100`;
    const entries = await this.#request.pages<BitbucketEntry>(
      repository,
      `/src/${sha}/${encodePath(directory)}/?${query}`,
      `list the files of ${directory}`,
    );
    return entries.length === 0
      ? undefined
      : entries
          .filter(({ type }) => type === 'commit_file')
          .map(({ path }) => ({ path }));
  }

  async getLastCommit(
    repository: GitRepositoryTarget,
    path: string,
    ref: string,
  ) {
    const sha = await this.#resolve(repository, ref);
    const query = new URLSearchParams({ path, pagelen: '1' });
    const answer =
      sha &&
      (await this.#request.read<BitbucketPage<BitbucketCommit>>(
        repository,
        `/commits/${sha}?${query}`,
        { doing: `read the history of ${path}` },
      ));
    const [last] = (answer && answer.values) || [];
    return (
      last && {
        sha: last.hash,
        message: last.message,
        at: toTime(last.date),
        url: last.links.html.href,
      }
    );
  }

  /**
   * One call that names the parent, so that a branch with another tip is
   * refused. One with that very tip would get the commit on top: looked for
   * first.
   */
  async commitToNewBranch(
    repository: GitRepositoryTarget,
    options: GitNewCommit,
  ) {
    const { branch, files } = options;
    const base = await this.getBranch(repository, repository.baseBranch);
    assertBase(base, repository);
    if (await this.getBranch(repository, branch)) {
      throw new ConflictError(`Branch ${branch} is there already`);
    }
    await assertUnchanged(this, repository, { files, commit: base.sha });
    const body = toForm(options, base.sha);
    const doing = `commit to branch ${branch}`;
    await this.#request.post(repository, '/src', {
      doing,
      body,
    });
    const made = await this.getBranch(repository, branch);
    if (!made) {
      throw new ServiceUnavailableError(
        `Bitbucket Cloud does not show branch ${branch} yet`,
      );
    }
    return { sha: made.sha };
  }

  async findPullRequest(repository: GitRepositoryTarget, branch: string) {
    const q = `source.branch.name=${quoted(
      branch,
    )} AND destination.branch.name=${quoted(repository.baseBranch)}`;
    const query = new URLSearchParams([
      ['q', q],
      ...ANY_STATE.map(state => ['state', state]),
      ...[
        ['sort', '-created_on'],
        ['pagelen', '1'],
      ],
    ]);
    const answer = await this.#request.read<
      BitbucketPage<BitbucketPullRequest>
    >(repository, `/pullrequests?${query}`, {
      doing: `look for the pull request of ${branch}`,
    });
    const [newest] = answer?.values ?? [];
    return newest && this.#request.pullRequest(repository, newest);
  }

  async createPullRequest(
    repository: GitRepositoryTarget,
    options: { branch: string; title: string; body: string; draft?: boolean },
  ) {
    const { branch, title, body: description, draft } = options;
    // Bitbucket does not promise to refuse a second one.
    const known = await this.findPullRequest(repository, branch);
    if (known?.state === 'open') {
      throw new ConflictError(`${branch} has pull request #${known.number}`);
    }
    const answer = await this.#request.post<BitbucketPullRequest>(
      repository,
      '/pullrequests',
      {
        doing: 'open the pull request',
        body: {
          ...{ title, description, ...(draft && { draft }) },
          source: { branch: { name: branch } },
          destination: { branch: { name: repository.baseBranch } },
        },
      },
    );
    return this.#request.pullRequest(repository, answer);
  }

  async requestReviews(
    repository: GitRepositoryTarget,
    { number }: GitHostPullRequest,
    reviewers: string[],
  ) {
    return this.#reviews.ask(repository, number, reviewers);
  }

  async getPullRequest(repository: GitRepositoryTarget, number: number) {
    const answer = await readPull(this.#request, repository, number);
    return answer && this.#request.pullRequest(repository, answer);
  }

  async listOpenPullRequests(
    repository: GitRepositoryTarget,
  ): Promise<GitHostPullRequest[]> {
    const query = new URLSearchParams({
      q: `destination.branch.name=${quoted(repository.baseBranch)}`,
      ...{ state: 'OPEN', sort: 'created_on', pagelen: String(PAGE_SIZE) },
    });
    const all = await this.#request.pages<BitbucketPullRequest>(
      repository,
      `/pullrequests?${query}`,
      'list the open pull requests',
    );
    const whole: GitHostPullRequest[] = [];
    for (let start = 0; start < all.length; start += AT_ONCE) {
      const some = all.slice(start, start + AT_ONCE);
      const read = some.map(pull =>
        this.#request.pullRequest(repository, pull),
      );
      whole.push(...(await Promise.all(read)));
    }
    return whole;
  }

  async listReviews(repository: GitRepositoryTarget, number: number) {
    return this.#reviews.list(repository, number);
  }

  async setCommitStatus(
    repository: GitRepositoryTarget,
    sha: string,
    status: GitCommitStatus,
  ): Promise<void> {
    const { context, state, description, url = repository.url } = status;
    const path = `/commit/${encodeURIComponent(sha)}/statuses/build`;
    await this.#request.post(repository, path, {
      doing: `set the status ${context}`,
      body: {
        ...{ key: context.slice(0, MAX_KEY), name: context, description, url },
        state: STATES[state],
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
    const range = encodeURIComponent(`${commit}..${ancestor}`);
    const answer = await this.#request.read<BitbucketCommit>(
      repository,
      `/merge-base/${range}`,
      { doing: 'compare two commits' },
    );
    return answer?.hash === ancestor;
  }

  async deleteBranch(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<void> {
    const path = `/refs/branches/${encodePath(branch)}`;
    await this.#request.remove(repository, path, {
      doing: `delete branch ${branch}`,
    });
  }

  fileUrl(repository: GitRepositoryTarget, path: string, ref: string): string {
    const at = encodeURIComponent(ref);
    return `${repository.url}/src/${at}/${encodePath(path)}`;
  }

  /** Branches with slashes can't be told from paths: only commits are asked for. */
  async #resolve(repository: GitRepositoryTarget, ref: string) {
    return isCommit(ref) ? ref : (await this.getBranch(repository, ref))?.sha;
  }
}

/** As text in a query of Bitbucket's own language. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
