import { commitBranch } from './host/commitBranch';
import type { LakeHost } from './host/LakeHost';
import { stageObject } from './host/objects';

/** A file and the commit it comes in. */
export interface Save {
  repository: string;
  branch: string;
  path: string;
  bytes: Buffer;
  committer: string;
  message: string;
  metadata: Record<string, string>;
}

/**
 * Writes a file to a branch and commits what is uncommitted there, as a
 * program does that saves its work. Answers the commit; throws a
 * `LakeFSRefusal` with nothing committed.
 */
export function saveToBranch(host: LakeHost, save: Save): string {
  const { path, bytes, committer, message, metadata } = save;
  const repository = host.repository(save.repository);
  const branch = repository.branch(save.branch);
  const entry = host.makeEntry(repository, { bytes });
  stageObject(repository, branch, { path, entry, force: false });
  return commitBranch(repository, branch, {
    ...{ committer, message, metadata },
    ...{ allowEmpty: false, force: false },
  }).id;
}
