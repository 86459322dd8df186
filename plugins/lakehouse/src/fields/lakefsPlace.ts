import type {
  LakeFSAddress,
  LakeFSFreshness,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** Whether a form's value is a repository of lakeFS. */
export function isLakeFSAddress(value: unknown): value is LakeFSAddress {
  const { server, repository } = (value ?? {}) as Partial<LakeFSAddress>;
  return (
    typeof server === 'string' &&
    server !== '' &&
    typeof repository === 'string' &&
    repository !== ''
  );
}

/** The repository that was chosen in this form; `name` says which field holds it where there are several. */
export function repositoryIn(
  formData: unknown,
  name?: string,
): LakeFSAddress | undefined {
  const values = (formData ?? {}) as Record<string, unknown>;
  if (name) {
    const value = values[name];
    return isLakeFSAddress(value) ? value : undefined;
  }
  return Object.values(values).find(isLakeFSAddress);
}

/** Whether a text is the whole id of a commit; nothing else of lakeFS looks like it. */
export function isCommitId(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Why an answer may miss something, as a sentence; nothing where it does not. */
export function notLive(freshness: LakeFSFreshness[]): string | undefined {
  const away = freshness.find(
    ({ state, readAt }) => !(state === 'live' || (state === 'stale' && readAt)),
  );
  const said =
    away && (away.message ?? `lakeFS server ${away.server} does not answer`);
  return said?.replace(/\.?$/, '.');
}

/** Whether an answer may miss something that is there. */
export function isAway({
  freshness,
}: {
  freshness: LakeFSFreshness[];
}): boolean {
  return notLive(freshness) !== undefined;
}
