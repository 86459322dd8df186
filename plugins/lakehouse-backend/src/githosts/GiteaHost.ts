import type {
  GitNewCommit,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { ReposApiHost, type ReposApiHostOptions } from './ReposApiHost';
import { toPullRequest, type ReposPullRequest } from './reposApiShapes';
import { encodePath, isCommit } from './repositoryParts';

interface GiteaBranch {
  commit: { id: string; message?: string };
}

/** Gitea answers 50 items a page at most unless its owner allows more. */
const PAGE_SIZE = 50;

/**
 * `GitHost` on what the APIs of Gitea 1.26 and Forgejo 16 have in common: of
 * the commit call only create, update and delete, and never a forced push.
 */
export class GiteaHost extends ReposApiHost {
  protected readonly least = {
    commits: {
      limit: '1',
      stat: 'false',
      verification: 'false',
      files: 'false',
    },
    comparison: {},
  };

  constructor(options: ReposApiHostOptions) {
    super('Gitea', {
      advice:
        'The token of integrations.gitea needs the scope write:repository, and its user write access to this repository.',
      ...options,
      apiUrl: `${options.baseUrl}/api/v1`,
    });
  }

  protected toDraft(title: string) {
    return { title: `WIP: ${title}` };
  }

  async getBranch(repository: GitRepositoryTarget, branch: string) {
    const answer = await this.request.read<GiteaBranch>(
      repository,
      `/branches/${encodePath(branch)}`,
      { doing: `look for branch ${branch}` },
    );
    return (
      answer && { sha: answer.commit.id, message: answer.commit.message ?? '' }
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
    const answer = await this.request.post<{ commit: { sha: string } }>(
      repository,
      '/contents',
      {
        body: {
          branch: repository.baseBranch,
          new_branch: options.branch,
          message: options.message,
          files,
          author: options.author,
        },
        doing: `commit to branch ${options.branch}`,
      },
    );
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
      await this.request.write(repository, `/branches/${encodePath(branch)}`, {
        method: 'PUT',
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
    const answer = await this.request.read<ReposPullRequest>(
      repository,
      `/pulls/${base}/${encodePath(branch)}`,
      { doing: `look for the pull request of ${branch}` },
    );
    return answer && toPullRequest(answer);
  }

  async listOpenPullRequests(repository: GitRepositoryTarget) {
    const all = await this.readPages<ReposPullRequest>(repository, '/pulls', {
      doing: 'list the open pull requests',
      query: { state: 'open', sort: 'oldest' },
    });
    return all
      .map(toPullRequest)
      .filter(({ baseBranch }) => baseBranch === repository.baseBranch);
  }

  async deleteBranch(
    repository: GitRepositoryTarget,
    branch: string,
  ): Promise<void> {
    const path = `/branches/${encodePath(branch)}`;
    await this.request.remove(repository, path, {
      doing: `delete branch ${branch}`,
    });
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

  /** Some of Gitea's lists have no `Link` header, but all tell how many items there are. */
  protected async readPages<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string; query?: Record<string, string> },
  ) {
    const within = this.request.pathOf(repository);
    let read = 0;
    let page = 1;
    const next = () => {
      const query = new URLSearchParams({
        ...call.query,
        ...{ limit: String(PAGE_SIZE), page: String(page) },
      });
      return `${within}${path}?${query}`;
    };
    return this.request.host.readWhile<T[], T>(
      { path: next(), doing: call.doing, within },
      (items, { headers }) => {
        read += items.length;
        const total = Number(headers.get('x-total-count') ?? Infinity);
        const more = items.length > 0 && read < total;
        page += 1;
        return { items, next: more ? next() : undefined };
      },
    );
  }
}
