import { InputError } from '@backstage/errors';

/**
 * The parts of a repository's web address after its host's own, e.g. owner and
 * name; throws where there are not as many as the host needs.
 */
export function repositoryParts(
  url: string,
  baseUrl: string,
  expected: { form: string; least: number; most: number },
): string[] {
  const rest = url.startsWith(`${baseUrl}/`)
    ? url.slice(baseUrl.length + 1)
    : '';
  const parts = rest
    .replace(/\.git$/, '')
    .split('/')
    .map(decodeURIComponent);
  if (
    parts.length < expected.least ||
    parts.length > expected.most ||
    parts.includes('')
  ) {
    throw new InputError(
      `${url} is not a repository of ${baseUrl}: expected ${baseUrl}/${expected.form}`,
    );
  }
  return parts;
}

/** Encodes each part of a path or branch name, keeping its slashes. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Whether a ref is a commit's whole name rather than a branch's. */
export function isCommit(ref: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref);
}
