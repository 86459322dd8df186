import { everyItem, type KfpClient, type KfpRun } from '@lakefront/kfp-client';

/**
 * All runs of a namespace that have this name, archived ones too, the one that
 * counts first: every starter comes to the same. KFP's filter may not regard
 * case, and its times are whole seconds.
 */
export async function findRuns(
  client: KfpClient,
  namespace: string,
  name: string,
): Promise<KfpRun[]> {
  const found: KfpRun[] = [];
  for await (const run of everyItem(page =>
    client.runs.list({
      ...page,
      namespace,
      sortBy: 'created_at asc',
      filter: [{ key: 'display_name', operation: 'EQUALS', value: name }],
    }),
  )) {
    if (run.name === name) found.push(run);
  }
  return found.sort(inOrder);
}

function inOrder(a: KfpRun, b: KfpRun): number {
  const [first, second] = [a, b].map(
    run => `${run.createdAt ?? ''} ${run.runId}`,
  );
  return first < second ? -1 : 1;
}
