import { deletingKey, isLakeFSStatus } from '@lakefront/lakefs-client';
import { Batches } from './Batches';
import type { RepositoryOptions } from './Lake';

interface Wish {
  branch: string;
  owner: string;
  /** Undone otherwise. */
  protect: boolean;
}

/** Tries of a change that others make, too. */
const TRIES = 6;

const markOf = ({ branch, owner }: Wish) => deletingKey(branch, owner);

/** Protection of branches that are being deleted, one rule for each; what many ask for in a few calls. */
export class RuleBook {
  readonly #options: RepositoryOptions;
  readonly #batches: Batches<Wish, boolean>;

  constructor(options: RepositoryOptions) {
    this.#options = options;
    this.#batches = new Batches({
      ...options,
      work: (batch, signal) => this.#settle(batch, signal),
    });
  }

  /**
   * Adds a rule for exactly this branch, marked as ours before it is there.
   * False where somebody else has such a rule: then it is meant to stay.
   */
  protect(
    branch: string,
    owner: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    return this.#batches.add({ branch, owner, protect: true }, signal);
  }

  /** Takes our rule and its mark away; the rule first, so that none is left that nobody knows. */
  async lift(
    branch: string,
    owner: string,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#batches.add({ branch, owner, protect: false }, signal);
  }

  async #settle(batch: Wish[], signal: AbortSignal): Promise<boolean[]> {
    const { client, repository } = this.#options;
    const wishes = [
      ...new Map(batch.map(wish => [wish.branch, wish])).values(),
    ];
    await this.#changeRules(wishes, signal);
    const lifted = wishes.filter(({ protect }) => !protect);
    if (lifted.length > 0) {
      await client.repositories.deleteMetadata(repository, lifted.map(markOf), {
        signal,
      });
    }
    if (lifted.length === wishes.length) return batch.map(() => true);
    const metadata = await client.repositories.metadata(repository, { signal });
    return batch.map(
      wish => !wish.protect || metadata[markOf(wish)] === wish.owner,
    );
  }

  /** Until a look says that nothing is left to change: nothing guards the first rule of a repository. */
  async #changeRules(
    wishes: readonly Wish[],
    signal: AbortSignal,
  ): Promise<void> {
    const { client, repository } = this.#options;
    const { repositories } = client;
    for (let tried = 0; ; tried++) {
      const { patterns, etag } = await repositories.branchProtection(
        repository,
        { signal },
      );
      const missing = wishes.filter(
        ({ protect, branch }) => protect && !patterns.includes(branch),
      );
      const unwanted = wishes.filter(
        ({ protect, branch }) => !protect && patterns.includes(branch),
      );
      if (missing.length + unwanted.length === 0) return;
      if (tried >= TRIES) {
        throw new Error(
          `The rules of repository ${repository} do not stay as they are written`,
        );
      }
      if (missing.length > 0) {
        const marks = Object.fromEntries(
          missing.map(wish => [markOf(wish), wish.owner]),
        );
        await repositories.setMetadata(repository, marks, { signal });
      }
      const gone = new Set(unwanted.map(({ branch }) => branch));
      const next = [
        ...patterns.filter(pattern => !gone.has(pattern)),
        ...missing.map(({ branch }) => branch),
      ];
      try {
        await repositories.setBranchProtection(
          repository,
          { patterns: next, etag },
          { signal },
        );
      } catch (error) {
        if (!isLakeFSStatus(error, 'precondition-failed')) throw error;
      }
    }
  }
}
