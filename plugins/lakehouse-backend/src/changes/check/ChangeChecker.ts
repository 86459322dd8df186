import type {
  ChangeCheck,
  ChangeProblem,
  Footprint,
  ProposeInput,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHosts } from '../../githosts';
import {
  repositoryFor,
  type GitOpsConfig,
  type GitOpsRepository,
} from '../../gitopsConfig';
import type { DryRuns } from '../../kubernetes/DryRuns';
import type { DomainPlace, LakehouseReader } from '../../types';
import type { FileWrite, ProposedFile } from '../ChangeRow';
import type { ChangeStore } from '../ChangeStore';
import type { Clock } from '../Clock';
import { clusterProblemOf } from '../gatherEvidence';
import type { KindById } from '../KindById';
import type { StepsByKind } from '../KindSteps';
import { SeenBlobs, WorkingFiles } from '../layout';
import { takenProblem } from '../takenProblem';
import { checkFit } from './checkFit';
import { checkObject } from './checkObject';
import { checkRemovals } from './checkRemovals';
import { partAt, problemAt } from './placeInProposal';
import { toCheck } from './toCheck';

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

export interface ChangeCheckerOptions {
  reader: LakehouseReader;
  kinds: KindById;
  gitops: GitOpsConfig;
  hosts: GitHosts;
  changes: ChangeStore;
  clock: Clock;
  /** Without it, nothing is tried out on an API server. */
  dryRuns?: Pick<DryRuns, 'problems'>;
  /** Of kinds that stand for something outside of Git and Kubernetes. */
  steps?: StepsByKind;
}

/** Read-only checks of a proposal, in their order: nothing is written anywhere. */
export class ChangeChecker {
  readonly #seen = new Map<string, SeenBlobs>();

  constructor(private readonly options: ChangeCheckerOptions) {}

  async prepare(request: CheckRequest): Promise<PreparedChange> {
    const { input, place } = request;
    const { reader, gitops } = this.options;
    const problems: ChangeProblem[] = [];
    if (input.objects.length === 0 || input.objects.length > MAX_OBJECTS) {
      problems.push(
        error(
          'objects',
          `objects: between 1 and ${MAX_OBJECTS} are needed, these are ${input.objects.length}`,
        ),
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
    const { input, place } = request;
    const host = this.options.hosts.forRepository(repository);
    const working = new WorkingFiles(host, repository);
    const problems: ChangeProblem[] = [];
    const consequences: string[] = [];
    const files: ProposedFile[] = [];
    const footprints: Footprint[] = [];
    const indexOf = new Map<ProposedFile, number>();
    for (const [index, object] of input.objects.entries()) {
      const found = await checkObject(object, {
        ...{ ...this.options, ...request, repository, host },
        ...{ working, files, seen: this.#seenOf(repository) },
      });
      if (found.file) {
        files.push(found.file);
        indexOf.set(found.file, index);
      }
      if (found.footprint) {
        footprints.push(partAt(found.footprint, index, input));
      }
      consequences.push(...found.consequences);
      problems.push(
        ...found.problems.map(problem => problemAt(problem, index, input)),
      );
    }
    problems.push(
      ...checkRemovals(files, { ...this.options, place }).map(
        ({ file, problem }) =>
          problemAt(problem, indexOf.get(file) ?? 0, input),
      ),
    );
    const writes = await working.writes();
    problems.push(
      ...(await this.#heldByOthers(writes, files, { ...request, repository })),
    );
    const { footprint, fit, ...unfit } = checkFit(footprints, {
      ...{ ...this.options, place, files },
      several: input.objects.length > 1,
    });
    problems.push(...unfit.problems);
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

  #seenOf({ url }: GitOpsRepository): SeenBlobs {
    const seen = this.#seen.get(url) ?? new SeenBlobs();
    this.#seen.set(url, seen);
    return seen;
  }
}

function error(code: string, message: string): ChangeProblem {
  return { severity: 'error', code, message };
}
