import type { DomainSync } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Projection, WireObject } from '@lakefront/kube-index';
import { maskText } from '../maskText';
import { toSyncKey, toSyncPath } from './projectSync';
import type { PartlyApplied } from '../types';
import type { SyncRow } from './rows';

interface Source {
  repoURL?: string;
  path?: string;
}

/** Where Argo CD writes about one source or several: the field's name says which. */
interface Sources {
  source?: Source;
  sources?: Source[];
}

interface Revisions {
  revision?: string;
  revisions?: string[];
}

interface ResourceResult {
  kind?: string;
  namespace?: string;
  name?: string;
  status?: string;
  message?: string;
}

interface ApplicationShape {
  spec?: Sources & {
    destination?: { server?: string; name?: string };
    syncPolicy?: { automated?: { enabled?: boolean } };
  };
  status?: {
    sync?: Revisions & { status?: string; comparedTo?: Sources };
    conditions?: Array<{
      type?: string;
      message?: string;
      lastTransitionTime?: string;
    }>;
    operationState?: {
      operation?: { sync?: { resources?: unknown[] } };
      phase?: string;
      message?: string;
      finishedAt?: string;
      syncResult?: Revisions & Sources & { resources?: ResourceResult[] };
    };
    history?: Array<Revisions & Sources & { deployedAt?: string }>;
    reconciledAt?: string;
  };
}

/** The cluster that Argo CD runs on, as it calls it. */
const IN_CLUSTER = ['https://kubernetes.default.svc', 'in-cluster'];
/** Messages told of one sync; more would not be read. */
const TOLD_FAILURES = 3;

/**
 * Reads an Argo CD Application as the sync of its directories. What each
 * object's health is plays no part: Argo CD does not write it, and a job that
 * failed is applied all the same.
 */
export function projectApplication(
  object: WireObject,
  options: { kubernetesCluster: string },
): Projection<SyncRow> {
  const app = object as ApplicationShape;
  const kubernetesCluster = destinationOf(app) ?? options.kubernetesCluster;
  const directories = sourcesOf(app.spec ?? {})
    .filter(({ path }) => path !== undefined)
    .map(source => {
      const partly = partlyApplied(app, source);
      return {
        path: toSyncPath(source.path ?? ''),
        revision: appliedRevision(app, source),
        ...(partly && { partly }),
      };
    });
  return {
    row: {
      directories,
      sync: {
        kubernetesCluster,
        engine: 'argocd',
        name: object.metadata.name,
        ...stateOf(app, object.metadata.annotations),
      },
    },
    keys: {
      path: directories.map(({ path }) => toSyncKey(kubernetesCluster, path)),
    },
  };
}

function sourcesOf({ source, sources }: Sources): Source[] {
  return sources ?? (source ? [source] : []);
}

/** Another cluster that it applies to; nothing where it is the one it is on. */
function destinationOf({ spec }: ApplicationShape): string | undefined {
  const { name, server } = spec?.destination ?? {};
  const said = name || server;
  return said === undefined || IN_CLUSTER.includes(said) ? undefined : said;
}

/**
 * The commit whose objects the cluster holds. `status.sync.revision` is only
 * what was compared with: it counts where nothing differs; else what the last
 * whole sync that went well applied, wherever that is older.
 */
function appliedRevision(
  { status }: ApplicationShape,
  source: Source,
): string | undefined {
  const { sync, history = [] } = status ?? {};
  const compared =
    sync?.status === 'Synced'
      ? revisionOf(sync, sync.comparedTo ?? {}, source)
      : undefined;
  const last = history[history.length - 1];
  return compared ?? (last && revisionOf(last, last, source));
}

/** The commit of one source among those of a list of sources. */
function revisionOf(
  revisions: Revisions,
  sources: Sources,
  source: Source,
): string | undefined {
  const at = sourcesOf(sources).findIndex(
    ({ repoURL, path }) => repoURL === source.repoURL && path === source.path,
  );
  return at < 0
    ? undefined
    : revisions.revisions?.[at] ?? (revisions.revision || undefined);
}

/**
 * The commit of a try that has failed over some objects: what the API server
 * refuses does not stop what is beside it. Nothing where the try goes on, went
 * well, was of some objects only, or was given up before anything was applied.
 */
