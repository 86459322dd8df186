import { isError } from '@backstage/errors';
import {
  ANNOTATION_CHANGE,
  ANNOTATION_OWNER,
  ANNOTATION_REQUESTED_BY,
  type ChangeProblem,
  findCredentials,
  type KubernetesObject,
  type Workload,
  workloadDirectory,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitOpsRepository } from '../../gitopsConfig';
import type { DomainPlace, LakehouseReader } from '../../types';
import type { ProposedFile } from '../ChangeRow';
import type { ChangeStore } from '../ChangeStore';
import { contentHashOf, hashKeyOf } from '../changeIds';
import { countLines } from '../countLines';
import { engineTitle } from '../engineTitle';
import { editManifest } from '../editManifest';
import { onlyResumes } from '../onlyResumes';
import type { LocatedObject } from '../prepareObject';
import { takenProblem } from '../takenProblem';
import { nameError } from '../nameError';
import { toYaml } from '../toYaml';
import type { WantedObject } from '../wantedObject';

/** An object of a proposal as it is to be, beside how it is. */
export interface ComparedObject
  extends LocatedObject,
    Omit<WantedObject, 'object'> {
  /** Null where it is to go. */
  object: KubernetesObject | null;
  /** What Git has in its place now: the document that holds it, or its whole file. */
  inGit?: { content: string };
  /** The object that this holds. */
  previous?: KubernetesObject;
}

/** Looks at an object among the others: live, in Git, and in open changes. */
export async function checkAmongOthers(
  compared: ComparedObject,
  options: {
    reader: LakehouseReader;
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
  const { reader, changes, repository, place, changeId } = options;
  const { kind, name, path, object, action, inGit, previous } = compared;
  const problems: ChangeProblem[] = [];
  const taken = (await changes.openChangesOf(repository.url, [path])).find(
    ({ change }) => change.id !== changeId,
  );
  if (taken) {
    const holds = taken.change.files.some(
      file => file.kind === kind.id && file.name === name,
    );
    problems.push(takenProblem(holds ? name : path, taken.change));
  }
  const live = reader.workload(
    place.kubernetesCluster,
    place.namespace,
    kind.id,
    name,
  );
  if (action === 'create' && inGit) {
    problems.push(
      nameError(
        `${name} is taken: ${place.domain} has one in Git already (${path})`,
      ),
    );
  } else if (action === 'create' && live && !compared.mayBeLive) {
    problems.push(
      nameError(
        `${name} is taken: one runs in ${place.namespace} that is not in Git`,
      ),
    );
  } else if (object && previous && sameContent(previous, object)) {
    problems.push(error('no-change', `${name} is in Git like this already`));
  } else if (object && previous && action === 'update') {
    problems.push(
      ...(kind.fixed?.(previous, object) ?? []).map(fault => ({
        ...error('fixed', fault.message),
        path: fault.path,
      })),
    );
  }
  const runsAgain =
    action === 'update' && object
      ? kind.runsAgain(previous, object)
      : compared.runsAgain;
  if (runsAgain) {
    problems.push({
      severity: 'warning',
      code: 'run-again',
      message: runsAgain,
    });
  }
  const text = textOf(compared);
  if (text instanceof Error) {
    problems.push(nameError(text.message, 'layout'));
  }
  const after = text instanceof Error ? '' : text;
  return {
    problems,
    consequences: [
      ...(runsAgain ? [runsAgain] : []),
      // What is live already is only taken over.
      ...((action !== 'create' || !live) && kind.consequences
        ? kind.consequences(previous, object ?? undefined)
        : []),
      ...(compared.notes ?? []),
      ...consequencesOf(compared, {
        ...{ reader, place, live },
        root: repository.root,
      }),
    ],
    file: {
      path,
      action,
      kind: kind.id,
      name,
      object,
      text: after,
      ...(compared.verb && { verb: compared.verb }),
      ...(runsAgain && { runsAgain: true }),
      ...(previous &&
        object &&
        onlyResumes(previous, object, kind) && { onlyResumes: true }),
      ...(inGit && isWithoutCredentials(compared) && { before: inGit.content }),
      ...(inGit && { beforeHash: hashKeyOf(inGit.content) }),
      lines: countLines(inGit?.content ?? '', after),
    } satisfies ProposedFile,
  };
}

/** Only then the text of a file is kept for an undo. */
function isWithoutCredentials({ previous, kind }: ComparedObject): boolean {
  return previous !== undefined && findCredentials(previous, kind).length === 0;
}

/** The file as it is to be: only what differs is touched in one that is there. */
function textOf(compared: ComparedObject): string | Error {
  const { object, inGit, action } = compared;
  if (!object) {
    return '';
  }
  const from =
    compared.from ?? (action === 'create' ? undefined : inGit?.content);
  if (from === undefined) {
    return toYaml(object);
  }
  try {
    return editManifest(from, object);
  } catch (failure) {
    if (isError(failure) && failure.name === 'ConflictError') {
      return failure;
    }
    throw failure;
  }
}

/** What the engine does after the merge, a sentence each. */
function consequencesOf(
  compared: ComparedObject,
  options: {
    reader: LakehouseReader;
    place: DomainPlace;
    root: string;
    live?: Workload;
  },
): string[] {
  const { kind, name, action } = compared;
  const { reader, place, live, root } = options;
  const directory = workloadDirectory({ ...place, root, stage: kind.stage });
  const engine = engineTitle(
    reader.sync(place.kubernetesCluster, directory)?.engine,
  );
  const what = `${kind.title} ${name}`;
  const where = `${place.namespace} on ${place.kubernetesCluster}`;
  switch (action) {
    case 'create':
      return [
        live
          ? `After the merge ${engine} takes over ${what} in ${where}.`
          : `After the merge ${engine} creates ${what} in ${where}.`,
      ];
    case 'update':
      return [`After the merge ${engine} changes ${what} in ${where}.`];
    default:
      return [
        ...(live?.state === 'running'
          ? [`${name} runs now: the merge ends it.`]
          : []),
        `After the merge ${engine} removes ${what} from ${where}${
          hasPods(compared)
            ? ', and its pods and their logs go with it. The portal keeps its runs.'
            : '.'
        }`,
      ];
  }
}

function hasPods({ kind, previous }: ComparedObject): boolean {
  return (
    previous !== undefined && Object.keys(kind.podSelector(previous)).length > 0
  );
}

function sameContent(previous: KubernetesObject, next: KubernetesObject) {
  const { annotations } = previous.metadata;
  const marks = [
    ANNOTATION_CHANGE,
    ANNOTATION_REQUESTED_BY,
    // Whose it is by default, where nobody had said it.
    ...(annotations?.[ANNOTATION_OWNER] ? [] : [ANNOTATION_OWNER]),
  ];
  return (
    contentHashOf(without(marks, previous)) ===
    contentHashOf(without(marks, next))
  );
}

/** Without annotations that differ each time somebody asks. */
function without(marks: string[], object: KubernetesObject): KubernetesObject {
  const { annotations, ...metadata } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(
    ([key]) => !marks.includes(key),
  );
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }),
    },
  };
}

function error(code: string, message: string): ChangeProblem {
  return { severity: 'error', code, message };
}
