import type { SyncCulprit } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ChangeRow } from '../ChangeRow';

/**
 * Which file stops a sync, and whose change wrote it: the engine's message
 * names an object or a file, and the newest merged change that wrote one of
 * that name is meant. Nothing where the message names neither. Pure.
 */
export function findCulprit(
  message: string | undefined,
  changes: ChangeRow[],
): SyncCulprit | undefined {
  const names = namesIn(message ?? '');
  const paths = pathsIn(message ?? '');
  const newestFirst = changes
    .filter(({ mergedAt }) => mergedAt !== undefined)
    .sort((a, b) => (b.mergedAt ?? 0) - (a.mergedAt ?? 0));
  for (const change of newestFirst) {
    const file = change.files.find(
      ({ name, path }) =>
        names.has(name) || paths.some(found => isBelow(path, found)),
    );
    if (file) {
      const { id, title, requestedBy } = change;
      return { path: file.path, change: { id, title, requestedBy } };
    }
  }
  const [path] = paths;
  return path === undefined ? undefined : { path };
}

/**
 * Names of objects in a message of an engine or API server, as they write
 * them: `SparkApplication/dom-sales/daily-orders dry-run failed`,
 * `rolebindings.rbac.authorization.k8s.io "extra" is forbidden`.
 */
export function namesIn(message: string): Set<string> {
  const names = new Set<string>();
  for (const [, name] of message.matchAll(/"([a-z0-9][a-z0-9.-]*)"/g)) {
    names.add(name);
  }
  for (const [, name] of message.matchAll(
    /\b[A-Z][A-Za-z]+\/(?:[a-z0-9.-]+\/)?([a-z0-9][a-z0-9.-]*)/g,
  )) {
    names.add(name);
  }
  return names;
}

/** Files of YAML in a message, without the directory that the engine works in. */
function pathsIn(message: string): string[] {
  return [...message.matchAll(/[\w./-]+\.ya?ml\b/g)].map(([path]) =>
    path.replace(/^.*?(?=(clusters|platform)\/)/, '').replace(/^\.?\/+/, ''),
  );
}

/** Whether a path of the repository ends as a message says. */
function isBelow(path: string, ending: string): boolean {
  return path === ending || path.endsWith(`/${ending}`);
}
