/** One value that is not the same before and after. */
export interface ValueDifference {
  path: string;
  kind: 'changed' | 'removed' | 'added';
  before?: string;
  after?: string;
}

/** What the API server adds to every object, and no file holds. */
const serverPaths = [
  /^status(\.|$)/,
  /^metadata\.(uid|resourceVersion|generation|creationTimestamp|managedFields|selfLink)(\.|$)/,
  /^metadata\.annotations\.kubectl\.kubernetes\.io/,
  // How each engine marks what it applies.
  /^metadata\.labels\.kustomize\.toolkit\.fluxcd\.io/,
  /^metadata\.annotations\.argocd\.argoproj\.io\/tracking-id$/,
  /^metadata\.labels\.argocd\.argoproj\.io\/instance$/,
];

/**
 * Compares values, not text: every leaf of a manifest that differs. Lists are
 * compared by position.
 */
export function diffObjects(
  before: unknown,
  after: unknown,
): ValueDifference[] {
  const left = leaves(before);
  const right = leaves(after);
  const paths = [...new Set([...left.keys(), ...right.keys()])].filter(
    path => !serverPaths.some(pattern => pattern.test(path)),
  );
  return paths.flatMap((path): ValueDifference[] => {
    const a = left.get(path);
    const b = right.get(path);
    if (a === b) {
      return [];
    }
    if (a === undefined) {
      return [{ path, kind: 'added', after: b }];
    }
    return [
      b === undefined
        ? { path, kind: 'removed', before: a }
        : { path, kind: 'changed', before: a, after: b },
    ];
  });
}

/** Every leaf by its path; empty maps and lists are leaves too. */
export function leaves(value: unknown): Map<string, string> {
  const result = new Map<string, string>();
  const walk = (part: unknown, path: string) => {
    if (Array.isArray(part) && part.length > 0) {
      part.forEach((item, index) => walk(item, `${path}[${index}]`));
    } else if (isMap(part) && Object.keys(part).length > 0) {
      for (const [key, item] of Object.entries(part)) {
        walk(item, path ? `${path}.${key}` : key);
      }
    } else if (part !== undefined) {
      result.set(path, typeof part === 'string' ? part : JSON.stringify(part));
    }
  };
  walk(value, '');
  return result;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
