import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from './Fault';

/** Why a repository could not be checked at all. */
export class CannotCheck extends Error {}

export interface TreeFile {
  /** From the top of the repository, with slashes. */
  path: string;
  read: () => string;
}

const MAX_FILES = 50_000;
const MAX_DEPTH = 20;
const MAX_BYTES = 1024 * 1024;

/**
 * Files below a directory of a checkout, sorted. Links are not followed, as
 * what they lead to is not in the repository: each is a fault.
 */
export function readTree(
  top: string,
  directory: string,
): { files: TreeFile[]; faults: Fault[] } {
  const files: TreeFile[] = [];
  const faults: Fault[] = [];
  const say = (file: string, message: string) =>
    faults.push({ file, line: 1, message });
  const walk = (path: string, depth: number) => {
    for (const entry of entriesOf(join(top, path))) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isSymbolicLink()) {
        say(below, 'is a link; put the file itself here');
      } else if (entry.isDirectory() && depth >= MAX_DEPTH) {
        say(below, `is more than ${MAX_DEPTH} directories deep; move it up`);
      } else if (entry.isDirectory()) {
        walk(below, depth + 1);
      } else if (lstatSync(join(top, below)).size > MAX_BYTES) {
        say(below, 'is larger than 1 MB, which no manifest is; take it out');
      } else {
        files.push({
          path: below,
          read: () => readFileSync(join(top, below), 'utf8'),
        });
      }
      if (files.length > MAX_FILES) {
        throw new CannotCheck(`${top} has more than ${MAX_FILES} files`);
      }
    }
  };
  walk(directory, 0);
  return { files, faults };
}

/** Nothing where it is no directory. */
export function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Names of the directories in a directory, sorted; none where it is not there. */
export function directoriesIn(path: string): string[] {
  return isDirectory(path)
    ? entriesOf(path)
        .filter(entry => entry.isDirectory())
        .map(({ name }) => name)
    : [];
}

function entriesOf(path: string) {
  return readdirSync(path, { withFileTypes: true }).sort((one, other) =>
    one.name < other.name ? -1 : 1,
  );
}
