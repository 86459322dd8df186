import type {
  ChangeProblem,
  KubernetesObject,
  WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { type KubeConnection, openSession } from '@lakefront/kube-index';
import { readText } from './KubeApi';

const TIME_LIMIT_MS = 10_000;
/** Who writes, as far as the API server is concerned; nothing is ever stored by it. */
const FIELD_MANAGER = 'lakefront-dry-run';

type Resource = Pick<WorkloadKind, 'group' | 'version' | 'plural'>;

interface Status {
  message?: string;
  details?: { causes?: Array<{ field?: string; message?: string }> };
}

/**
 * Asks an API server what it would say to an object (server-side dry run), with
 * an account of its own: what quotas, admission policies and webhooks refuse is
 * known before there is a pull request. Nothing is stored.
 */
export class DryRuns {
  readonly #connections: ReadonlyMap<string, KubeConnection>;

  /** By Kubernetes cluster; where there is none, nothing is tried. */
  constructor(connections: ReadonlyMap<string, KubeConnection>) {
    this.#connections = connections;
  }

  /**
   * What the API server would refuse, as errors. Where it could not be asked
   * that is a warning: the other checks have been made.
   */
  async problems(
    kubernetesCluster: string,
    resource: Resource,
    object: KubernetesObject,
  ): Promise<ChangeProblem[]> {
    const connection = this.#connections.get(kubernetesCluster);
    if (!connection) {
      return [];
    }
    try {
      const { status, text } = await ask(connection, resource, object);
      return status >= 200 && status < 300
        ? []
        : toProblems(kubernetesCluster, status, readStatus(text));
    } catch (error) {
      return [
        notTried(
          kubernetesCluster,
          error instanceof Error ? error.message : String(error),
        ),
      ];
    }
  }
}

async function ask(
  connection: KubeConnection,
  { group, version, plural }: Resource,
  object: KubernetesObject,
): Promise<{ status: number; text: string }> {
  const { name, namespace = '' } = object.metadata;
  const path = [
    ...(group ? ['apis', group, version] : ['api', version]),
    ...['namespaces', namespace, plural, name],
  ].map(encodeURIComponent);
  const query = new URLSearchParams({
    dryRun: 'All',
    fieldManager: FIELD_MANAGER,
    fieldValidation: 'Strict',
    // Whose fields they are is between Git's engine and the cluster.
    force: 'true',
  });
  const session = openSession(await connection.credentials());
  try {
    const response = await session.send(
      `/${path.join('/')}?${query}`,
      {
        method: 'PATCH',
        type: 'application/apply-patch+yaml',
        body: JSON.stringify(object),
      },
      AbortSignal.timeout(TIME_LIMIT_MS),
    );
    return { status: response.statusCode ?? 0, text: await readText(response) };
  } finally {
    session.close();
  }
}

function readStatus(text: string): Status {
  try {
    return Object(JSON.parse(text)) as Status;
  } catch {
    return { message: text.slice(0, 500) };
  }
}

function toProblems(
  kubernetesCluster: string,
  status: number,
  { message = `it answered ${status}`, details }: Status,
): ChangeProblem[] {
  if (status === 401 || status >= 500 || lacksRight(status, message)) {
    return [notTried(kubernetesCluster, message)];
  }
  const causes = (details?.causes ?? []).filter(
    cause => cause.field && cause.message,
  );
  const found =
    causes.length > 0
      ? causes.map(cause => ({ path: cause.field, message: cause.message }))
      : [{ message }];
  return found.map(({ message: why, ...where }) => ({
    severity: 'error',
    code: 'dry-run',
    ...where,
    message: `The API server of ${kubernetesCluster} would refuse it: ${why}`,
  }));
}

/** Quotas and admission answer 403 too; only the lack of a right names the verb. */
function lacksRight(status: number, message: string): boolean {
  return (
    status === 403 && /" cannot (create|patch|get) resource "/.test(message)
  );
}

function notTried(kubernetesCluster: string, why: string): ChangeProblem {
  return {
    severity: 'warning',
    code: 'dry-run',
    message: `It could not be tried out on the API server of ${kubernetesCluster} (lakehouse.kubernetes.dryRunAccounts): ${why}`,
  };
}
