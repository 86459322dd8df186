import type { GitServer, KubeObject } from '../types';
import type { ApplicationSource } from './argoObjects';
import { directoryManifests, ManifestError } from './directoryManifests';

/** Git could not be read or rendered, in Argo CD's words. */
export class TargetStateError extends Error {}

function failed(why: string): TargetStateError {
  return new TargetStateError(
    `Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = ${why}`,
  );
}

/** `owner/name` of a clone URL. */
export function repositoryOf({ repoURL }: ApplicationSource): string {
  return repoURL
    .replace(/\.git$/, '')
    .split('/')
    .slice(-2)
    .join('/');
}

export function branchOf({ targetRevision }: ApplicationSource): string {
  return !targetRevision || targetRevision === 'HEAD' ? 'main' : targetRevision;
}

/** The commit that an Application is to be at. */
export async function resolveRevision(
  git: GitServer,
  repositoryName: string,
  source: ApplicationSource,
): Promise<string> {
  if (repositoryOf(source) !== repositoryName) {
    throw failed(
      `Unknown desc = failed to list refs: repository not found: ${source.repoURL}`,
    );
  }
  const branch = branchOf(source);
  const head = await git.head(repositoryName, branch);
  if (!head) {
    throw failed(
      `Unknown desc = unable to resolve '${branch}' to a commit SHA`,
    );
  }
  return head.sha;
}

/** The objects of an Application's directory at a commit. */
export async function loadObjects(
  git: GitServer,
  repositoryName: string,
  source: ApplicationSource,
  revision: string,
): Promise<KubeObject[]> {
  const directory = (source.path ?? '').replace(/^(\.?\/)+|\/+$/g, '');
  const files = await git.files(repositoryName, revision, directory);
  if (Object.keys(files).length === 0) {
    throw failed(`Unknown desc = ${directory}: app path does not exist`);
  }
  try {
    return directoryManifests(files, directory);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    throw failed(`FailedPrecondition desc = ${error.message}`);
  }
}
