import { badRequest, forbidden } from '../LakeFSRefusal';
import type { Branch } from '../model/types';
import type { LakeRepository } from './LakeRepository';

/** What keeps everybody from writing, in the order lakeFS looks at it. */

export function assertWritable(repository: LakeRepository, force = false) {
  if (repository.readOnly && !force) throw forbidden('read-only repository');
}

export function assertMayStage(
  repository: LakeRepository,
  branch: Branch,
  force = false,
) {
  if (repository.protection.isProtected(branch.id)) {
    throw forbidden('cannot write to protected branch');
  }
  assertWritable(repository, force);
}

export function assertMayCommit(
  repository: LakeRepository,
  branch: Branch,
  force = false,
) {
  if (repository.protection.isProtected(branch.id)) {
    throw forbidden('cannot commit to protected branch');
  }
  assertWritable(repository, force);
}

export function assertClean(branch: Branch) {
  if (branch.staged.size > 0) {
    throw badRequest('uncommitted changes (dirty branch)');
  }
}
