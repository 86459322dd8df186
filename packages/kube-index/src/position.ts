/**
 * A position within one Kubernetes cluster, taken apart: between `changed` and
 * `through`, both included, nothing happened to the resource, so that who
 * stands there may as well stand anywhere in between.
 */
export interface ParsedPosition {
  /** The last change up to `through`, as far as is known. */
  changed: bigint;
  /** The moment up to which everything was heard of: by a change, a list or a bookmark. */
  through: bigint;
  /** Some rows may be as late as that: in the middle of a list, or of several namespaces. */
  ahead?: bigint;
  /** What it counts for, where that is not all of the Kubernetes cluster. */
  scope?: string;
}

const PATTERN = /^(?:(\d{1,40})-)?(\d{1,40})(?:\+(\d{1,40}))?(?:@(.+))?$/;

/** Undefined where there are no numbers, or where they make no sense. */
export function parsePosition(position: string): ParsedPosition | undefined {
  const match = PATTERN.exec(position);
  if (!match) {
    return undefined;
  }
  const [, first, last, late, scope] = match;
  const through = BigInt(last);
  const changed = first === undefined ? through : BigInt(first);
  const ahead = late === undefined ? undefined : BigInt(late);
  return changed > through || (ahead !== undefined && ahead <= through)
    ? undefined
    : { changed, through, ahead, scope };
}

/** `<changed>-<through>+<ahead>@<scope>`, of which only `<through>` is always there. */
export function formatPosition(position: ParsedPosition): string {
  const { changed, through, ahead, scope } = position;
  return [
    changed === through ? '' : `${changed}-`,
    through,
    ahead === undefined ? '' : `+${ahead}`,
    scope === undefined ? '' : `@${scope}`,
  ].join('');
}
