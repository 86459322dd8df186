import { badRequest, LakeFSRefusal } from '../LakeFSRefusal';
import type { Branch, Entry } from '../model/types';
import type { LakeRepository } from './LakeRepository';
import { resolveRef } from './resolveRef';
import { assertMayStage } from './writeRules';

const MAX_PATH = 1024;

export function checkPath(path: string): void {
  if (path === '')
    throw badRequest('argument path: missing path: required value');
  if (Buffer.byteLength(path) > MAX_PATH) {
    throw badRequest(
      `argument path: invalid value: validation error: ${Buffer.byteLength(
        path,
      )} is above maximum length (${MAX_PATH})`,
    );
  }
}

export function objectOf(
  repository: LakeRepository,
  ref: string,
  path: string,
): Entry {
  checkPath(path);
  const { commit, branch } = resolveRef(repository, ref);
  const staged = branch?.staged.get(path);
  const entry = staged === undefined ? commit.tree.get(path) : staged;
  if (!entry) throw new LakeFSRefusal(404, 'not found');
  return entry;
}

export function stageObject(
  repository: LakeRepository,
  branch: Branch,
  options: { path: string; entry: Entry; force: boolean },
): void {
  checkPath(options.path);
  assertMayStage(repository, branch, options.force);
  branch.staged.set(options.path, options.entry);
}

/** What is not there is no error. */
export function removeObject(
  repository: LakeRepository,
  branch: Branch,
  options: { path: string; force: boolean },
): void {
  const { path, force } = options;
  checkPath(path);
  assertMayStage(repository, branch, force);
  if (repository.head(branch).tree.has(path)) branch.staged.set(path, null);
  else branch.staged.delete(path);
}
