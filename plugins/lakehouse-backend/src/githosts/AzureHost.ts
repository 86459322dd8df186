import { ConflictError, InputError } from '@backstage/errors';
import type {
  GitCommitStatus,
  GitHost,
  GitHostPullRequest,
  GitNewCommit,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { assertBase, assertUnchanged } from './assertUnchanged';
import { AzureRequest, toQuery, type AzureQuery } from './AzureRequest';
import { AzureReviews } from './AzureReviews';
import {
  BRANCHES,
  toPullRequest,
  toPush,
  toStatus,
  toTime,
  type AzureCommit,
  type AzureItem,
  type AzureIteration,
  type AzurePullRequest,
  type AzureRef,
  type AzureRefUpdate,
} from './azureShapes';
import { gitBlobSha } from './gitBlobSha';
import type { HostRequestSettings } from './HostRequest';
import { isCommit } from './repositoryParts';

export interface AzureHostOptions extends HostRequestSettings {
  /** Origin of the server. */
  baseUrl: string;
  headers: () => Promise<Record<string, string>>;
}

/** `GitHost` on the Git API of Azure DevOps, version 7.1. */
export class AzureHost implements GitHost {
  readonly title = 'Azure DevOps';
  readonly #request: AzureRequest;
  readonly #reviews: AzureReviews;

  constructor(options: AzureHostOptions) {
    const { baseUrl, ...settings } = options;
    this.#request = new AzureRequest({
      advice:
        'The credentials of integrations.azure need the scopes Code (read & write) and Code (status), and the right to contribute to this repository.',
      ...settings,
      host: `Azure DevOps at ${new URL(baseUrl).host}`,
      apiUrl: baseUrl,
    });
    this.#reviews = new AzureReviews(this.#request);
  }

  async getBranch(repository: GitRepositoryTarget, branch: string) {
    const sha = await this.#tipOf(repository, branch);
    if (sha === undefined) {
      return undefined;
    }
    const commit = await this.#readCommit(repository, sha);
    return commit && { sha, message: commit.comment };
  }

  async getFile(repository: GitRepositoryTarget, path: string, ref: string) {
    const item = await this.#request.read<AzureItem>(repository, '/items', {
      doing: `read ${path}`,
      query: {
        path: `/${path}`,
        'versionDescriptor.version': ref,
        'versionDescriptor.versionType': isCommit(ref) ? 'commit' : 'branch',
        includeContent: 'true',
        $format: 'json',
      },
    });
    if (item === undefined) {
      return undefined;
    }
    const { gitObjectType, objectId: sha, content } = item;
    if (gitObjectType !== 'blob') {
      throw new InputError(`${path} in ${repository.url} is not a file`);
    }
    // Text in JSON has lost what does not belong to text, such as a byte order mark.
    if (content !== undefined && gitBlobSha(content) === sha) {
      return { content, sha };
    }
    const bytes = await this.#request.read<string>(
      repository,
      `/blobs/${sha}`,
      {
        doing: `read ${path}`,
        query: { $format: 'octetStream' },
        as: 'text',
      },
    );
    return bytes === undefined ? undefined : { content: bytes, sha };
  }

  async listFiles(
    repository: GitRepositoryTarget,
    directory: string,
    ref: string,
  ) {
    const answer = await this.#request.read<{ value: AzureItem[] }>(
      repository,
      '/items',
      {
        doing: `list the files of ${directory}`,
        query: {
          scopePath: `/${directory}`,
          recursionLevel: 'Full',
          'versionDescriptor.version': ref,
          'versionDescriptor.versionType': isCommit(ref) ? 'commit' : 'branch',
        },
      },
    );
    return answer?.value
      .filter(({ gitObjectType }) => gitObjectType === 'blob')
      .map(({ path, objectId }) => ({ path: path.slice(1), sha: objectId }));
  }

  async getLastCommit(
    repository: GitRepositoryTarget,
    path: string,
    ref: string,
  ) {
    const answer = await this.#request.read<{ value: AzureCommit[] }>(
      repository,
      '/commits',
      {
        doing: `read the history of ${path}`,
        query: {
          'searchCriteria.itemPath': `/${path}`,
          'searchCriteria.itemVersion.version': ref,
          'searchCriteria.itemVersion.versionType': isCommit(ref)
            ? 'commit'
            : 'branch',
          'searchCriteria.$top': '1',
        },
      },
    );
    const [found] = answer?.value ?? [];
    const last = found?.commentTruncated
      ? await this.#readCommit(repository, found.commitId)
      : found;
    return (
      last && {
        sha: last.commitId,
        message: last.comment,
        at: toTime(last.committer.date),
        url: `${repository.url}/commit/${last.commitId}`,
      }
    );
  }

  /**
   * One push that says which tip it starts from, so that a branch with another
   * one is refused. One with the same tip would get the commit on top: looked
   * for first.
   */
  async commitToNewBranch(
    repository: GitRepositoryTarget,
    options: GitNewCommit,
  ) {
    const { branch, files } = options;
    const base = await this.#tipOf(repository, repository.baseBranch);
    assertBase(base, repository);
    if ((await this.#tipOf(repository, branch)) !== undefined) {
      throw new ConflictError(`Branch ${branch} is there already`);
    }
    await assertUnchanged(this, repository, { files, commit: base });
    const answer = await this.#request.post<{ commits: AzureCommit[] }>(
      repository,
      '/pushes',
      {
        doing: `commit to branch ${branch}`,
        body: toPush(options, base),
      },
    );
    return { sha: answer.commits[0].commitId };
  }

  async findPullRequest(repository: GitRepositoryTarget, branch: string) {
    const found = await this.#list(
      repository,
      `look for the pull request of ${branch}`,
      {
        'searchCriteria.sourceRefName': `${BRANCHES}${branch}`,
        'searchCriteria.status': 'all',
      },
    );
    return found.sort((one, other) => other.number - one.number)[0];
  }

  async createPullRequest(
    repository: GitRepositoryTarget,
    options: { branch: string; title: string; body: string; draft?: boolean },
  ) {
    const answer = await this.#request.post<AzurePullRequest>(
      repository,
      '/pullrequests',
      {
        doing: 'open the pull request',
        body: {
          sourceRefName: `${BRANCHES}${options.branch}`,
          targetRefName: `${BRANCHES}${repository.baseBranch}`,
          title: options.title,
          description: options.body,
          ...(options.draft && { isDraft: true }),
        },
      },
    );
    return toPullRequest(answer, repository.url);
  }

  /** One call for each: Azure DevOps takes no list. */
  async addLabels(
    repository: GitRepositoryTarget,
    { number }: GitHostPullRequest,
    labels: string[],
  ) {
    for (const name of labels) {
      await this.#request.post(repository, `/pullRequests/${number}/labels`, {
        doing: `label pull request ${number}`,
        body: { name },
      });
    }
  }

  async requestReviews(
    repository: GitRepositoryTarget,
    { number }: GitHostPullRequest,
    reviewers: string[],
  ) {
    return this.#reviews.ask(repository, number, reviewers);
  }

  async getPullRequest(repository: GitRepositoryTarget, number: number) {
    const answer = await this.#request.read<AzurePullRequest>(
      repository,
      `/pullrequests/${number}`,
      { doing: `read pull request ${number}` },
    );
    return answer && toPullRequest(answer, repository.url);
  }

  async listOpenPullRequests(repository: GitRepositoryTarget) {
    return this.#list(repository, 'list the open pull requests', {
      'searchCriteria.status': 'active',
    });
  }

  async listReviews(repository: GitRepositoryTarget, number: number) {
    return this.#reviews.list(repository, number);
  }

  /** Branch policies look at the statuses of pull requests, not at those of commits. */
  async setCommitStatus(
    repository: GitRepositoryTarget,
    sha: string,
    status: GitCommitStatus,
  ): Promise<void> {
    const doing = `set the status ${status.context}`;
    const body = toStatus(status);
    const open = await this.listOpenPullRequests(repository);
    const pulls = open.filter(({ headSha }) => headSha === sha);
    if (pulls.length === 0) {
      const path = `/commits/${encodeURIComponent(sha)}/statuses`;
      await this.#request.post(repository, path, { doing, body });
    }
    for (const { number } of pulls) {
      const path = `/pullRequests/${number}`;
      const iterations = await this.#request.values<AzureIteration>(
        repository,
        `${path}/iterations`,
        { doing },
      );
      const iterationId = iterations
        .filter(({ sourceRefCommit }) => sourceRefCommit.commitId === sha)
        .at(-1)?.id;
      await this.#request.post(repository, `${path}/statuses`, {
        doing,
        body: { ...body, iterationId },
      });
    }
  }

  async contains(
    repository: GitRepositoryTarget,
    commit: string,
    ancestor: string,
  ): Promise<boolean> {
    if (commit === ancestor) {
      return true;
    }
    const bases = await this.#request.values<AzureCommit>(
      repository,
      `/commits/${encodeURIComponent(commit)}/mergebases`,
      { doing: 'compare two commits', query: { otherCommitId: ancestor } },
    );
    return bases.some(({ commitId }) => commitId === ancestor);
  }

  async deleteBranch(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<void> {
    const oldObjectId = await this.#tipOf(repository, branch);
    if (oldObjectId === undefined) {
      return;
    }
    const name = `${BRANCHES}${branch}`;
    const { value } = await this.#request.post<{ value: AzureRefUpdate[] }>(
      repository,
      '/refs',
      {
        doing: `delete branch ${branch}`,
        body: [{ name, oldObjectId, newObjectId: '0'.repeat(40) }],
      },
    );
    const refused = value.find(({ success }) => !success);
    if (refused) {
      throw new ConflictError(
        `Azure DevOps did not delete branch ${branch}: ${refused.updateStatus}`,
      );
    }
  }

  fileUrl(repository: GitRepositoryTarget, path: string, ref: string): string {
    const version = `${isCommit(ref) ? 'GC' : 'GB'}${ref}`;
    return `${repository.url}?${toQuery({ path: `/${path}`, version })}`;
  }

  async #tipOf(repository: GitRepositoryTarget, branch: string) {
    // The filter is the beginning of a name.
    const refs = await this.#request.values<AzureRef>(repository, '/refs', {
      doing: `look for branch ${branch}`,
      query: { filter: `heads/${branch}` },
    });
    return refs.find(({ name }) => name === `${BRANCHES}${branch}`)?.objectId;
  }

  async #readCommit(repository: GitRepositoryTarget, sha: string) {
    return this.#request.read<AzureCommit>(repository, `/commits/${sha}`, {
      doing: `read commit ${sha}`,
    });
  }

  async #list(
    repository: GitRepositoryTarget,
    doing: string,
    query: AzureQuery,
  ): Promise<GitHostPullRequest[]> {
    const all = await this.#request.pages<AzurePullRequest>(
      repository,
      '/pullrequests',
      {
        doing,
        query: {
          ...query,
          'searchCriteria.targetRefName': `${BRANCHES}${repository.baseBranch}`,
        },
      },
    );
    return all.map(pull => toPullRequest(pull, repository.url));
  }
}
