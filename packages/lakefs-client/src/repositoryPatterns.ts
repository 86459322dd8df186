/** `<server>/<pattern>`: the server as it is called in configuration, the repository with `*` for any characters. */
const PATTERN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?\/[-a-z0-9*]+$/;

/** Whether a text is such a pattern, e.g. `lake/sales-*`. */
export function isRepositoryPattern(text: string): boolean {
  return PATTERN.test(text);
}

/**
 * Whether one of a domain's patterns names this repository. What is no pattern
 * names none.
 */
export function mayUseRepository(
  patterns: readonly string[],
  place: { server: string; repository: string },
): boolean {
  return patterns.filter(isRepositoryPattern).some(text => {
    const slash = text.indexOf('/');
    return (
      text.slice(0, slash) === place.server &&
      matches(text.slice(slash + 1), place.repository)
    );
  });
}

/** Without a regular expression: many stars in one can take for ever. */
function matches(pattern: string, name: string): boolean {
  const [first, ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  const last = rest.pop()!;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - at >= last.length && name.endsWith(last);
}
