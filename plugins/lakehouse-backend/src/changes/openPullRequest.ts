import { ConflictError, isError } from '@backstage/errors';
import { CHANGE_TRAILER } from '@lakefront/backstage-plugin-lakehouse-common';
import type {
  GitHost,
  GitHostPullRequest,
} from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitOpsRepository } from '../gitopsConfig';
import type { ChangeRow } from './ChangeRow';
import { commitMessage } from './pullRequestText';

/** What is looked at. */
interface Found {
  row: ChangeRow;
  host: GitHost;
  repository: GitOpsRepository;
}

interface Options extends Found {
  /** Commits and opens the pull request; throws where nobody may. */
  author: () => GitHost;
}

/**
 * Brings a change's branch and pull request about, whatever of it is already
 * there: each is looked for before it is made, and looked for again where the
 * host says that it exists. Running it again after a crash, a time-out or on
 * another replica ends at the same branch and pull request.
 */
export async function openPullRequest(
  options: Options,
): Promise<{ pullRequest: GitHostPullRequest; headSha: string }> {
  const headSha = await ensureBranch(options);
  const pullRequest = await ensurePullRequest(options);
  return { pullRequest, headSha };
}

async function ensureBranch(options: Options): Promise<string> {
  const { row, author, repository } = options;
  const before = await findOurBranch(options);
  if (before) {
    return before;
  }
  try {
    const { sha } = await author().commitToNewBranch(repository, {
      branch: row.branch,
      message: commitMessage(row),
      files: row.writes.map(({ action, path, text, baseSha }) => ({
        action,
        path,
        ...(action !== 'delete' && { content: text }),
        ...(baseSha !== undefined && { baseSha }),
      })),
    });
    return sha;
  } catch (error) {
    if (!isConflict(error)) {
      throw error;
    }
    const after = await findOurBranch(options);
    if (after) {
      return after;
    }
    throw new ConflictError(
      `The files changed in Git since they were checked; ask again. ${error.message}`,
    );
  }
}

/** Head of the branch where its commit is ours and holds what was asked for. */
async function findOurBranch(options: Found): Promise<string | undefined> {
  const { row, host, repository } = options;
  const branch = await host.getBranch(repository, row.branch);
  if (!branch) {
    return undefined;
  }
  const ours =
    hasTrailer(branch.message, row.id) &&
    (await holdsOurFiles(options, branch.sha));
  if (!ours) {
    throw new ConflictError(
      `Branch ${row.branch} is already there and was not made for this change. Delete it and try again.`,
    );
  }
  return branch.sha;
}

async function holdsOurFiles(
  { row, host, repository }: Found,
  sha: string,
): Promise<boolean> {
  for (const file of row.writes) {
    const found = await host.getFile(repository, file.path, sha);
    const expected = file.action === 'delete' ? undefined : file.text;
    if (found?.content !== expected) {
      return false;
    }
  }
  return true;
}

async function ensurePullRequest({
  row,
  host,
  author,
  repository,
}: Options): Promise<GitHostPullRequest> {
  const before = await host.findPullRequest(repository, row.branch);
  if (before) {
    return before;
  }
  try {
    return await author().createPullRequest(repository, {
      branch: row.branch,
      title: row.title,
      body: row.body,
      ...(repository.pullRequest?.draft && { draft: true }),
    });
  } catch (error) {
    const after = isConflict(error)
      ? await host.findPullRequest(repository, row.branch)
      : undefined;
    if (after) {
      return after;
    }
    throw error;
  }
}

/**
 * Takes a branch of ours away that has no pull request. False where it is not
 * sure that nothing is left.
 */
export async function removeOwnBranch(options: Found): Promise<boolean> {
  const { row, host, repository } = options;
  const branch = await host.getBranch(repository, row.branch);
  if (!branch || !hasTrailer(branch.message, row.id)) {
    return true;
  }
  if (await host.findPullRequest(repository, row.branch)) {
    return false;
  }
  await host.deleteBranch(repository, row.branch);
  return true;
}

/** Whether the last lines of a commit message say that it was made for the change. */
export function hasTrailer(message: string, changeId: string): boolean {
  return changeOfMessage(message) === changeId;
}

/** Id of the change that a commit says it was made for. */
export function changeOfMessage(message: string): string | undefined {
  const trailers =
    message
      .trimEnd()
      .split(/\n\s*\n/)
      .at(-1) ?? '';
  const found = new RegExp(`^${CHANGE_TRAILER}: ([a-z2-7]+)$`, 'm').exec(
    trailers,
  );
  return found?.[1];
}

function isConflict(error: unknown): error is Error {
  return isError(error) && error.name === 'ConflictError';
}
