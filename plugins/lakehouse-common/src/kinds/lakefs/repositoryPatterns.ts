/** `<server>/<repository>`: the server as configuration calls it, the repository with `*` for any characters. */
const PATTERN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?\/[-a-z0-9*]+$/;

/** Whether a text is such a pattern, e.g. `lake/sales-*`. @public */
export function isRepositoryPattern(text: unknown): text is string {
  return typeof text === 'string' && PATTERN.test(text);
}

/**
 * Whether one of a domain's patterns (`settings.lakefs.repositories`) names
 * this repository. What is no pattern names none. The branch controller has a
 * rule of its own, as it knows nothing of us: both are held against
 * `test/fixtures/repository-patterns.json`.
 * @public
 */
export function mayUseRepository(
  patterns: readonly string[],
  place: { server: string; repository: string },
): boolean {
  return patterns.filter(isRepositoryPattern).some(pattern => {
    const slash = pattern.indexOf('/');
    return (
      pattern.slice(0, slash) === place.server &&
      isMatch(pattern.slice(slash + 1).split('*'), place.repository)
    );
  });
}

/** Whether a name is these texts with anything between; no regular expression, as many stars in one take for ever. */
function isMatch([first, ...rest]: string[], name: string): boolean {
  if (!name.startsWith(first)) {
    return false;
  }
  const last = rest.pop();
  if (last === undefined) {
    return name === first;
  }
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) {
      return false;
    }
    at = found + part.length;
  }
  return name.length - at >= last.length && name.endsWith(last);
}
