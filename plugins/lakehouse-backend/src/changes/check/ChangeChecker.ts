import {
  computeFit,
  type ChangeCheck,
  type ChangeProblem,
  type Fit,
  type Footprint,
  type ProposedObject,
  type ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHosts } from '../githosts';
import {
  repositoryFor,
  type GitOpsConfig,
  type GitOpsRepository,
} from '../gitopsConfig';
import type { DomainPlace, LakehouseReader } from '../types';
import type { FileWrite, ProposedFile } from './ChangeRow';
import type { ChangeStore } from './ChangeStore';
import type { Clock } from './Clock';
import { findWanted } from './findWanted';
import { clusterProblemOf } from './gatherEvidence';
import { checkAmongOthers } from './checkAmongOthers';
import { isSuspended } from './isSuspended';
import type { KindById } from './KindById';
import type { DryRuns } from '../kubernetes/DryRuns';
import {
  hasCredentialBeside,
  layoutProblem,
  placeObject,
  SeenBlobs,
  WorkingFiles,
  writeObject,
  type ObjectPlace,
} from './layout';
import { nameError } from './nameError';
import { locateObject, prepareObject } from './prepareObject';
import { sumFootprints } from './sumFootprints';
import { takenProblem } from './takenProblem';
import { toCheck } from './toCheck';
import { isWhole } from './wantedObject';

const MAX_OBJECTS = 20;

/** A proposal with its files, and what stands in its way. */
export interface PreparedChange {
  check: ChangeCheck;
  /** Its objects, each with the file that holds it. */
  files: ProposedFile[];
  /** What its commit does. */
  writes: FileWrite[];
  repository?: GitOpsRepository;
}

export interface CheckRequest {
  input: ProposeInput;
  place: DomainPlace;
  requestedBy: string;
  /** Where it is proposed, not only checked. */
  changeId?: string;
}

/** Read-only checks of a proposal: nothing is written anywhere. */
export class ChangeChecker {
  readonly #seen = new Map<string, SeenBlobs>();

  constructor(
    private readonly options: {
      reader: LakehouseReader;
      kinds: KindById;
      gitops: GitOpsConfig;
      hosts: GitHosts;
      changes: ChangeStore;
      clock: Clock;
      /** Without it, nothing is tried out on an API server. */
      dryRuns?: Pick<DryRuns, 'problems'>;
    },
  ) {}

  async prepare(request: CheckRequest): Promise<PreparedChange> {
    const { input, place } = request;
    const { reader, gitops } = this.options;
    const problems: ChangeProblem[] = [];
    if (input.objects.length === 0 || input.objects.length > MAX_OBJECTS) {
      problems.push(
        error('objects', `objects: between 1 and ${MAX_OBJECTS} are needed`),
      );
    }
    const repository = repositoryFor(
      gitops,
      place.kubernetesCluster,
      place.domain,
    );
    if (!repository) {
      problems.push(
        error(
          'repository',
          `No Git repository is configured for domain ${place.domain} on ${place.kubernetesCluster} (lakehouse.gitops.repositories)`,
        ),
      );
    }
    const down = clusterProblemOf(reader, place.kubernetesCluster);
    if (down) {
      problems.push(
        error(
          'cluster',
          `${down}. Whether the name is free and the size fits can't be told now; try again later`,
        ),
      );
    }
    if (problems.length > 0 || !repository) {
      return { check: toCheck({ problems }), files: [], writes: [] };
    }
    return this.#prepareObjects(request, repository);
  }

