import { logLevel, type LogLevel } from './logLines';

/** Which lines are shown: all, warnings and worse, or errors. */
export type LevelFilter = 'all' | 'warn' | 'error';

const shownLevels: Record<LevelFilter, LogLevel[] | undefined> = {
  all: undefined,
  warn: ['warn', 'error'],
  error: ['error'],
};

/** Indexes of the lines to show. Lines of a stack trace belong to the line above. */
export function filterLines(lines: string[], filter: LevelFilter): number[] {
  const levels = shownLevels[filter];
  const result: number[] = [];
  let shown = false;
  lines.forEach((line, index) => {
    const continues = /^\s+at |^\s+\.\.\. |^Caused by:|^\s+File "/.test(line);
    shown =
      levels === undefined ||
      (continues ? shown : levels.includes(logLevel(line)));
    if (shown) {
      result.push(index);
    }
  });
  return result;
}

/** Positions (in `indexes`) of the lines that contain the text, whatever its case. */
export function findLines(
  lines: string[],
  indexes: number[],
  text: string,
): number[] {
  const needle = text.toLowerCase();
  if (!needle) {
    return [];
  }
  return indexes.flatMap((index, position) =>
    lines[index].toLowerCase().includes(needle) ? position : [],
  );
}

/** A line cut into parts, those that match marked. */
export function splitMatches(
  line: string,
  text: string,
): Array<{ text: string; match: boolean }> {
  if (!text) {
    return [{ text: line, match: false }];
  }
  const parts: Array<{ text: string; match: boolean }> = [];
  const hay = line.toLowerCase();
  const needle = text.toLowerCase();
  let from = 0;
  for (;;) {
    const at = hay.indexOf(needle, from);
    if (at < 0) {
      break;
    }
    parts.push({ text: line.slice(from, at), match: false });
    parts.push({ text: line.slice(at, at + text.length), match: true });
    from = at + text.length;
  }
  parts.push({ text: line.slice(from), match: false });
  return parts.filter(part => part.text);
}
