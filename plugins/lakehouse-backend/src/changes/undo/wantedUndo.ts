import {
  ANNOTATION_CHANGE,
  ANNOTATION_OWNER,
  ANNOTATION_REQUESTED_BY,
  type ChangeProblem,
  type KubernetesObject,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { nameError } from '../nameError';
import { isKept, keptProblem } from '../isKept';
import { parseManifest } from '../parseManifest';
import type { WantedObject } from '../wantedObject';
import { revertValues } from './revertValues';
import type { UndoneFile } from './UndoneFile';

interface Options {
  kind: WorkloadKind;
  name: string;
  path: string;
  /** The file as it is in Git now. */
  inGit: string | undefined;
  /** The object that it holds. */
  previous: KubernetesObject | undefined;
}

interface Wanted {
  wanted?: WantedObject;
  problems: ChangeProblem[];
}

/**
 * What an object is to be so that a merged change of it is undone. What was
 * written later is never lost: where it stands in the way, the answer names
 * the file and what touched it last. Pure.
 */
export function wantedUndo(undone: UndoneFile, options: Options): Wanted {
  const { previous, name, kind, path } = options;
  if (previous && isKept(previous)) {
    return { problems: [keptProblem(name)] };
  }
  if (previous && !isIt(previous, { kind, name })) {
    const holds = `${previous.kind} ${previous.metadata.name}`;
    return refused(`${path} holds ${holds} instead of ${name}`, 'conflict');
  }
  const { wanted, problems } = reverse(undone, options);
  return {
    wanted: wanted && {
      ...wanted,
      verb: 'Undo',
      notes: [undoes(undone), ...(wanted.notes ?? [])],
    },
    problems,
  };
}

function reverse(undone: UndoneFile, options: Options): Wanted {
  switch (undone.action) {
    case 'create':
      return removed(undone, options);
    case 'delete':
      return createdAgain(undone, options);
    default:
      return changedBack(undone, options);
  }
}

function removed(undone: UndoneFile, { inGit, name }: Options): Wanted {
  if (inGit === undefined) {
    return refused(`${name} is gone from Git already`, 'no-change');
  }
  return inGit === undone.left
    ? { wanted: { action: 'delete', object: null }, problems: [] }
    : conflict(undone, 'removing it would lose that');
}

function createdAgain(undone: UndoneFile, options: Options): Wanted {
  const { inGit, kind, name } = options;
  if (inGit !== undefined) {
    return conflict(undone, `${name} is there again`);
  }
  const before = readBefore(undone, options);
  return before.object
    ? {
        wanted: {
          action: 'create',
          object: before.object,
          from: undone.before,
          mayBeLive: true,
          runsAgain: startsWhenCreated(kind, before.object)
            ? `Merging this creates ${name} again, and it runs from its beginning.`
            : undefined,
        },
        problems: [],
      }
    : before;
}

function changedBack(undone: UndoneFile, options: Options): Wanted {
  const { inGit, previous, name, path } = options;
  if (inGit === undefined || !previous) {
    return conflict(undone, `${name} is no longer in it`);
  }
  const before = readBefore(undone, options);
  const asked = parseManifest(undone.text);
  const left = parseManifest(undone.left ?? undone.text);
  if (!before.object || !asked || !left) {
    return before.object
      ? refused(`What the change left at ${path} is not a manifest`)
      : before;
  }
  const asAsked = undone.left === undone.text;
  if (asAsked && inGit === undone.left) {
    // Nobody wrote there since: it is the file from before, byte by byte.
    return {
      wanted: {
        action: 'update',
        object: before.object,
        from: undone.before,
      },
      problems: [],
    };
  }
  const unmarked = (object: KubernetesObject) =>
    withoutMarks(object, before.object!);
  const { object, conflicts } = revertValues({
    before: unmarked(before.object),
    asked: unmarked(asked),
    left: unmarked(left),
    now: previous,
  });
  if (conflicts.length > 0) {
    return conflict(
      undone,
      `${conflicts.join(', ')} is no longer what this change left`,
    );
  }
  return {
    wanted: {
      action: 'update',
      object,
      notes: [
        inGit === undone.left
          ? `What was written to ${path} besides, before the merge, stays.`
          : `What was written to ${path} since, last by ${undone.lastTouchedBy}, stays.`,
      ],
    },
    problems: [],
  };
}

/** The object from before, or why it is not known. */
function readBefore(
  undone: UndoneFile,
  { kind, name, path }: Options,
): { object?: KubernetesObject; problems: ChangeProblem[] } {
  const { before } = undone;
  if (before === undefined) {
    return refused(
      `What ${path} held before was not kept: the change is older than undo, or the file held what looks like a credential. Take it from the history in Git`,
    );
  }
  const object = parseManifest(before);
  return object && isIt(object, { kind, name })
    ? { object, problems: [] }
    : refused(`${path} did not hold ${name} before`);
}

function isIt(
  object: KubernetesObject,
  { kind, name }: Pick<Options, 'kind' | 'name'>,
): boolean {
  return object.kind === kind.kind && object.metadata.name === name;
}

/** Without the annotations that say which change wrote it last: each change writes its own. */
function withoutMarks(
  object: KubernetesObject,
  before: KubernetesObject,
): KubernetesObject {
  const isMark = (key: string) =>
    key === ANNOTATION_CHANGE ||
    key === ANNOTATION_REQUESTED_BY ||
    (key === ANNOTATION_OWNER && !before.metadata.annotations?.[key]);
  const { annotations, ...metadata } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(
    ([key]) => !isMark(key),
  );
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }),
    },
  };
}

/** Whether it begins to run as soon as it is there: all that its spec says is new then. */
function startsWhenCreated(
  kind: WorkloadKind,
  object: KubernetesObject,
): boolean {
  const nothing = { ...object, spec: {} };
  return kind.role === 'job' && kind.runsAgain(nothing, object) !== undefined;
}

function undoes({ change }: UndoneFile): string {
  return `It undoes "${change.title}" (${
    change.url ?? `change ${change.id}`
  }).`;
}

function conflict(undone: UndoneFile, why: string): Wanted {
  return refused(
    `${undone.path} was changed since, last by ${undone.lastTouchedBy}: ${why}. Undo that first, or change it by hand`,
    'conflict',
  );
}

function refused(
  message: string,
  code = 'undo',
): { problems: ChangeProblem[] } {
  return { problems: [nameError(message, code)] };
}