  async #prepareObjects(
    request: CheckRequest,
    repository: GitOpsRepository,
  ): Promise<PreparedChange> {
    const { place } = request;
    const { kinds, reader, hosts } = this.options;
    const working = new WorkingFiles(
      hosts.forRepository(repository),
      repository,
    );
    const problems: ChangeProblem[] = [];
    const consequences: string[] = [];
    const files: ProposedFile[] = [];
    const footprints: Footprint[] = [];
    for (const [index, input] of request.input.objects.entries()) {
      const found = await this.#prepareOne(input, request, {
        ...{ repository, working, files },
      });
      if (found.file) {
        files.push(found.file);
      }
      // A manifest with errors may ask for anything: its size says nothing.
      const isSound = !found.problems.some(isFault);
      if (isSound && found.footprint) {
        footprints.push(
          placedAt(prefixOf(index, request.input), found.footprint),
        );
      }
      consequences.push(...found.consequences);
      problems.push(
        ...found.problems.map(problem => at(problem, index, request.input)),
      );
    }
    const writes = await working.writes();
    problems.push(
      ...(await this.#heldByOthers(writes, files, { ...request, repository })),
    );
    const footprint = sumFootprints(footprints);
    const capacity = reader.capacity(place.kubernetesCluster, place.domain);
    const fit =
      footprint && capacity
        ? computeFit({
            footprint,
            capacity,
            domain: place.domain,
            plural: pluralOf(files, kinds),
            replaces: sumFootprints(this.#runningNow(files, place)),
          })
        : undefined;
    problems.push(...fitProblems(fit, request.input));
    return {
      repository,
      files,
      writes,
      check: toCheck({
        ...{ problems, consequences, files, writes },
        ...{ footprint, fit, place },
      }),
    };
  }

  /** What those ask for that run now, and end when the merge starts them anew. */
  #runningNow(files: ProposedFile[], place: DomainPlace): Footprint[] {
    const { kubernetesCluster, namespace } = place;
    return files.flatMap(({ kind, name }) => {
      const live = this.options.reader.workload(
        kubernetesCluster,
        namespace,
        kind,
        name,
      );
      return live?.state === 'running' ? [live.footprint] : [];
    });
  }

  /** What stands in the way at files that hold none of the objects, such as a kustomization. */
  async #heldByOthers(
    writes: FileWrite[],
    files: ProposedFile[],
    options: { changeId?: string; repository: GitOpsRepository },
  ): Promise<ChangeProblem[]> {
    const paths = writes
      .map(({ path }) => path)
      .filter(path => !files.some(file => file.path === path));
    const taken = await this.options.changes.openChangesOf(
      options.repository.url,
      paths,
    );
    return taken
      .filter(({ change }) => change.id !== options.changeId)
      .map(({ path, change }) => takenProblem(path, change));
  }

  /** One object: what it is to be, what speaks against it, and its file. */
  async #prepareOne(
    input: ProposedObject,
    request: CheckRequest,
    among: {
      repository: GitOpsRepository;
      working: WorkingFiles;
      /** Those that came before it. */
      files: ProposedFile[];
    },
  ): Promise<{
    file?: ProposedFile;
    footprint?: Footprint;
    problems: ChangeProblem[];
    consequences: string[];
  }> {
    const { kinds, reader, hosts, clock } = this.options;
    const { place } = request;
    const { repository, working } = among;
    const { located, problems } = locateObject(input, {
      place,
      root: repository.root,
      kinds,
    });
    if (!located) {
      return { problems, consequences: [] };
    }
    const { kind, name } = located;
    if (among.files.some(file => file.kind === kind.id && file.name === name)) {
      const twice = nameError(`${name} is in this change twice`);
      return { problems: [twice], consequences: [] };
    }
    const adopts = input.action === 'adopt';
    let held: ObjectPlace;
    try {
      held = await placeObject({
        ...{ ...located, ...place, kinds, files: working },
        root: repository.root,
        seen: this.#seenOf(repository),
        isNew: isWhole(input) && input.action !== 'update',
      });
    } catch (failure) {
      const problem = nameError(layoutProblem(failure), 'layout');
      return { problems: [problem], consequences: [] };
    }
    const { path, found } = held;
    const inGit = found && { content: found.text };
    const previous = found?.object;
    const { wanted, problems: unwanted } = await findWanted(input, {
      ...this.options,
      located: { kind, name, path },
      place,
      repository,
      host: hosts.forRepository(repository),
      inGit: inGit?.content,
      previous,
      at: new Date(clock.now()).toISOString(),
    });
    if (!wanted) {
      return { problems: unwanted, consequences: [] };
    }
    const alone = wanted.object
      ? await prepareObject(wanted.object, {
          ...request,
          kind,
          asWritten: !isWhole(input) && !adopts,
          settings: reader.settings(place.kubernetesCluster, place.domain),
          schemaOf: id => reader.schema(place.kubernetesCluster, id),
        })
      : { object: null, problems: [] };
    // What is wrong by our own rules needs nobody else's word.
    const tried =
      alone.object && !alone.problems.some(isFault)
        ? await this.options.dryRuns?.problems(
            place.kubernetesCluster,
            kind,
            alone.object,
          )
        : undefined;
    const compared = await checkAmongOthers(
      { kind, name, path, ...wanted, inGit, previous, object: alone.object },
      { ...this.options, ...request, repository },
    );
    const unwritten = this.#write(working, held, compared.file);
    return {
      file: compared.file,
      // What is live already has what it asks for; what is suspended asks for nothing.
      footprint:
        alone.object && !adopts && !isSuspended(alone.object, kind)
          ? kind.footprint(alone.object)
          : undefined,
      problems: [
        ...alone.problems,
        ...(tried ?? []),
        ...compared.problems,
        ...unwritten,
      ],
      consequences: compared.consequences,
    };
  }

  #write(
    working: WorkingFiles,
    place: ObjectPlace,
    file: ProposedFile,
  ): ChangeProblem[] {
    const { kustomization, found } = place;
    if (found && kustomization && !kustomization.isListed) {
      const message = `${place.path} is not in the resources of ${kustomization.path}, so nothing applies it; add it there in Git first`;
      return [nameError(message, 'layout')];
    }
    const kind = this.options.kinds.byId(file.kind);
    if (found && hasCredentialBeside(found, kind)) {
      // A change keeps the files that it writes, and the portal keeps no credentials.
      const message = `Another document of ${place.path} holds what looks like a credential; keep that in a Secret and refer to it first`;
      return [nameError(message, 'layout')];
    }
    if (found && file.action === 'create') {
      // Told already: what is there is not written over.
      return [];
    }
    try {
      writeObject(working, place, file);
      return [];
    } catch (failure) {
      return [nameError(layoutProblem(failure), 'layout')];
    }
  }

  #seenOf({ url }: GitOpsRepository): SeenBlobs {
    const seen = this.#seen.get(url) ?? new SeenBlobs();
    this.#seen.set(url, seen);
    return seen;
  }
}

