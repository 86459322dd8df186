import type { ActionHook } from './parseAction';

/** What a hook printed, and why it says no, if it does. */
export interface HookOutcome {
  output: string;
  error?: string;
}

const STATEMENT =
  /^(print|error)\s*\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\)\s*;?\s*(?:--.*)?$/;

/**
 * Runs a hook. Of Lua there is what it takes to say yes or no: lines of
 * `print("...")` and `error("...")`. Everything else says no, and that it is
 * the sandbox that can't.
 */
export function runHook({ type, properties }: ActionHook): HookOutcome {
  if (type !== 'lua' || typeof properties.script !== 'string') {
    return refusal(
      '',
      `the sandbox runs no hook but Lua scripts, not '${type}'`,
    );
  }
  let output = '';
  const lines = properties.script.split('\n');
  for (const [index, line] of lines.entries()) {
    const text = line.trim();
    if (text === '' || text.startsWith('--')) continue;
    const [, name, double, single] = STATEMENT.exec(text) ?? [];
    const place = `[string "lua"]:${index + 1}:`;
    if (name === undefined) {
      return refusal(
        output,
        `${place} the sandbox knows only print("...") and error("...")`,
      );
    }
    const said = unescaped(double ?? single);
    if (name === 'error') {
      return refusal(
        output,
        `runtime error: ${place} ${said}\nstack traceback:\n\t[Go]: in ?\n\t${place} in main chunk`,
      );
    }
    output += `${said}\n`;
  }
  return { output };
}

function refusal(output: string, why: string): HookOutcome {
  const error = `action failed: ${why}`;
  return { output: `${output}Error: ${error}\n`, error };
}

/** A Lua string without its quotes. */
function unescaped(quoted: string): string {
  const letters: Record<string, string> = { n: '\n', t: '\t' };
  return quoted.replace(/\\(.)/g, (_, letter) => letters[letter] ?? letter);
}