function partlyApplied(
  { status }: ApplicationShape,
  source: Source,
): PartlyApplied | undefined {
  const {
    operation,
    phase,
    finishedAt,
    syncResult = {},
  } = status?.operationState ?? {};
  const isSelective = (operation?.sync?.resources ?? []).length > 0;
  const isOver = phase === 'Failed' || (phase === 'Running' && finishedAt);
  const results = syncResult.resources ?? [];
  // It prunes first, and applies nothing where that fails.
  if (!isOver || isSelective || !results.some(one => one.status === 'Synced')) {
    return undefined;
  }
  const revision = revisionOf(syncResult, syncResult, source);
  const refused = results
    .filter(one => one.status === 'SyncFailed')
    .map(nameOf);
  return revision ? { revision, refused } : undefined;
}

function nameOf({ kind, namespace, name }: ResourceResult): string {
  return [kind, namespace, name].filter(Boolean).join('/');
}

type State = Pick<DomainSync, 'state' | 'message' | 'since'>;

function stateOf(
  { spec, status }: ApplicationShape,
  annotations: Record<string, string> = {},
): State {
  const { sync, conditions = [], operationState, history = [] } = status ?? {};
  if (annotations['argocd.argoproj.io/skip-reconcile'] === 'true') {
    return {
      state: 'blocked',
      message:
        'Argo CD is told to skip it: nothing is applied until the platform team takes the annotation skip-reconcile away',
    };
  }
  // It keeps the last sync's failure for ever; where nothing differs it is mended.
  const failures =
    sync?.status === 'Synced' ? undefined : failuresOf(operationState);
  const errors = conditions.filter(({ type }) => type?.endsWith('Error'));
  if (failures !== undefined || errors.length > 0) {
    return blocked(
      [...unsaid(errors, failures), ...(failures ? [failures] : [])].join('; '),
      errors[0]?.lastTransitionTime ?? operationState?.finishedAt,
    );
  }
  const applied = history[history.length - 1];
  if (sync?.status === 'Synced') {
    return { state: 'synced', since: applied?.deployedAt };
  }
  if (sync?.status !== 'OutOfSync') {
    return { state: 'unknown', since: status?.reconciledAt };
  }
  // All was applied, and differs since: kept from prune, or changed by hand.
  const same = applied?.revision && applied.revision === sync.revision;
  if (operationState?.phase !== 'Running' && same) {
    return { state: 'synced', since: applied.deployedAt };
  }
  const automated = spec?.syncPolicy?.automated;
  return operationState?.phase === 'Running' ||
    (automated && automated.enabled !== false)
    ? { state: 'syncing', since: status?.reconciledAt }
    : blocked(
        'Automated sync is off: nothing is applied until somebody syncs it in Argo CD',
        status?.reconciledAt,
      );
}

function blocked(message: string, since: string | undefined): State {
  return {
    state: 'blocked',
    message: maskText(message) || undefined,
    since,
  };
}

/** Conditions that say more than what is told of the sync anyhow. */
function unsaid(
  errors: Array<{ type?: string; message?: string }>,
  failures: string | undefined,
): string[] {
  return errors
    .map(({ message = '' }) => message)
    .filter(
      message =>
        message && !(failures && /^Failed last sync attempt/.test(message)),
    );
}

/**
 * What the last sync was refused, object by object; also while it is tried
 * again, which goes on for minutes. Nothing where it went well or has no end.
 */
function failuresOf(
  operation: NonNullable<ApplicationShape['status']>['operationState'],
): string | undefined {
  const failed = (operation?.syncResult?.resources ?? []).filter(
    ({ status }) => status === 'SyncFailed',
  );
  const over = operation?.phase === 'Failed' || operation?.phase === 'Error';
  if (!over && !(operation?.phase === 'Running' && failed.length > 0)) {
    return undefined;
  }
  const message = operation.message ?? '';
  if (failed.length === 0) {
    return message;
  }
  const told = failed
    .slice(0, TOLD_FAILURES)
    .map(one => `${nameOf(one)}: ${one.message}`);
  const more = failed.length - told.length;
  const summary = message.replace(
    /, reason: .*?(?=\. Retrying attempt| \(retried|$)/s,
    '',
  );
  return `${told.join('; ')}${
    more > 0 ? `; and ${more} more` : ''
  } (${summary})`;
}
