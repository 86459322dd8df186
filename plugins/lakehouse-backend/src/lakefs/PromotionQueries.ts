import type {
  LakeFSAddress,
  LakeFSPromotionPreview,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { divergentCommits } from '@lakefront/lakefs-client';
import { askLakeFS } from './askLakeFS';
import type { CommitQueries } from './CommitQueries';
import { diffOf } from './compare/CompareQueries';
import { readFirst } from './compare/readChanges';
import { readMergeHooks } from './hooks/readMergeHooks';
import type { LakeFSAsker } from './LakeFSAsker';
import type { FoundRepository, LakeFSBooks } from './LakeFSBooks';
import type { LakeFSPermits } from './LakeFSPermits';

const SHOWN = 100;

type Obstacle = LakeFSPromotionPreview['obstacles'][number];

/** What a merge of one branch into another would do. Nothing is written. */
export class PromotionQueries {
  readonly #books: LakeFSBooks;
  readonly #permits: LakeFSPermits;
  readonly #commits: CommitQueries;

  constructor(options: {
    books: LakeFSBooks;
    permits: LakeFSPermits;
    commits: CommitQueries;
  }) {
    this.#books = options.books;
    this.#permits = options.permits;
    this.#commits = options.commits;
  }

  /** Throws `NotFoundError` where one of the branches is not there. */
  async preview(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    question: { branch: string; into: string },
  ): Promise<LakeFSPromotionPreview> {
    this.#permits.require(asker.scope, address);
    const found = await this.#books.find(address);
    const { server, repository } = found;
    const { branch, into } = question;
    const [commitId, intoCommitId] = await Promise.all([
      headOf(found, branch),
      headOf(found, into),
    ]);
    const what = `merge of ${branch} into ${into}`;
    // By commits: what is shown is what is merged, also if somebody commits now.
    const [{ left }, diff, dirty, hooks] = await Promise.all([
      askLakeFS(server, what, client =>
        divergentCommits(
          client,
          repository.id,
          { left: commitId, right: intoCommitId },
          { most: 1_000 },
        ),
      ),
      readFirst(
        diffOf(
          found,
          { ref: into, commitId: intoCommitId },
          { ref: branch, commitId },
        ),
        '',
      ),
      askLakeFS(server, what, client =>
        client.branches.uncommitted(repository.id, into, { amount: 1 }),
      ),
      askLakeFS(server, what, client =>
        readMergeHooks(client, repository.id, { commitId, into }),
      ),
    ]);
    const conflicts = diff.changes.flatMap(({ type, path }) =>
      type === 'conflict' ? [path] : [],
    );
    return {
      ...{ branch, into, commitId, intoCommitId, hooks },
      commits: left
        .slice(0, SHOWN)
        .map(commit =>
          this.#commits.describe(asker.scope, server, repository.id, commit),
        ),
      ...(left.length > SHOWN && { moreCommits: true }),
      conflicts: conflicts.slice(0, SHOWN),
      ...((conflicts.length > SHOWN || diff.more) && { moreConflicts: true }),
      obstacles: findObstacles({
        ...{ branch, into, conflicts },
        readOnly: repository.readOnly,
        changes: diff.changes.length,
        dirty: dirty.items.length > 0,
      }),
    };
  }
}

function findObstacles(about: {
  branch: string;
  into: string;
  readOnly: boolean;
  /** Objects that the merge would change. */
  changes: number;
  conflicts: readonly string[];
  dirty: boolean;
}): Obstacle[] {
  const { branch, into, readOnly, changes, conflicts, dirty } = about;
  const same = branch === into;
  const candidates: Array<Obstacle | false> = [
    same && {
      code: 'same-branch',
      message: `${branch} can't be merged into itself: choose another branch`,
    },
    readOnly && {
      code: 'read-only',
      message: 'The repository is read-only: nothing can be merged in it',
    },
    !same &&
      changes === 0 && {
        code: 'nothing-to-merge',
        message: `${into} has all that is on ${branch} already: there is nothing to merge`,
      },
    dirty && {
      code: 'uncommitted',
      message: `${into} has uncommitted changes: lakeFS merges nothing into it before they are committed or reset`,
    },
    conflicts.length > 0 && {
      code: 'conflict',
      message: `Both changed the same: ${conflicts[0]}${
        conflicts.length > 1 ? ` and ${conflicts.length - 1} more` : ''
      }. Merge ${into} into ${branch} in lakeFS, settle it there and promote the new commit; or choose which one wins`,
    },
  ];
  return candidates.filter(one => one !== false);
}

async function headOf(
  { server, repository }: FoundRepository,
  branch: string,
): Promise<string> {
  const { commitId } = await askLakeFS(
    server,
    `branch ${branch} in ${server.name}/${repository.id}`,
    client => client.branches.get(repository.id, branch),
  );
  return commitId;
}
