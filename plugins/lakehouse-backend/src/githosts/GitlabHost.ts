import { isError } from '@backstage/errors';
import type {
  GitCommitStatus,
  GitHost,
  GitHostPullRequest,
  GitNewCommit,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { assertBase, assertUnchanged } from './assertUnchanged';
import { GitlabReviews } from './GitlabReviews';
import {
  toPullRequest,
  type GitlabBranch,
  type GitlabCommit,
  type GitlabFile,
  type GitlabMergeRequest,
  type GitlabTreeEntry,
} from './gitlabShapes';
import type { HostRequestSettings } from './HostRequest';
import { encodePath, repositoryParts } from './repositoryParts';
import { RepositoryRequest } from './RepositoryRequest';

export interface GitlabHostOptions extends HostRequestSettings {
  /** Web address of the server, without trailing slash. */
  baseUrl: string;
  /** Address of its REST API, without trailing slash. */
  apiUrl: string;
  headers: () => Promise<Record<string, string>>;
}

const PAGE_SIZE = 100;
/** GitLab refuses longer ones. */
const MAX_DESCRIPTION = 255;
/** How deep groups go, and the project. */
const MAX_PARTS = 21;

const STATES = {
  pending: 'pending',
  success: 'success',
  failure: 'failed',
} as const;

/** `GitHost` on GitLab's REST API, version 4; on gitlab.com and one's own. */
export class GitlabHost implements GitHost {
  readonly title = 'GitLab';
  readonly #request: RepositoryRequest;
  readonly #reviews: GitlabReviews;

  constructor(options: GitlabHostOptions) {
    const { baseUrl, ...settings } = options;
    this.#request = new RepositoryRequest(
      {
        advice:
          'The token of integrations.gitlab needs the scope api and the role Developer in this project.',
        ...settings,
        host: `GitLab at ${new URL(baseUrl).host}`,
        // GitLab answers 400 for a branch or file that is, or is not, there.
        conflict:
          /already exists|doesn't exist|has changed|file with this name/i,
      },
      ({ url }) => {
        const parts = repositoryParts(url, baseUrl, {
          ...{ form: '<group>/<project>', least: 2, most: MAX_PARTS },
        });
        return `/projects/${encodeURIComponent(parts.join('/'))}`;
      },
    );
    this.#reviews = new GitlabReviews(this.#request);
  }

  async getBranch(repository: GitRepositoryTarget, branch: string) {
    const answer = await this.#request.read<GitlabBranch>(
      repository,
      `/repository/branches/${encodeURIComponent(branch)}`,
      { doing: `look for branch ${branch}` },
    );
    return answer && { sha: answer.commit.id, message: answer.commit.message };
  }

  async getFile(repository: GitRepositoryTarget, path: string, ref: string) {
    const query = new URLSearchParams({ ref });
    const answer = await this.#request.read<GitlabFile>(
      repository,
      `/repository/files/${encodeURIComponent(path)}?${query}`,
      { doing: `read ${path}` },
    );
    return (
      answer && {
        content: Buffer.from(answer.content, 'base64').toString('utf8'),
        sha: answer.blob_id,
      }
    );
  }

  async listFiles(
    repository: GitRepositoryTarget,
    directory: string,
    ref: string,
  ) {
    const query = new URLSearchParams({
      ...{ path: directory, ref, recursive: 'true' },
      per_page: String(PAGE_SIZE),
    });
    const entries = await this.#request.readPages<GitlabTreeEntry>(
      repository,
      `/repository/tree?${query}`,
      { doing: `list the files of ${directory}` },
    );
    // Of a directory that is not there the list is a 404, or empty.
    return entries.length === 0
      ? undefined
      : entries
          .filter(({ type }) => type === 'blob')
          .map(({ path, id }) => ({ path, sha: id }));
  }

  async getLastCommit(
    repository: GitRepositoryTarget,
    path: string,
    ref: string,
  ) {
    const query = new URLSearchParams({ ref_name: ref, path, per_page: '1' });
    const answer = await this.#request.read<GitlabCommit[]>(
      repository,
      `/repository/commits?${query}`,
      { doing: `read the history of ${path}` },
    );
    const last = answer?.[0];
    return (
      last && {
        sha: last.id,
        message: last.message,
        at: new Date(last.committed_date).toISOString(),
        url: last.web_url,
      }
    );
  }

  /** One call that starts at the very commit at which the files were looked at. */
  async commitToNewBranch(
    repository: GitRepositoryTarget,
    options: GitNewCommit,
  ) {
    const base = await this.getBranch(repository, repository.baseBranch);
    assertBase(base, repository);
    await assertUnchanged(this, repository, {
      ...{ files: options.files, commit: base.sha },
    });
    const answer = await this.#request.post<{ id: string }>(
      repository,
      '/repository/commits',
      {
        doing: `commit to branch ${options.branch}`,
        body: {
          branch: options.branch,
          start_sha: base.sha,
          commit_message: options.message,
          actions: options.files.map(({ action, path, content }) => ({
            ...{ action, file_path: path },
            ...(action !== 'delete' && {
              content: Buffer.from(content ?? '', 'utf8').toString('base64'),
              encoding: 'base64',
            }),
          })),
          ...(options.author && {
            author_name: options.author.name,
            author_email: options.author.email,
          }),
        },
      },
    );
    return { sha: answer.id };
  }

  async findPullRequest(repository: GitRepositoryTarget, branch: string) {
    const query = new URLSearchParams({
      source_branch: branch,
      target_branch: repository.baseBranch,
      state: 'all',
      order_by: 'created_at',
      sort: 'desc',
      per_page: '1',
    });
    const answer = await this.#request.read<GitlabMergeRequest[]>(
      repository,
      `/merge_requests?${query}`,
      { doing: `look for the merge request of ${branch}` },
    );
    return answer?.map(toPullRequest)[0];
  }

  async createPullRequest(
    repository: GitRepositoryTarget,
    options: { branch: string; title: string; body: string; draft?: boolean },
  ) {
    const { branch, title, body, draft } = options;
    const answer = await this.#request.post<GitlabMergeRequest>(
      repository,
      '/merge_requests',
      {
        doing: 'open the merge request',
        body: {
          source_branch: branch,
          target_branch: repository.baseBranch,
          title: draft ? `Draft: ${title}` : title,
          description: body,
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
    await this.#request.write(repository, `/merge_requests/${number}`, {
      method: 'PUT',
      doing: `label merge request !${number}`,
      body: { add_labels: labels.join(',') },
    });
  }

  async requestReviews(
    repository: GitRepositoryTarget,
    { number }: GitHostPullRequest,
    reviewers: string[],
  ) {
    return this.#reviews.ask(repository, number, reviewers);
  }

  async getPullRequest(repository: GitRepositoryTarget, number: number) {
    const answer = await this.#request.read<GitlabMergeRequest>(
      repository,
      `/merge_requests/${number}`,
      { doing: `read merge request !${number}` },
    );
    return answer && toPullRequest(answer);
  }

  async listOpenPullRequests(
    repository: GitRepositoryTarget,
  ): Promise<GitHostPullRequest[]> {
    const query = new URLSearchParams({
      target_branch: repository.baseBranch,
      state: 'opened',
      order_by: 'created_at',
      sort: 'asc',
      per_page: String(PAGE_SIZE),
    });
    const all = await this.#request.readPages<GitlabMergeRequest>(
      repository,
      `/merge_requests?${query}`,
      { doing: 'list the open merge requests' },
    );
    return all.map(toPullRequest);
  }

  async listReviews(repository: GitRepositoryTarget, number: number) {
    return this.#reviews.list(repository, number);
  }

  async setCommitStatus(
    repository: GitRepositoryTarget,
    sha: string,
    status: GitCommitStatus,
  ): Promise<void> {
    try {
      await this.#request.post(
        repository,
        `/statuses/${encodeURIComponent(sha)}`,
        {
          doing: `set the status ${status.context}`,
          body: {
            name: status.context,
            state: STATES[status.state],
            description: status.description.slice(0, MAX_DESCRIPTION),
            ...(status.url && { target_url: status.url }),
          },
        },
      );
    } catch (error) {
      // GitLab refuses to move a status to the state that it has.
      const same = new RegExp(`cannot transition .*from :${status.state}`, 'i');
      if (!isError(error) || !same.test(error.message)) {
        throw error;
      }
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
    const query = new URLSearchParams([
      ['refs[]', commit],
      ['refs[]', ancestor],
    ]);
    try {
      const answer = await this.#request.read<{ id: string }>(
        repository,
        `/repository/merge_base?${query}`,
        { doing: 'compare two commits' },
      );
      return answer?.id === ancestor;
    } catch (error) {
      // How GitLab answers for a commit that it does not have.
      if (isError(error) && /could not find ref/i.test(error.message)) {
        return false;
      }
      throw error;
    }
  }

  async deleteBranch(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<void> {
    const path = `/repository/branches/${encodeURIComponent(branch)}`;
    await this.#request.remove(repository, path, {
      doing: `delete branch ${branch}`,
    });
  }

  fileUrl(repository: GitRepositoryTarget, path: string, ref: string): string {
    return `${repository.url}/-/blob/${encodePath(ref)}/${encodePath(path)}`;
  }
}
