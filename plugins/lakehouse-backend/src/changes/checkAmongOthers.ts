import {
  ANNOTATION_CHANGE,
  ANNOTATION_REQUESTED_BY,
  type ChangeProblem,
  type KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHosts } from '../githosts';
import type { GitOpsRepository } from '../gitopsConfig';
import type { DomainPlace, LakehouseReader } from '../types';
import type { ProposedFile } from './ChangeRow';
import type { ChangeStore } from './ChangeStore';
import { contentHashOf } from './changeIds';
import { countLines } from './countLines';
import { engineTitle } from './engineTitle';
import { parseManifest } from './parseManifest';
import type { PreparedObject } from './prepareObject';
import { toYaml } from './toYaml';

/** Looks at an object among the others: live, in Git, and in open changes. */
export async function checkAmongOthers(
  prepared: PreparedObject,
  options: {
    reader: LakehouseReader;
    hosts: GitHosts;
    changes: ChangeStore;
    repository: GitOpsRepository;
    place: DomainPlace;
    changeId?: string;
  },
): Promise<{
  problems: ChangeProblem[];
  consequences: string[];
  file: ProposedFile;
}> {
  const { reader, hosts, changes, repository, place, changeId } = options;
  const { kind, name, path, object, action } = prepared;
  const problems: ChangeProblem[] = [];
  const taken = (await changes.openChangesOf(repository.url, [path])).find(
    ({ change }) => change.id !== changeId,
  );
  if (taken) {
    problems.push(
      nameError(
        `${name} is in a change that is not merged yet: "${
          taken.change.title
        }"${taken.change.url ? ` (${taken.change.url})` : ''}`,
        'open-change',
      ),
    );
  }
  const inGit = await hosts
    .forRepository(repository)
    .getFile(repository, path, repository.baseBranch);
  const previous = inGit && parseManifest(inGit.content);
  const live = reader.workload(
    place.kubernetesCluster,
    place.namespace,
    kind.id,
    name,
  );
  if (action === 'create' && inGit) {
    problems.push(
      nameError(`${name} is taken: ${place.domain} has one in Git already`),
    );
  } else if (action === 'create' && live) {
    problems.push(
      nameError(
        `${name} is taken: one runs in ${place.namespace} that is not in Git`,
      ),
    );
  } else if (action === 'update' && !inGit) {
    problems.push(
      nameError(`${name} can't be changed: it is not in Git at ${path}`),
    );
  } else if (previous && sameContent(previous, object)) {
    problems.push(error('no-change', `${name} is in Git like this already`));
  }
  const runsAgain = action === 'update' && kind.runsAgain(previous, object);
  if (runsAgain) {
    problems.push({
      severity: 'warning',
      code: 'run-again',
      message: runsAgain,
    });
  }
  const engine = engineTitle(
    reader.sync(place.kubernetesCluster, path.split('/').slice(0, -2).join('/'))
      ?.engine,
  );
  const verb = action === 'create' ? 'creates' : 'changes';
  const text = toYaml(object);
  return {
    problems,
    consequences: [
      ...(runsAgain ? [runsAgain] : []),
      `After the merge ${engine} ${verb} ${kind.title} ${name} in ${place.namespace} on ${place.kubernetesCluster}.`,
    ],
    file: {
      path,
      action,
      kind: kind.id,
      name,
      object,
      text,
      ...(action === 'update' && inGit && { baseSha: inGit.sha }),
      lines: countLines(inGit?.content ?? '', text),
    } satisfies ProposedFile,
  };
}

function sameContent(previous: KubernetesObject, next: KubernetesObject) {
  return (
    contentHashOf(withoutMarks(previous)) === contentHashOf(withoutMarks(next))
  );
}

/** Without what differs each time somebody asks. */
function withoutMarks(object: KubernetesObject): KubernetesObject {
  const annotations = { ...object.metadata.annotations };
  delete annotations[ANNOTATION_CHANGE];
  delete annotations[ANNOTATION_REQUESTED_BY];
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function error(code: string, message: string): ChangeProblem {
  return { severity: 'error', code, message };
}

/** A fault of the object's name: where a form shows it. */
export function nameError(message: string, code = 'name'): ChangeProblem {
  return { severity: 'error', code, path: 'metadata.name', message };
}
