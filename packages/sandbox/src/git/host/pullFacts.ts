import { diffFiles, EMPTY_TREE } from '../repository/diff';
import { mergeTrees } from '../repository/mergeTrees';
import { HostedRepository, PullFacts, PullRequest } from './model';

const FACTS_KEPT = 500;

/** What a pull request changes and whether it conflicts; remembered per pair of commits. */
export async function pullFacts(
  repository: HostedRepository,
  pull: PullRequest,
): Promise<PullFacts> {
  if (pull.closedFacts) {
    return pull.closedFacts;
  }
  const { git, facts } = repository;
  const baseSha = (await git.head(pull.base)) ?? pull.headSha;
  const key = `${baseSha} ${pull.headSha}`;
  const known = facts.get(key);
  if (known) {
    return known;
  }
  const mergeBase = (await git.mergeBase(baseSha, pull.headSha)) ?? EMPTY_TREE;
  const merged = await mergeTrees(git, {
    base: mergeBase,
    ours: baseSha,
    theirs: pull.headSha,
  });
  const found: PullFacts = {
    baseSha,
    mergeBase,
    files: await diffFiles(git, mergeBase, pull.headSha),
    conflicts: 'conflicts' in merged ? merged.conflicts : [],
  };
  if (facts.size >= FACTS_KEPT) {
    facts.clear();
  }
  facts.set(key, found);
  return found;
}

/** Every path that a pull request touches, with the old names of what it moves. */
export function touchedPaths(facts: PullFacts): string[] {
  return facts.files.flatMap(file =>
    file.previousPath ? [file.path, file.previousPath] : [file.path],
  );
}

const DRAFT = /^(?:WIP:|\[WIP\])\s*/i;

export function isDraft(title: string): boolean {
  return DRAFT.test(title);
}

/** The title of a draft once it is ready. */
export function readyTitle(title: string): string {
  return title.replace(DRAFT, '');
}
