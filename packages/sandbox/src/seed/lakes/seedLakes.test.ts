import { ManualClock } from '../../clock';
import { LakeHost } from '../../lakefs';
import { compareTrees, diffStaged } from '../../lakefs/model/diff';
import type { LakeRepository } from '../../lakefs/host/LakeRepository';
import { baseOf, mergeRef } from '../../lakefs/host/mergeRef';
import { seededRandom } from '../../random';
import { seedLakes } from '.';

const NOW = Date.parse('2026-03-02T08:00:00Z');

function seeded(): LakeHost {
  const host = new LakeHost({
    clock: new ManualClock(NOW),
    random: seededRandom(1),
    users: [],
  });
  seedLakes(host);
  return host;
}

const request = {
  ...{ committer: 'mia', metadata: {}, strategy: '' },
  ...{ squash: false, allowEmpty: false, force: false },
};

function merging(repository: LakeRepository, source: string) {
  return () => mergeRef(repository, source, repository.branch('main'), request);
}

function compared(repository: LakeRepository, source: string): string[] {
  const main = repository.head(repository.branch('main'));
  const from = repository.head(repository.branch(source));
  const base = baseOf(repository, main, from);
  return compareTrees(main.tree, from.tree, base.tree).map(
    ({ type, path }) => `${type} ${path}`,
  );
}

describe('the lakes', () => {
  it('are the same from the same seed', () => {
    const heads = () =>
      seeded()
        .list()
        .map(({ id, branches }) => [
          id,
          ...[...branches.values()].map(branch => [branch.id, branch.commitId]),
        ]);
    expect(heads()).toEqual(heads());
  });

  it('have a past that lies in the past, in its order', () => {
    for (const repository of seeded().list()) {
      for (const commit of repository.commits.values()) {
        expect(commit.createdAt).toBeLessThan(NOW);
        for (const parent of commit.parents) {
          expect(repository.commit(parent).createdAt).toBeLessThan(
            commit.createdAt,
          );
        }
      }
    }
  });

  it('have nothing uncommitted on main', () => {
    for (const repository of seeded().list()) {
      expect(repository.branch('main').staged.size).toBe(0);
    }
  });
});

describe('sales-lake', () => {
  const lake = () => seeded().repository('sales-lake');

  it('takes in what is ahead, after its check', () => {
    const repository = lake();
    const merged = merging(repository, 'orders-currency')();
    expect(repository.branch('main').commitId).toBe(merged.id);
    expect(repository.runs.list()[0]).toMatchObject({
      eventType: 'pre-merge',
      passed: true,
    });
  });

  it('has a new column, a conflict, uncommitted work and a stale branch', () => {
    const repository = lake();
    expect(compared(repository, 'orders-currency')).toContain(
      'changed tables/orders/metadata/version-hint.text',
    );
    expect(compared(repository, 'price-test')).toEqual([
      'conflict raw/prices/current.parquet',
    ]);
    const work = repository.branch('returns-fix');
    expect(
      diffStaged(repository.head(work).tree, work.staged).map(
        ({ type }) => type,
      ),
    ).toEqual(['removed', 'added']);
    expect(compared(repository, 'close-june')).toEqual([]);
  });

  it('describes its tables as Iceberg and Delta do', () => {
    const repository = lake();
    const { tree } = repository.head(repository.branch('orders-currency'));
    const text = (path: string) => tree.get(path)!.bytes.toString('utf8');
    const version = text('tables/orders/metadata/version-hint.text');
    const table = JSON.parse(
      text(`tables/orders/metadata/v${version}.metadata.json`),
    );
    const fields = table.schemas[table['current-schema-id']].fields;
    expect(fields.map(({ name }: { name: string }) => name)).toEqual([
      'order_id',
      'customer_id',
      'ordered_at',
      'amount',
      'currency',
    ]);
    const current = table.snapshots.find(
      (snapshot: { 'snapshot-id': number }) =>
        snapshot['snapshot-id'] === table['current-snapshot-id'],
    );
    expect(Number(current.summary['total-records'])).toBeGreaterThan(184_200);
    const [commitInfo, metaData, add] = text(
      'tables/customers/_delta_log/00000000000000000001.json',
    )
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(commitInfo.commitInfo.operation).toBe('MERGE');
    expect(metaData.metaData.schemaString).toContain('segment');
    expect(tree.get(`tables/customers/${add.add.path}`)!.size).toBe(
      add.add.size,
    );
  });
});

describe('risk-lake', () => {
  it('refuses every merge into main, and says why', () => {
    const repository = seeded().repository('risk-lake');
    expect(merging(repository, 'drift-study')).toThrow(
      /hook 'columns_are_filled'.*column customer_id must not be null/s,
    );
    expect(repository.runs.list()[0].hooks[0].output).toMatch(
      /^looked at tables\/scores\nError: /,
    );
  });

  it('lets nobody write to main', () => {
    const repository = seeded().repository('risk-lake');
    expect(repository.protection.isProtected('main')).toBe(true);
    expect(repository.protection.isProtected('drift-study')).toBe(false);
  });
});
