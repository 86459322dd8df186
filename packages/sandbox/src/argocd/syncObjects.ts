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

function toResult(item: ComparedObject, outcome: Outcome): ResourceResult {
  const { group = '', version, kind, namespace = '', name } = item.status;
  const failed = outcome.status === 'SyncFailed';
  return {
    ...{ group, version, kind, namespace, name, syncPhase: 'Sync' },
    ...outcome,
    hookPhase: failed ? 'Failed' : 'Running',
  };
}

/** What is wrong with a task before anything is tried. */
function invalidity(
  item: ComparedObject,
  { project, destination }: SyncOptions,
): string | undefined {
  const object = item.target ?? item.live;
  const { group = '', version, kind, name } = item.status;
  if (!item.resource) {
    return `The Kubernetes API could not find ${group}/${kind} for requested resource ${
      item.target?.metadata.namespace ?? destination.namespace ?? ''
    }/${name}. Make sure the "${kind}" CRD is installed on the destination cluster.`;
  }
  return (
    object &&
    objectProblem(
      { ...object, apiVersion: group ? `${group}/${version}` : version, kind },
      { project, destination, namespaced: item.resource.namespaced },
    )
  );
}

/** Does something with each; where the API server refuses, the results say so. */
function attempt(
  items: ComparedObject[],
  act: (item: ComparedObject) => Outcome,
): ResourceResult[] {
  return items.map(item => {
    try {
      return toResult(item, act(item));
    } catch (error) {
      const status = kubeStatusOf(error);
      if (!status) throw error;
      return toResult(item, { status: 'SyncFailed', message: status.message });
    }
  });
}

function failure(what: string, resources: ResourceResult[]): SyncOutcome {
  const reasons = resources
    .filter(({ status }) => status === 'SyncFailed')
    .map(({ message }) => message);
  return {
    failed: true,
    message: `${what}, reason: ${reasons.join(',')}`,
    resources,
  };
}

/**
 * One sync, as Argo CD does it without waves: everything is held against the
 * project, then tried on the server without effect, and only where nothing was
 * refused is anything applied or pruned.
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

  const targets = compared.filter(({ target }) => target);
  const apply = (item: ComparedObject, dryRun: boolean): Outcome => {
    const { namespace, name } = item.target!.metadata;
    // What is as it should be stays as it is; Argo CD says so all the same.
    if (dryRun || item.status.status === 'OutOfSync') {
      client.patch(item.resource!, namespace, name, item.target, {
        type: 'apply',
        dryRun,
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
  const made = new Set(
    targets
      .filter(({ status, live }) => status.kind === 'Namespace' && !live)
      .map(({ status }) => status.name),
  );
  const tried = attempt(
    // In a namespace that this sync makes nothing can be tried before it is there.
    targets.filter(({ status }) => !made.has(status.namespace ?? '')),
    item => apply(item, true),
  ).filter(({ status }) => status === 'SyncFailed');
  if (tried.length > 0) {
    return failure('one or more objects failed to apply (dry run)', tried);
  }

  const pruned = attempt(
    compared.filter(({ target }) => !target),
    ({ live, resource }) => {
      if (!prune) {
        return {
          status: 'PruneSkipped',
          message: 'ignored (requires pruning)',
        };
      }
      if (isSpared(live!)) {
        return { status: 'PruneSkipped', message: 'ignored (no prune)' };
      }
      client.delete(resource!, live!.metadata.namespace, live!.metadata.name);
      return { status: 'Pruned', message: 'pruned' };
    },
  );
  const resources = [
    ...attempt(targets, item => apply(item, false)),
    ...pruned,
  ];
  return resources.some(({ status }) => status === 'SyncFailed')
    ? failure('one or more objects failed to apply', resources)
    : {
        failed: false,
        message: 'successfully synced (all tasks run)',
        resources,
      };
}
