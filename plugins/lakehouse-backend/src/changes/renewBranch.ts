import { isError } from '@backstage/errors';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitOpsRepository } from '../gitopsConfig';
import { hashKeyOf } from './changeIds';
import type { ChangeRow, FileWrite } from './ChangeRow';
import type { KindById } from './KindById';
import {
  layoutProblem,
  placeObject,
  SeenBlobs,
  WorkingFiles,
  writeObject,
} from './layout';
import { commitMessage } from './pullRequestText';

const REFUSALS = ['ConflictError', 'NotFoundError', 'InputError'];

/** What became of a branch that could not be merged as it was. */
export interface BranchRenewal {
  /** The new tip, and what its commit does, where the branch was made anew. */
  renewed?: { headSha: string; baseSha: string; writes: FileWrite[] };
  /** Why it was not, and what to do. */
  reason?: string;
  /**
   * It stands on the base branch as that is, so that no other change can touch
   * the same lines: its host has not looked yet (Gitea says no meanwhile).
   */
  stands?: boolean;
}

interface Options {
  row: ChangeRow;
  /** Tip of the branch as its pull request has it. */
  headSha: string;
  host: GitHost;
  repository: GitOpsRepository;
  kinds: KindById;
}

/**
 * Makes the same change anew on the base branch as it is by now, where nobody
 * but the portal wrote to the change's branch, and nobody changed the objects
 * themselves: another document of the file, or the list that the file is in.
 * Never tries twice on the same base.
 */
export async function renewOwnBranch(options: Options): Promise<BranchRenewal> {
  const { row, headSha, host, repository } = options;
  const { own } = row.details;
  const { baseBranch } = repository;
  const stuck = (why: string) => ({
    reason: `The branch can't be merged into ${baseBranch}: ${why}. Close the pull request and ask again.`,
  });
  if (own?.headSha !== headSha) {
    return {
      reason: `The branch can't be merged into ${baseBranch}, and somebody else pushed to it, so the portal leaves it alone. Resolve the conflict in Git, or close the pull request and ask again.`,
    };
  }
  const base = await host.getBranch(repository, baseBranch);
  if (!base) {
    return stuck('there is no such branch');
  }
  if (own.baseSha === base.sha) {
    return { stands: true };
  }
  const made = await makeAgain(options);
  if (made.problem !== undefined) {
    return stuck(made.problem);
  }
  if (repository.credentials === 'user') {
    return stuck(
      'another change touched the same lines, and only your own Git account, whose token the portal does not keep, may commit here',
    );
  }
  if (!host.renewBranch) {
    return stuck(
      `another change touched the same lines, and ${host.title} has no call that puts a branch on a new base without risk to what others push`,
    );
  }
  try {
    const { sha } = await host.renewBranch(repository, {
      branch: row.branch,
      expected: headSha,
      message: commitMessage(row),
      files: made.writes.map(({ action, path, text, baseSha }) => ({
        ...{ action, path },
        ...(action !== 'delete' && { content: text }),
        ...(baseSha !== undefined && { baseSha }),
      })),
    });
    const { writes } = made;
    return { renewed: { headSha: sha, baseSha: base.sha, writes } };
  } catch (error) {
    if (isError(error) && REFUSALS.includes(error.name)) {
      return stuck(`it could not be made anew (${error.message})`);
    }
    throw error;
  }
}

/** What the commit is to do by now; or what was changed meanwhile. */
async function makeAgain({
  row,
  host,
  repository,
  kinds,
}: Options): Promise<{ writes: FileWrite[]; problem?: string }> {
  const files = new WorkingFiles(host, repository);
  const seen = new SeenBlobs();
  const refused = (problem: string) => ({ writes: [], problem });
  for (const file of row.files) {
    const kind = kinds.byId(file.kind);
    if (!kind) {
      return refused(`${file.kind} is no longer a kind that is known`);
    }
    const { action, name, path, text, beforeHash } = file;
    try {
      const place = await placeObject({
        ...{ kind, name, path, kinds, files, seen },
        kubernetesCluster: row.kubernetesCluster,
        domain: row.domain,
        namespace: row.namespace,
        root: repository.root,
        isNew: action === 'create',
      });
      const now = place.found && hashKeyOf(place.found.text);
      if (now !== beforeHash) {
        return refused(`${name} was changed in ${place.path} meanwhile`);
      }
      writeObject(files, place, { action, text });
    } catch (error) {
      return refused(layoutProblem(error));
    }
  }
  return { writes: await files.writes() };
}
