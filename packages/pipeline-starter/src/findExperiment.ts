import { everyItem, isKfpStatus, type KfpClient } from '@lakefront/kfp-client';
import type { Patience } from './Patience';

/** Where KFP's own UI and client put runs of which nobody says where. */
const NAME = 'Default';

/** The experiment of a namespace in which runs are started, made where there is none. */
export async function findExperiment(
  client: KfpClient,
  namespace: string,
  patience: Patience,
): Promise<string> {
  return patience.waitFor(
    `experiment ${NAME} is neither there in namespace ${namespace} nor can it be made`,
    async () => {
      const found = await look(client, namespace);
      if (found) return found;
      try {
        const made = await client.experiments.create({
          namespace,
          name: NAME,
        });
        return made.experimentId;
      } catch (error) {
        // Somebody else made it at the same time; no two have one name.
        if (isKfpStatus(error, 'already-exists'))
          return look(client, namespace);
        throw error;
      }
    },
  );
}

async function look(client: KfpClient, namespace: string) {
  for await (const { name, experimentId } of everyItem(page =>
    client.experiments.list({
      ...page,
      namespace,
      filter: [{ key: 'display_name', operation: 'EQUALS', value: NAME }],
    }),
  )) {
    if (name === NAME) return experimentId;
  }
  return undefined;
}
