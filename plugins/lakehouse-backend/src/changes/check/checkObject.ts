import type {
  ChangeProblem,
  Footprint,
  KubernetesObject,
  ProposedObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import type { GitOpsRepository } from '../../gitopsConfig';
import type { ProposedFile } from '../ChangeRow';
import { findWanted } from '../findWanted';
import { isSuspended } from '../isSuspended';
import {
  layoutProblem,
  placeObject,
  type ObjectPlace,
  type SeenBlobs,
  type WorkingFiles,
} from '../layout';
import { nameError } from '../nameError';
import {
  locateObject,
  prepareObject,
  type LocatedObject,
} from '../prepareObject';
import { isWhole, type WantedObject } from '../wantedObject';
import type { ChangeCheckerOptions, CheckRequest } from './ChangeChecker';
import { checkAmongOthers } from './checkAmongOthers';
import { checkParameters } from './checkParameters';
import { writeProposed } from './writeProposed';

interface ObjectOptions extends ChangeCheckerOptions, CheckRequest {
  repository: GitOpsRepository;
  host: GitHost;
  /** The files of the base branch, with what was written of this change so far. */
  working: WorkingFiles;
  /** Those of the objects that came before it. */
  files: ProposedFile[];
  seen: SeenBlobs;
}

/** What there is to say about one object of a proposal. */
export interface CheckedObject {
  file?: ProposedFile;
  /** What it adds; nothing of a manifest with faults, which may ask for anything. */
  footprint?: Footprint;
  problems: ChangeProblem[];
  consequences: string[];
}

/** One object: what it is to be, what speaks against it, and its file, which it writes. */
export async function checkObject(
  input: ProposedObject,
  options: ObjectOptions,
): Promise<CheckedObject> {
  const { kinds, place, repository, working } = options;
  const { root } = repository;
  const { located, problems } = locateObject(input, { place, root, kinds });
  if (!located) {
    return refused(problems);
  }
  const { kind, name } = located;
  if (options.files.some(one => one.kind === kind.id && one.name === name)) {
    return refused([nameError(`${name} is in this change twice`)]);
  }
  let held: ObjectPlace;
  try {
    held = await placeObject({
      ...{ ...located, ...place, kinds, root },
      ...{ files: working, seen: options.seen },
      isNew: isWhole(input) && input.action !== 'update',
    });
  } catch (failure) {
    return refused([nameError(layoutProblem(failure), 'layout')]);
  }
  const at = { kind, name, path: held.path };
  const previous = held.found?.object;
  const { wanted, problems: unwanted } = await findWanted(input, {
    ...{ ...options, located: at, previous },
    inGit: held.found?.text,
  });
  if (!wanted) {
    return refused(unwanted);
  }
  const alone = await checkAlone(input, wanted, {
    ...{ ...options, located: at, previous },
  });
  const compared = await checkAmongOthers(
    {
      ...{ ...at, ...wanted, previous, object: alone.object },
      inGit: held.found && { content: held.found.text },
    },
    options,
  );
  const all = [
    ...unwanted,
    ...alone.problems,
    ...compared.problems,
    ...writeProposed(compared.file, { held, working, kinds }),
  ];
  return {
    file: compared.file,
    footprint: all.some(isFault) ? undefined : alone.footprint,
    problems: all,
    consequences: compared.consequences,
  };
}

/** The object by itself: our rules first, then what the API server would say. */
async function checkAlone(
  input: ProposedObject,
  wanted: WantedObject,
  options: ObjectOptions & {
    located: LocatedObject;
    previous: KubernetesObject | undefined;
  },
): Promise<{
  object: KubernetesObject | null;
  footprint?: Footprint;
  problems: ChangeProblem[];
}> {
  if (!wanted.object) {
    return { object: null, problems: [] };
  }
  const { reader, place, dryRuns } = options;
  const { kind } = options.located;
  const { kubernetesCluster, domain } = place;
  const adopts = input.action === 'adopt';
  const { object, problems } = await prepareObject(wanted.object, {
    ...{ ...options, kind },
    asWritten: !isWhole(input) && !adopts,
    settings: reader.settings(kubernetesCluster, domain),
    schemaOf: id => reader.schema(kubernetesCluster, id),
  });
  if (!problems.some(isFault)) {
    problems.push(...(await checkParameters(object, { ...options, kind })));
  }
  // What is wrong by our own rules needs nobody else's word.
  const tried = problems.some(isFault)
    ? undefined
    : await dryRuns?.problems(kubernetesCluster, kind, object);
  // What is live already has what it asks for; what is suspended asks for nothing.
  const asks = !adopts && !isSuspended(object, kind);
  return {
    object,
    footprint: asks ? kind.footprint(object) : undefined,
    problems: [...problems, ...(tried ?? [])],
  };
}

function refused(problems: ChangeProblem[]): CheckedObject {
  return { problems, consequences: [] };
}

function isFault({ severity }: ChangeProblem): boolean {
  return severity === 'error';
}
