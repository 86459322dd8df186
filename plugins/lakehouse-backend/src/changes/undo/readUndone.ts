import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import type { ChangeProblem } from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitOpsRepository } from '../../gitopsConfig';
import type { DomainPlace } from '../../types';
import { nameError } from '../checkAmongOthers';
import type { ChangeStore } from '../ChangeStore';
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
  if (row.repository !== repository.url || file.path !== path) {
    return refused(
      `"${row.title}" was merged to ${file.path} in ${row.repository}, where ${place.domain} is no longer kept`,
    );
  }
  const { id, title, url } = row;
  const [left, last] = await Promise.all([
    host.getFile(repository, path, row.mergeSha),
    host.getLastCommit(repository, path, repository.baseBranch),
  ]);
  return {
    undone: {
      ...file,
      change: { id, title, ...(url && { url }) },
      left: left?.content,
      lastTouchedBy: last
        ? await nameOfCommit(last, changes)
        : 'somebody whose commit is not to be found',
    },
    problems: [],
  };
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
