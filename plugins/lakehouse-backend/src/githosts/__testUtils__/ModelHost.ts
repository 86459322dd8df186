import { ConflictError } from '@backstage/errors';
import type {
  GitHost,
  GitHostPullRequest,
  GitNewCommit,
  GitRepositoryTarget,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { assertUnchanged } from '../assertUnchanged';
import type { FakePull, FakeRepository } from './FakeRepository';

/** A Git host in memory that answers at once, for tests of what speaks to one very often. */
export class ModelHost implements GitHost {
  readonly title = 'Model';

  constructor(private readonly model: FakeRepository) {}

  async getBranch(_repository: GitRepositoryTarget, branch: string) {
    const sha = this.model.branches.get(branch);
    const message = sha && this.model.commits.get(sha)?.message;
    return sha ? { sha, message: message ?? '' } : undefined;
  }

  async getFile(_repository: GitRepositoryTarget, path: string, ref: string) {
    return this.model.file(ref, path);
  }

  async listFiles(
    _repository: GitRepositoryTarget,
    directory: string,
    ref: string,
  ) {
    return this.model.filesBelow(ref, directory);
  }

  async getLastCommit(
    _repository: GitRepositoryTarget,
    path: string,
    ref: string,
  ) {
    const [last] = this.model.history(ref, path);
    return last && { ...last, url: last.sha };
  }

  async commitToNewBranch(
    repository: GitRepositoryTarget,
    { branch, message, files }: GitNewCommit,
  ) {
    const { baseBranch } = repository;
    if (this.model.branches.has(branch)) {
      throw new ConflictError(`${branch} is there already`);
    }
    await assertUnchanged(this, repository, { files, commit: baseBranch });
    const changes = files.map(({ action, path, content = '' }) => [
      ...[path, action === 'delete' ? null : content],
    ]);
    return this.model.push(branch, Object.fromEntries(changes), {
      ...{ message, from: baseBranch },
    });
  }

  async findPullRequest(_repository: GitRepositoryTarget, branch: string) {
    const found = this.model.pulls.filter(({ head }) => head === branch);
    return found.map(pull => this.#shape(pull)).at(-1);
  }

  async createPullRequest(
    { baseBranch }: GitRepositoryTarget,
    options: { branch: string; title: string; body: string; draft?: boolean },
  ) {
    const { branch: head, ...text } = options;
    if (this.model.pulls.some(pull => pull.head === head)) {
      throw new ConflictError(`${head} has a pull request already`);
    }
    return this.#shape(
      this.model.openPull({ ...text, head, base: baseBranch }),
    );
  }

  async addLabels(
    _repository: GitRepositoryTarget,
    { number }: GitHostPullRequest,
    labels: string[],
  ) {
    this.model.add(number, 'labels', labels);
  }

  async requestReviews(
    _repository: GitRepositoryTarget,
    { number }: GitHostPullRequest,
    reviewers: string[],
  ) {
    this.model.add(number, 'asked', reviewers);
  }

  async getPullRequest(_repository: GitRepositoryTarget, number: number) {
    const pull = this.model.pull(number);
    return pull && this.#shape(pull);
  }

  async listOpenPullRequests() {
    return this.model.pulls
      .filter(({ state }) => state === 'open')
      .map(pull => this.#shape(pull));
  }

  async listReviews() {
    return [];
  }

  async setCommitStatus(
    _repository: GitRepositoryTarget,
    sha: string,
    status: { context: string; state: string; description: string },
  ) {
    this.model.statuses.push({ sha, ...status });
  }

  async contains(
    _repository: GitRepositoryTarget,
    commit: string,
    ancestor: string,
  ) {
    return this.model.isAncestor(ancestor, commit);
  }

  async deleteBranch(_repository: GitRepositoryTarget, branch: string) {
    this.model.branches.delete(branch);
  }

  fileUrl({ url }: GitRepositoryTarget, path: string, ref: string) {
    return `${url}/${ref}/${path}`;
  }

  #shape(pull: FakePull): GitHostPullRequest {
    const { number, state, title, head, base, createdAt, mergeSha } = pull;
    return {
      ...{ number, state, title, createdAt, draft: pull.draft },
      url: `https://git.example.com/pulls/${number}`,
      headBranch: head,
      headSha: this.model.headOf(pull),
      baseBranch: base,
      ...(mergeSha && { mergeCommitSha: mergeSha }),
    };
  }
}
