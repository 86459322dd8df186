/** What may be a name, as lakeFS has it. */

export const REPOSITORY_NAME = /^[a-z0-9][a-z0-9-]{2,62}$/;
export const STORAGE_NAMESPACE = /^(s3|gs|https?|mem|local|transient):\/\/.*$/;
export const BRANCH_NAME = /^\w[-\w]*$/;
export const REFERENCE = /^\S+$/;

export function isTagName(name: string): boolean {
  return (
    name !== '' &&
    name !== '@' &&
    !/\.$|\.lock$|\.\.|\/|@\{|[\^:?*[\\\s]/.test(name) &&
    // eslint-disable-next-line no-control-regex
    !/[\u0000-\u001f\u007f]/.test(name)
  );
}

export function isCommitId(text: string): boolean {
  return /^[0-9a-f]{64}$/i.test(text);
}

/** A pattern over names, with `*` for any letters and `?` for one. */
export function globToRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
