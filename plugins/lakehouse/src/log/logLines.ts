/** How loud a line is, as loggers of the JVM and of Python write it. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

const patterns: Array<[LogLevel, RegExp]> = [
  ['error', /\b(ERROR|FATAL|CRITICAL|SEVERE)\b|^Traceback |\bException\b/],
  ['warn', /\bWARN(ING)?\b/],
  ['debug', /\b(DEBUG|TRACE)\b/],
];

/** The level of a line by its words; lines without one are `info`. */
export function logLevel(line: string): LogLevel {
  // Only the beginning: a message may well speak of an ERROR further on.
  const head = line.slice(0, 120);
  return patterns.find(([, pattern]) => pattern.test(head))?.[0] ?? 'info';
}

/** A log as it is held: whole lines, the last one perhaps unfinished. */
export interface LogText {
  lines: string[];
  /** Text after the last line end. */
  rest: string;
  /** How many lines were let go at the beginning. */
  dropped: number;
}

export const emptyLog: LogText = { lines: [], rest: '', dropped: 0 };

/** Looked at when a stream is joined; more would only cost. */
const MAX_OVERLAP = 20_000;

/** More than this many lines are let go at the beginning. */
export const MAX_LINES = 100_000;

/** Adds text as it came over the wire, cut anywhere. */
export function appendText(
  log: LogText,
  text: string,
  maxLines = MAX_LINES,
): LogText {
  const parts = (log.rest + text).split('\n');
  const rest = parts.pop() ?? '';
  const added = parts.map(line => line.replace(/\r$/, ''));
  return trim({ ...log, lines: [...log.lines, ...added], rest }, maxLines);
}

/** The stream is over: what is left is a line too. */
export function finishText(log: LogText): LogText {
  return log.rest ? { ...log, lines: [...log.lines, log.rest], rest: '' } : log;
}

/**
 * Continues a log after the stream was lost. The server repeats its last
 * lines, so the longest end of what we hold that is a beginning of what came
 * is not added again.
 */
export function joinLines(
  log: LogText,
  incoming: string[],
  maxLines = MAX_LINES,
): LogText {
  const longest = Math.min(log.lines.length, incoming.length, MAX_OVERLAP);
  let overlap = 0;
  for (let size = longest; size > 0 && overlap === 0; size--) {
    const start = log.lines.length - size;
    if (
      incoming.slice(0, size).every((line, i) => line === log.lines[start + i])
    ) {
      overlap = size;
    }
  }
  return trim(
    { ...log, rest: '', lines: [...log.lines, ...incoming.slice(overlap)] },
    maxLines,
  );
}

function trim(log: LogText, maxLines: number): LogText {
  const over = log.lines.length - maxLines;
  return over > 0
    ? { ...log, lines: log.lines.slice(over), dropped: log.dropped + over }
    : log;
}
