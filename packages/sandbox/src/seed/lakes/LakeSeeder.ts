import { createBranch } from '../../lakefs/host/branches';
import { commitBranch } from '../../lakefs/host/commitBranch';
import type { LakeHost } from '../../lakefs/host/LakeHost';
import type { LakeRepository } from '../../lakefs/host/LakeRepository';
import { mergeRef } from '../../lakefs/host/mergeRef';
import { removeObject, stageObject } from '../../lakefs/host/objects';
import { createTag } from '../../lakefs/host/tags';
import type { Files } from './tables/files';

const HOUR = 3600 * 1000;

/** Gives a repository a past, one step after the other. */
export class LakeSeeder {
  readonly repository: LakeRepository;
  private readonly present: number;

  /** `hoursAgo`: when the repository was made. */
  constructor(
    private readonly host: LakeHost,
    settings: { id: string; hoursAgo: number },
  ) {
    this.present = host.clock.now();
    const { id, hoursAgo } = settings;
    let made: LakeRepository | undefined;
    this.ago(hoursAgo, () => {
      made = host.createRepository({
        id,
        defaultBranch: 'main',
        storageNamespace: `local://${id}`,
        readOnly: false,
      });
    });
    this.repository = made!;
  }

  /** Milliseconds since the epoch, some hours before now. */
  timeOf(hoursAgo: number): number {
    return this.present - hoursAgo * HOUR;
  }

  branch(name: string, source: string, hoursAgo: number): void {
    this.ago(hoursAgo, () => {
      createBranch(this.repository, {
        ...{ name, source, hidden: false, force: false },
      });
    });
  }

  /** Writes files, or removes those that are null; uncommitted. */
  write(branch: string, hoursAgo: number, files: Files): void {
    this.ago(hoursAgo, () => {
      const target = this.repository.branch(branch);
      for (const [path, bytes] of Object.entries(files)) {
        if (bytes === null) {
          removeObject(this.repository, target, { path, force: false });
        } else {
          const entry = this.host.makeEntry(this.repository, { bytes });
          stageObject(this.repository, target, { path, entry, force: false });
        }
      }
    });
  }

  /** The same, committed. */
  commit(
    branch: string,
    hoursAgo: number,
    commit: {
      by: string;
      message: string;
      metadata?: Record<string, string>;
      files: Files;
    },
  ): void {
    const { by, message, metadata = {}, files } = commit;
    this.write(branch, hoursAgo, files);
    this.ago(hoursAgo, () => {
      commitBranch(this.repository, this.repository.branch(branch), {
        ...{ message, metadata, allowEmpty: false, force: false },
        committer: by,
      });
    });
  }

  merge(
    source: string,
    destination: string,
    hoursAgo: number,
    merge: { by: string; message: string; metadata?: Record<string, string> },
  ): void {
    this.ago(hoursAgo, () => {
      mergeRef(this.repository, source, this.repository.branch(destination), {
        committer: merge.by,
        message: merge.message,
        metadata: merge.metadata ?? {},
        ...{ strategy: '', squash: false, allowEmpty: false, force: false },
      });
    });
  }

  tag(id: string, ref: string, hoursAgo: number): void {
    this.ago(hoursAgo, () => {
      createTag(this.repository, { id, ref, force: false });
    });
  }

  private ago(hoursAgo: number, work: () => void): void {
    this.host.at(this.timeOf(hoursAgo), work);
  }
}
