import { createHash } from 'node:crypto';
import type { Clock, Random } from '../../types';
import { ActionRuns } from '../hooks/ActionRuns';
import { notFound } from '../LakeFSRefusal';
import { compareText, metaRangeIdOf } from '../model/tree';
import type { Branch, Commit, Tree } from '../model/types';
import { BranchProtection } from './BranchProtection';
import { RepositoryMetadata } from './RepositoryMetadata';

export interface RepositorySettings {
  id: string;
  defaultBranch: string;
  storageNamespace: string;
  readOnly: boolean;
}

export interface GarbageCollectionRules {
  defaultRetentionDays: number;
  branches: Array<{ branch: string; retentionDays: number }>;
}

/** A repository: its commits, what names them, and its settings. */
export class LakeRepository {
  readonly id: string;
  readonly defaultBranch: string;
  readonly storageNamespace: string;
  readonly readOnly: boolean;
  readonly createdAt: number;
  readonly commits = new Map<string, Commit>();
  readonly branches = new Map<string, Branch>();
  /** Tag to commit id. */
  readonly tags = new Map<string, string>();
  readonly metadata = new RepositoryMetadata();
  readonly protection: BranchProtection;
  readonly runs: ActionRuns;
  garbageCollection?: GarbageCollectionRules;

  constructor(
    settings: RepositorySettings,
    readonly clock: Clock,
    random: Random,
  ) {
    this.id = settings.id;
    this.defaultBranch = settings.defaultBranch;
    this.storageNamespace = settings.storageNamespace;
    this.readOnly = settings.readOnly;
    this.createdAt = clock.now();
    this.protection = new BranchProtection(clock, random);
    this.runs = new ActionRuns(clock);
    const first = this.addCommit({
      parents: [],
      committer: '',
      message: 'Repository created',
      metadata: {},
      tree: new Map(),
    });
    this.setBranch(settings.defaultBranch, first.id);
  }

  branch(id: string): Branch {
    const branch = this.branches.get(id);
    if (!branch) throw notFound('branch');
    return branch;
  }

  commit(id: string): Commit {
    const commit = this.commits.get(id);
    if (!commit) throw notFound('commit');
    return commit;
  }

  head(branch: Branch): Commit {
    return this.commit(branch.commitId);
  }

  /** Makes the branch, or moves it; what is uncommitted on it is gone then. */
  setBranch(id: string, commitId: string, hidden = false): Branch {
    const branch = { id, commitId, hidden, staged: new Map() };
    this.branches.set(id, branch);
    return branch;
  }

  addCommit(commit: {
    parents: readonly string[];
    /** One above its parents where absent. */
    generation?: number;
    committer: string;
    message: string;
    metadata: Record<string, string>;
    tree: Tree;
  }): Commit {
    const { parents, committer, message, metadata, tree } = commit;
    const metaRangeId = metaRangeIdOf(tree);
    const createdAt = this.clock.now();
    const id = createHash('sha256')
      .update(
        JSON.stringify([
          this.id,
          committer,
          message,
          metaRangeId,
          Math.floor(createdAt / 1000),
          Object.entries(metadata).sort(([a], [b]) => compareText(a, b)),
          parents,
        ]),
      )
      .digest('hex');
    const made = {
      ...{ id, parents, committer, message, metadata, tree },
      ...{ createdAt, metaRangeId },
      generation: commit.generation ?? this.generationAbove(parents),
    };
    // The same again in the same second is the same commit.
    const known = this.commits.get(id);
    if (known) return known;
    this.commits.set(id, made);
    return made;
  }

  generationAbove(parents: readonly string[]): number {
    const below = parents.map(parent => this.commit(parent).generation);
    return Math.max(0, ...below) + 1;
  }
}
