import type { ChangeRow } from './ChangeRow';

/**
 * Who can mend what a sync refuses: the engine's message names an object, and
 * the newest change that wrote an object of that name tells who asked for it.
 * An object of nobody's change is the domain owner's: its file is in their
 * directory. Entity ref, or nothing where neither is known.
 */
export function whoCanUnblock(
  message: string | undefined,
  changes: ChangeRow[],
  owner: string | undefined,
): string | undefined {
  const names = namesIn(message ?? '');
  const newestFirst = [...changes].sort(
    (a, b) => (b.mergedAt ?? 0) - (a.mergedAt ?? 0),
  );
  const guilty = newestFirst.find(
    change =>
      change.mergedAt !== undefined &&
      change.files.some(({ name }) => names.has(name)),
  );
  return guilty?.requestedBy ?? owner;
}

/**
 * Names of objects in a message of an engine or API server, as they write
 * them: `SparkApplication/dom-sales/daily-orders dry-run failed`,
 * `rolebindings.rbac.authorization.k8s.io "extra" is forbidden`.
 */
function namesIn(message: string): Set<string> {
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
