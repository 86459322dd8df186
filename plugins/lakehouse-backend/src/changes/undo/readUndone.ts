import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import type { ChangeProblem } from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitOpsRepository } from '../../gitopsConfig';
import type { DomainPlace } from '../../types';
import { nameError } from '../nameError';
import type { ChangeStore } from '../ChangeStore';
import { findDocument, objectKeyOf, splitDocuments } from '../layout';
import { changeOfMessage } from '../openPullRequest';
import type { LocatedObject } from '../prepareObject';
import type { UndoneFile } from './UndoneFile';

/**
 * Finds the merged change that is to be undone, and asks Git what became of
 * its file. A change of another domain is one that is not there.
 */
export async function readUndone(
  changeId: string,
  options: {
    located: LocatedObject;
    place: DomainPlace;
    repository: GitOpsRepository;
    host: GitHost;
    changes: ChangeStore;
    /** The object's text in Git now. */
    inGit: string | undefined;
  },
): Promise<{ undone?: UndoneFile; problems: ChangeProblem[] }> {
  const { located, place, repository, host, changes } = options;
  const { kind, name, path } = located;
  const refused = (message: string) => ({
    problems: [nameError(message, 'undo')],
  });
  const row = await changes.get(changeId);
  if (
    !row ||
    row.kubernetesCluster !== place.kubernetesCluster ||
    row.domain !== place.domain
  ) {
    return refused(
      `There is no change ${changeId} of ${place.domain} on ${place.kubernetesCluster}`,
    );
  }
  const file = row.files.find(one => one.kind === kind.id && one.name === name);
  if (!file) {
    return refused(`"${row.title}" did not touch ${kind.title} ${name}`);
  }
  if (row.mergeSha === undefined) {
    return refused(
      `"${row.title}" was not merged, so there is nothing to undo; close its pull request instead`,
    );
  }
  if (row.repository !== repository.url) {
    return refused(
      `"${row.title}" was merged to ${file.path} in ${row.repository}, where ${place.domain} is no longer kept`,
    );
  }
  const { id, title, url } = row;
  // Where it is now, or where it was before it went.
  const at = options.inGit === undefined ? file.path : path;
  const [merged, last] = await Promise.all([
    host.getFile(repository, file.path, row.mergeSha),
    host.getLastCommit(repository, at, repository.baseBranch),
  ]);
  return {
    undone: {
      ...file,
      change: { id, title, ...(url && { url }) },
      liveBy: row.liveAt,
      left: merged && leftOf(merged.content, { ...place, kind, name }),
      lastTouchedBy: last
        ? await nameOfCommit(last, changes)
        : 'somebody whose commit is not to be found',
    },
    problems: [],
  };
}

/** The object's own text; of a file that is no manifest all of it, to be told of. */
function leftOf(
  content: string,
  of: Parameters<typeof objectKeyOf>[0],
): string | undefined {
  const others = splitDocuments(content).some(({ object }) => object);
  const found = findDocument(content, objectKeyOf(of));
  return found?.text ?? (others ? undefined : content);
}

/** What a commit is for people: the change that it was made for, or its first line. */
async function nameOfCommit(
  { sha, message }: { sha: string; message: string },
  changes: ChangeStore,
): Promise<string> {
  const id = changeOfMessage(message);
  const change = id === undefined ? undefined : await changes.get(id);
  return change
    ? `"${change.title}" (${change.url ?? `change ${change.id}`})`
    : `commit ${sha.slice(0, 7)} "${message.split('\n', 1)[0].trim()}"`;
}
