import type { PathPart } from '../jsonPath';
import { IR_MESSAGES } from './irMessages';

const WORDS = new Set(
  Object.values(IR_MESSAGES).flatMap(({ fields }) => Object.keys(fields)),
);

/** A place in an IR without the names that people chose. */
export function formatIrPath(path: readonly PathPart[]): string[] {
  return path.map(part =>
    typeof part === 'string' && WORDS.has(part) ? part : '*',
  );
}
