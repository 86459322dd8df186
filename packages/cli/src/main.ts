import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkRepository } from './checkRepository';
import type { Fault } from './Fault';
import { CannotCheck } from './readTree';

const USAGE = `Usage: lakefront check <directory> [--root <directory>] [--json]

Holds a checkout of a GitOps repository against the policy of the portal.

  --root   directory in the repository that holds platform/ and clusters/
  --json   faults as JSON instead of one line each

Exits with 0 where all is well, with 1 where there are faults, and with 2 where
it could not check.
`;

export interface Terminal {
  out: (text: string) => void;
  error: (text: string) => void;
}

/** Runs the command; answers its exit code. */
export function main(args: string[], terminal: Terminal): 0 | 1 | 2 {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        root: { type: 'string', default: '' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      terminal.out(USAGE);
      return 0;
    }
    const [command, directory, ...more] = positionals;
    if (command !== 'check' || !directory || more.length > 0) {
      terminal.error(USAGE);
      return 2;
    }
    const found = checkRepository(resolve(directory), { root: values.root });
    terminal.out(values.json ? toJson(found) : toLines(found));
    return found.faults.length === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof CannotCheck || isBadArgument(error)) {
      terminal.error(`lakefront: ${(error as Error).message}\n`);
      return 2;
    }
    throw error;
  }
}

function toLines({ faults, files }: { faults: Fault[]; files: number }) {
  const lines = faults.map(
    ({ file, line, message }) => `${file}:${line}: ${message}`,
  );
  const end =
    faults.length === 0
      ? `${files} files, no faults`
      : `${files} files, ${faults.length} fault${faults.length > 1 ? 's' : ''}`;
  return [...lines, end, ''].join('\n');
}

function toJson({ faults, files }: { faults: Fault[]; files: number }) {
  const answer = { ok: faults.length === 0, files, faults };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

/** As Node says it of arguments. */
function isBadArgument(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith(
    'ERR_PARSE_ARGS',
  );
}
