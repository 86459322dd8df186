import { runHooks } from '../hooks/runHooks';
import {
  badRequest,
  LakeFSRefusal,
  notFound,
  notUnique,
} from '../LakeFSRefusal';
import { isTagName } from '../model/names';
import type { LakeRepository } from './LakeRepository';
import { resolveRef } from './resolveRef';
import { assertWritable } from './writeRules';

/** The commit that a tag stands for. */
export function tagged(repository: LakeRepository, id: string): string {
  const commitId = repository.tags.get(id);
  if (commitId === undefined) throw notFound('tag');
  return commitId;
}

export function createTag(
  repository: LakeRepository,
  tag: { id: string; ref: string; force: boolean },
): string {
  const { id, ref, force } = tag;
  if (!isTagName(id)) {
    throw badRequest('argument tagID: tag id: invalid value: validation error');
  }
  if (repository.branches.has(id)) {
    throw new LakeFSRefusal(409, `branch name ${id}: conflict found`);
  }
  if (repository.commits.has(id)) {
    throw new LakeFSRefusal(409, `commit ID ${id}: conflict found`);
  }
  const { commit } = resolveRef(repository, ref);
  assertWritable(repository, force);
  if (repository.tags.has(id)) throw notUnique('tag already exists');
  const event = { branch: '', commitId: commit.id, tree: commit.tree };
  runHooks({ type: 'pre-create-tag', ...event }, repository);
  repository.tags.set(id, commit.id);
  runHooks({ type: 'post-create-tag', ...event }, repository);
  return commit.id;
}

export function deleteTag(
  repository: LakeRepository,
  id: string,
  force: boolean,
): void {
  assertWritable(repository, force);
  const commitId = tagged(repository, id);
  const { tree } = repository.commit(commitId);
  const event = { branch: '', commitId, tree };
  runHooks({ type: 'pre-delete-tag', ...event }, repository);
  repository.tags.delete(id);
  runHooks({ type: 'post-delete-tag', ...event }, repository);
}
