/** Names that go into Git. What is not plainly fine is refused. */

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) {
      return true;
    }
  }
  return false;
}

/** The rules of `git check-ref-format --branch`, and a length limit. */
export function isBranchName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= 200 &&
    !hasControlCharacter(name) &&
    !/[\s~^:?*[\\]/.test(name) &&
    !/^-|^@$|\.\.|@\{|\.$/.test(name) &&
    name
      .split('/')
      .every(
        part => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'),
      )
  );
}

/** A path of a file below the top of a repository. */
export function isFilePath(path: string): boolean {
  return (
    path.length > 0 &&
    path.length <= 1000 &&
    !hasControlCharacter(path) &&
    !path.includes('\\') &&
    path
      .split('/')
      .every(
        part =>
          part !== '' &&
          part !== '.' &&
          part !== '..' &&
          part.toLowerCase() !== '.git',
      )
  );
}

export function isSha(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

/** `owner/name` as this host takes it. */
export function isRepositoryName(fullName: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9][A-Za-z0-9_-]*$/.test(
    fullName,
  );
}
