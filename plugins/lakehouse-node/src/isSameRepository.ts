/**
 * Whether two web addresses are about one repository. Only their paths count: a
 * host may know itself under another address than the portal does.
 * @public
 */
export function isSameRepository(a: string, b: string): boolean {
  const path = pathOf(a);
  return path !== undefined && path === pathOf(b);
}

function pathOf(url: string): string | undefined {
  return URL.canParse(url)
    ? decoded(new URL(url).pathname)
        .replace(/(\.git)?\/*$/, '')
        .toLocaleLowerCase('en-US')
    : undefined;
}

/** Azure DevOps has spaces in names. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
