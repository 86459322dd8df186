import { kubeStatusOf } from '../kubeStatusOf';
import type { KubeClient } from '../types';
import {
  isSpared,
  type ApplicationDestination,
  type AppProject,
  type ResourceResult,
} from './argoObjects';
import type { ComparedObject } from './compareState';
import { objectProblem } from './projectRules';

export interface SyncOutcome {
  failed: boolean;
  message: string;
  resources: ResourceResult[];
}

export interface SyncOptions {
  /** The controller's own account: what an Application may apply is said by its project alone. */
  client: KubeClient;
  project: AppProject;
  destination: ApplicationDestination;
  prune: boolean;
  compared: ComparedObject[];
}

type Outcome = Pick<ResourceResult, 'status' | 'message'>;

/** Argo CD leaves what it applied at that: nothing waits for its health. */
const PHASES = {
  Synced: 'Running',
  SyncFailed: 'Failed',
  Pruned: 'Succeeded',
  PruneSkipped: 'Succeeded',
} as const;

function toResult(
  item: ComparedObject,
  outcome: Outcome,
): Omit<ResourceResult, 'hookPhase'> {
  const { group = '', version, kind, namespace = '', name = '' } = item.status;
  return {
    ...{ group, version, kind, namespace, name, syncPhase: 'Sync' },
    ...outcome,
  };
}

/** What is wrong with a task before anything is tried. */
function invalidity(
  item: ComparedObject,
  { client, project, destination }: SyncOptions,
): string | undefined {
  const object = item.target ?? item.live;
  const { group = '', version, kind, namespace = '', name = '' } = item.status;
  const apiVersion = group ? `${group}/${version}` : version;
  if (!item.resource) {
    return client.serves(apiVersion)
      ? `${kind}.${group} "" not found`
      : `The Kubernetes API could not find ${group}/${kind} for requested resource ${namespace}/${name}. Make sure the "${kind}" CRD is installed on the destination cluster.`;
  }
  return (
    object &&
    objectProblem(
      { ...object, apiVersion, kind },
      { project, destination, namespaced: item.resource.namespaced },
    )
  );
}

/** Does something with each; where the API server refuses, the results say so. */
function attempt(
  items: ComparedObject[],
  act: (item: ComparedObject) => Outcome,
): ResourceResult[] {
  const tried = (item: ComparedObject): Outcome => {
    try {
      return act(item);
    } catch (error) {
      const status = kubeStatusOf(error);
      if (!status) throw error;
      return { status: 'SyncFailed', message: status.message };
    }
  };
  return items.map(item => {
    const outcome = tried(item);
    return {
      ...toResult(item, outcome),
      hookPhase: outcome.status && PHASES[outcome.status],
    };
  });
}

const isFailed = ({ status }: ResourceResult) => status === 'SyncFailed';

/**
 * One sync, as Argo CD does it without waves: everything is held against the
 * project first, and nothing is done where one object may not be there. Then
 * it prunes, and then it applies one after the other: what the API server
 * refuses stops nothing beside it, and the sync has failed all the same. (Its
 * dry run asks no server.)
 */
export function syncObjects(options: SyncOptions): SyncOutcome {
  const { client, compared, prune } = options;
  const invalid = compared.flatMap(item => {
    const message = invalidity(item, options);
    return message ? [toResult(item, { status: 'SyncFailed', message })] : [];
  });
  if (invalid.length > 0) {
    return {
      failed: true,
      message: 'one or more synchronization tasks are not valid',
      resources: invalid,
    };
  }

  const pruneOne = ({ live, resource }: ComparedObject): Outcome => {
    if (!prune) {
      return { status: 'PruneSkipped', message: 'ignored (requires pruning)' };
    }
    if (isSpared(live!)) {
      return { status: 'PruneSkipped', message: 'ignored (no prune)' };
    }
    client.delete(resource!, live!.metadata.namespace, live!.metadata.name);
    return { status: 'Pruned', message: 'pruned' };
  };
  const apply = (item: ComparedObject): Outcome => {
    const { namespace, name } = item.target!.metadata;
    // What is as it should be stays as it is; Argo CD says so all the same.
    if (item.differs) {
      client.patch(item.resource!, namespace, name, item.target, {
        type: 'apply',
      });
    }
    const { group, plural } = item.resource!;
    return {
      status: 'Synced',
      message: `${plural.replace(/s$/, '')}${
        group && `.${group}`
      }/${name} serverside-applied`,
    };
  };
  const pruned = attempt(
    compared.filter(({ target }) => !target),
    pruneOne,
  );
  const applied = pruned.some(isFailed)
    ? []
    : attempt(
        compared.filter(({ target }) => target),
        apply,
      );
  const resources = [...pruned, ...applied];
  const failures = resources.filter(isFailed);
  return failures.length > 0
    ? {
        failed: true,
        message: `one or more objects failed to apply, reason: ${failures
          .map(({ message }) => message)
          .join(',')}`,
        resources,
      }
    : {
        failed: false,
        message: 'successfully synced (all tasks run)',
        resources,
      };
}
