import { randomBytes } from 'node:crypto';
import { TestDatabases } from '@backstage/backend-test-utils';
import { migrate } from '../__testUtils__/migrate';
import { readVersionKey } from './readVersionKey';
import { hashOf, LONGEST_VERSION, Versions } from './Versions';

const version = {
  positions: { pods: { west: '42' } },
  query: 'q',
  scope: 's',
};

describe('Versions', () => {
  it('opens what it sealed, and nobody else can', () => {
    const key = randomBytes(32);
    const sealed = new Versions(key).seal(version);
    expect(new Versions(key).open(sealed)).toEqual(version);
    expect(new Versions(randomBytes(32)).open(sealed)).toBeUndefined();
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain(
      'west',
    );
  });

  it.each([
    ['nothing', ''],
    ['nonsense', 'nonsense'],
    ['too long', 'a'.repeat(20_000)],
  ])('answers in full to %s', (_, text) => {
    expect(new Versions(randomBytes(32)).open(text)).toBeUndefined();
  });

  it('fits into an address where there are many Kubernetes clusters', () => {
    const at = (view: number) =>
      Object.fromEntries(
        Array.from({ length: 60 }, (_, n) => {
          const through = (n + 1) * (view + 7) * 98_765_431;
          return [
            `cluster-of-region-${n}`,
            `${through - 12_345 * (view + 1)}-${through}`,
          ];
        }),
      );
    const many = {
      ...version,
      positions: Object.fromEntries(
        Array.from({ length: 12 }, (_, n) => [`workload:kind-${n}`, at(n)]),
      ),
    };
    const versions = new Versions(randomBytes(32));
    const sealed = versions.seal(many);
    expect(sealed.length).toBeLessThan(LONGEST_VERSION);
    expect(versions.open(sealed)).toEqual(many);
  });

  it('notices a changed byte', () => {
    const versions = new Versions(randomBytes(32));
    const bytes = Buffer.from(versions.seal(version), 'base64url');
    bytes[bytes.length - 1] ^= 1;
    expect(versions.open(bytes.toString('base64url'))).toBeUndefined();
  });

  it('hashes the same to the same', () => {
    expect(hashOf({ a: [1] })).toBe(hashOf({ a: [1] }));
    expect(hashOf({ a: [1] })).not.toBe(hashOf({ a: [2] }));
  });
});

describe('readVersionKey', () => {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3', 'POSTGRES_15'],
  });

  it.each(databases.eachSupportedId())(
    'keeps the key of whoever was first, %p',
    async id => {
      const knex = await databases.init(id);
      await migrate(knex);
      const keys = await Promise.all([
        readVersionKey(knex),
        readVersionKey(knex),
      ]);
      expect(keys[0]).toHaveLength(32);
      expect(keys[1]).toEqual(keys[0]);
      expect(await readVersionKey(knex)).toEqual(keys[0]);
    },
  );
});
