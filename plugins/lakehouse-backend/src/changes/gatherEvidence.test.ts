import { createKindRegistry } from '@lakefront/backstage-plugin-lakehouse-common';
import { changeRow } from './__testUtils__/changeRow';
import { FakeReader } from './__testUtils__/FakeReader';
import { gatherEvidence, type EvidenceSources } from './gatherEvidence';

const MERGED = 'a'.repeat(40);
const BEFORE = 'b'.repeat(40);
const FIRST = 'west/clusters/west/domains/sales';
const SECOND = 'west/clusters/west/domains-after/sales';

/** A pipeline and its version, merged. The version comes first, as it may. */
const row = () => {
  const [file] = changeRow().files;
  return changeRow({
    phase: 'merged',
    mergeSha: MERGED,
    files: ['kubeflow-pipeline-version', 'kubeflow-pipeline'].map(kind => ({
      ...file,
      kind,
      name: 'orders',
    })),
  });
};

const sync = (revision: string, over: object = {}) => ({
  ...{ kubernetesCluster: 'west', engine: 'flux' as const, name: 'sales' },
  ...{ state: 'synced' as const, revision: `main@sha1:${revision}` },
  ...over,
});

async function evidence(syncs: Record<string, ReturnType<typeof sync>>) {
  const reader = new FakeReader();
  Object.entries(syncs).forEach(one => reader.syncs.set(...one));
  return gatherEvidence(row(), {
    reader,
    kinds: createKindRegistry(),
    repository: { baseBranch: 'main' },
    host: {
      contains: async (_: unknown, sha: string) => sha === MERGED,
      getLastCommit: async () => undefined,
    },
    changes: { list: async () => ({ rows: [] }) },
    culprits: { find: async () => undefined },
  } as unknown as EvidenceSources);
}

describe('a change of both stages', () => {
  it('is synced when both of its directories are', async () => {
    expect(
      await evidence({ [FIRST]: sync(MERGED), [SECOND]: sync(MERGED) }),
    ).toMatchObject({ syncContainsMerge: true });
  });

  it.each([
    ['the first', sync(BEFORE), sync(MERGED)],
    ['the second', sync(MERGED), sync(BEFORE)],
  ])('is not while %s waits', async (_, first, second) => {
    expect(await evidence({ [FIRST]: first, [SECOND]: second })).toMatchObject({
      syncContainsMerge: false,
    });
  });

  it('says that nothing syncs the second where it is so', async () => {
    expect(await evidence({ [FIRST]: sync(MERGED) })).toMatchObject({
      ...{ sync: null, syncContainsMerge: false },
    });
  });

  it('tells what the second is refused', async () => {
    const message = 'PipelineVersion/dom-sales/other dry-run failed';
    expect(
      await evidence({
        [FIRST]: sync(MERGED),
        [SECOND]: sync(BEFORE, { state: 'blocked', message }),
      }),
    ).toMatchObject({ sync: { message }, syncContainsMerge: false });
  });
});
