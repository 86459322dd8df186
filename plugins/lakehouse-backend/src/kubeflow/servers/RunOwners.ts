import type { KfpClient, KfpRun } from '@lakefront/kfp-client';
import { isKfpStatus } from '@lakefront/kfp-client';
import { BoundedMap } from '../../BoundedMap';
import type { KubeflowServer } from './KubeflowServer';

const EXPERIMENTS_KEPT = 5_000;

/**
 * Whose a run of KFP is. A run does not say its namespace; its experiment does.
 * A label on a Workflow proves nothing: whoever may write one could name the
 * run of somebody else.
 */
export class RunOwners {
  readonly #server: Pick<KubeflowServer, 'ask'>;
  /** Of experiments, which never move; null where one is gone. */
  readonly #namespaces = new BoundedMap<string, string | null>({
    most: EXPERIMENTS_KEPT,
  });

  constructor(server: Pick<KubeflowServer, 'ask'>) {
    this.#server = server;
  }

  /** Whether a run is of a namespace, for sure. Rejects with an error of the client. */
  async isOf(
    run: Pick<KfpRun, 'experimentId'>,
    namespace: string,
  ): Promise<boolean> {
    return (await this.#namespaceOf(run)) === namespace;
  }

  /**
   * The same of a run that KFP gave when it was asked for those of the
   * namespace: its word is taken where the experiment is gone.
   */
  async isListedOf(
    run: Pick<KfpRun, 'experimentId'>,
    namespace: string,
  ): Promise<boolean> {
    const found = await this.#namespaceOf(run);
    return found === namespace || found === null;
  }

  async #namespaceOf({
    experimentId,
  }: Pick<KfpRun, 'experimentId'>): Promise<string | null | undefined> {
    if (!experimentId) {
      return undefined;
    }
    const known = this.#namespaces.get(experimentId);
    if (known !== undefined) {
      return known;
    }
    const found = await this.#server.ask(client =>
      readNamespace(client, experimentId),
    );
    if (found !== undefined) {
      this.#namespaces.set(experimentId, found);
    }
    return found;
  }
}

async function readNamespace(
  client: KfpClient,
  experimentId: string,
): Promise<string | null | undefined> {
  try {
    return (await client.experiments.get(experimentId)).namespace;
  } catch (error) {
    if (isKfpStatus(error, 'not-found')) {
      return null;
    }
    throw error;
  }
}
