/** What hooks of lakeFS had against something. */
export interface HookRefusal {
  /** What was refused, by which hook and why, in one sentence without its stop. */
  sentence: string;
  /** Of all hooks that ran then; lakeFS keeps their output under it. */
  runId: string;
}

const ABORTED = /^(A hook\b[^:\n]*): [^\n]*?\bhook aborted, run id '([^'\n]+)'/;
/** lakeFS lists each no on a line of its own; what the hook printed may follow on more. */
const LISTED =
  /^\t\* hook run id '[^'\n]*' failed on action '([^'\n]*)' hook '([^'\n]*)': ?([^\n]*)/gm;
/** Where a script failed: of use to who mends it, and told in full beside the sentence. */
const WHERE =
  /^action failed: (?:runtime error: )?(?:\[string "[^"]*"\]:\d+: )?/;

/**
 * Reads the message of a condition that ends in the text with which lakeFS
 * refuses for a hook (`1 error occurred:`, then a list). Undefined where it
 * is another message.
 */
export function readHookRefusal(message: string): HookRefusal | undefined {
  const [, refused, runId] = ABORTED.exec(message) ?? [];
  const [first, ...others] = message.matchAll(LISTED);
  if (runId === undefined || first === undefined) {
    return undefined;
  }
  const [, action, hook, said] = first;
  const why = said.replace(WHERE, '').trim() || 'it does not say why';
  const more =
    others.length > 0
      ? ` (and ${others.length} more ${others.length === 1 ? 'hook' : 'hooks'})`
      : '';
  return {
    sentence: `${refused.replace(
      /^A hook/,
      `Hook ${action} / ${hook}`,
    )}: ${why}${more}`,
    runId,
  };
}