function isFault({ severity }: ChangeProblem): boolean {
  return severity === 'error';
}

/** What is only in the way for now is a warning: the job waits for its turn. */
function fitProblems(
  fit: Fit | undefined,
  { objects }: ProposeInput,
): ChangeProblem[] {
  // What several ask for together is the fault of none of them.
  const whole = objects.length > 1 ? undefined : 'object';
  return (fit?.problems ?? []).map(({ code, message, path = whole }) => ({
    severity: code === 'quota' ? 'warning' : 'error',
    code,
    ...(path && { path }),
    message,
  }));
}

/** The same footprint, its parts named by where they are in the proposal. */
function placedAt(prefix: string, footprint: Footprint): Footprint {
  return {
    ...footprint,
    parts: footprint.parts.map(part =>
      part.path ? { ...part, path: `${prefix}.${part.path}` } : part,
    ),
  };
}

/** As quotas count them: `sparkapplications.sparkoperator.k8s.io`; what is there already is counted. */
function pluralOf(files: ProposedFile[], kinds: KindById): string | undefined {
  const added = files.find(({ action }) => action === 'create');
  const kind = added && kinds.byId(added.kind);
  return kind && `${kind.plural}.${kind.group}`;
}

/** How an object is named in a proposal: by number only where there are several. */
function prefixOf(index: number, { objects }: ProposeInput): string {
  return objects.length > 1 ? `objects[${index}].object` : 'object';
}

function at(
  problem: ChangeProblem,
  index: number,
  input: ProposeInput,
): ChangeProblem {
  const prefix = prefixOf(index, input);
  const whole = problem.path === undefined || problem.path === '';
  return { ...problem, path: whole ? prefix : `${prefix}.${problem.path}` };
}

function error(code: string, message: string): ChangeProblem {
  return { severity: 'error', code, message };
}
