import type {
  GitHostPullRequest,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import {
  toPullRequest,
  type BitbucketCommit,
  type BitbucketPage,
  type BitbucketPullRequest,
} from './bitbucketShapes';
import type { HostRequestOptions } from './HostRequest';
import { repositoryParts } from './repositoryParts';
import { RepositoryRequest } from './RepositoryRequest';

export interface BitbucketRequestOptions extends HostRequestOptions {
  /** Web address, without trailing slash. */
  baseUrl: string;
}

/** Whole commits kept by the short names that pull requests have for them. */
const MAX_COMMITS = 2_000;

/** Bitbucket Cloud's way with addresses, pages and short commit names, on `HostRequest`. */
export class BitbucketRequest extends RepositoryRequest {
  readonly #commits = new Map<string, BitbucketCommit>();

  constructor({ baseUrl, ...rest }: BitbucketRequestOptions) {
    super(rest, ({ url }) => {
      const expected = { form: '<workspace>/<repository>', least: 2, most: 2 };
      const parts = repositoryParts(url, baseUrl, expected);
      return `/repositories/${parts.map(encodeURIComponent).join('/')}`;
    });
  }

  /** Of the address of the next page only the query is followed: no credential may go elsewhere. */
  async pages<T>(
    repository: GitRepositoryTarget,
    path: string,
    doing: string,
  ): Promise<T[]> {
    const within = this.pathOf(repository);
    const [address] = path.split('?');
    return this.host.readWhile<BitbucketPage<T>, T>(
      { path: `${within}${path}`, doing, within },
      ({ values, next }) => ({
        items: values,
        next: next && `${within}${address}${new URL(next).search}`,
      }),
    );
  }

  /** A commit by its whole or short name; it never changes. */
  async commit(
    repository: GitRepositoryTarget,
    name: string,
  ): Promise<BitbucketCommit | undefined> {
    const known = this.#commits.get(name);
    if (known) {
      return known;
    }
    const path = `/commit/${name}`;
    const doing = `read commit ${name}`;
    const commit = await this.read<BitbucketCommit>(repository, path, {
      doing,
    });
    if (commit) {
      this.#commits.set(name, commit);
      const [oldest] = this.#commits.keys();
      if (this.#commits.size > MAX_COMMITS) {
        this.#commits.delete(oldest);
      }
    }
    return commit;
  }

  /** A pull request with the whole names of its commits. */
  async pullRequest(
    repository: GitRepositoryTarget,
    answer: BitbucketPullRequest,
  ): Promise<GitHostPullRequest> {
    const { source, merge_commit: merge, state } = answer;
    const head = source.commit
      ? await this.commit(repository, source.commit.hash)
      : undefined;
    // A merge that only moved the branch forward has no commit of its own.
    const landed =
      state === 'MERGED' && merge
        ? await this.commit(repository, merge.hash)
        : head;
    const headSha = head?.hash ?? source.commit?.hash ?? '';
    return toPullRequest(answer, { headSha, landed });
  }
}
