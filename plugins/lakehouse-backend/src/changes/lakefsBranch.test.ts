import type { ProposedObject } from '@lakefront/backstage-plugin-lakehouse-common';
import { buildBranchManifest } from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { MIA } from './__testUtils__/startWritePath';
import { useWritePath } from './__testUtils__/useWritePath';

const PATH = 'clusters/west/domains/sales/lakefs-branch/orders-fix.yaml';
const COMMIT = '12'.repeat(32);

const FILE = `# Ask Ben before you promote it
apiVersion: lakefront.dev/v1alpha1
kind: LakeFSBranch
metadata: { name: orders-fix, namespace: dom-sales }
spec:
  server: lake
  repository: sales-lake
  source: main
  expiresAt: "2026-12-24"   # before the holidays
  deletionPolicy: Delete
`;

jest.setTimeout(60_000);

describe('a branch of lakeFS', () => {
  const own = useWritePath();

  const input = (rest: object) => ({
    domain: 'sales',
    kubernetesCluster: 'west',
    objects: [
      { kind: 'lakefs-branch', name: 'orders-fix', ...rest } as ProposedObject,
    ],
  });
  const promote = (...values: Array<{ path: string; value: unknown }>) =>
    input({
      action: 'verb',
      verb: 'promote',
      values: [{ path: 'spec.promote.commit', value: COMMIT }, ...values],
    });

  it('is asked for: no size, and first what a merge does', async () => {
    const asked = input({
      object: buildBranchManifest({
        name: 'new-one',
        // A bare day would be a time to whoever reads the file.
        spec: { expiresAt: '2026-12-24' },
      }),
    });
    const check = await own.service.check(asked, MIA);
    expect(check.problems).toEqual([]);
    expect(check.fit).toBeUndefined();
    expect(check.consequences[0]).toBe(
      'Merging this creates branch new-one of lake/sales-lake, beginning at main as it is then; no data is copied.',
    );
    expect(check.files[0].text).toContain('expiresAt: "2026-12-24"');
  });

  it.each(['risk-lake', 'no-such-lake'])(
    'is refused for %s, which is not said to be there or not',
    async repository => {
      const asked = input({
        object: buildBranchManifest({ name: 'new-one', spec: { repository } }),
      });
      const { problems } = await own.service.check(asked, MIA);
      expect(problems.map(({ message }) => message)).toEqual([
        `"lake/${repository}" is not a lakeFS repository that sales may use; its settings list those that it may`,
      ]);
    },
  );

  describe('that is in Git', () => {
    beforeEach(async () => {
      await own.write(PATH, FILE);
    });

    it('is extended: one value changes, and it is said', async () => {
      const extend = input({
        action: 'verb',
        verb: 'extend',
        values: [{ path: 'spec.expiresAt', value: '2027-01-31' }],
      });
      const check = await own.service.check(extend, MIA);
      expect(check.problems).toEqual([]);
      expect(check.consequences[0]).toMatch(
        /^It expires after 2027-01-31 instead of 2026-12-24, and is deleted a day later/,
      );
      const change = await own.service.propose(extend, MIA, {});
      const content = await own.read(PATH, `lakefront/${change.id}`);
      expect(content).toContain(
        '  expiresAt: "2027-01-31"   # before the holidays\n',
      );
      expect(content).toMatch(/^# Ask Ben before you promote it/);
    });

    it('is promoted: what is merged is said first, and a commit stays a text', async () => {
      const asked = promote({ path: 'spec.promote.squash', value: true });
      const check = await own.service.check(asked, MIA);
      expect(check.problems).toEqual([]);
      expect(check.consequences[0]).toMatch(
        /^Merging this merges commit 121212121212 of branch orders-fix of lake\/sales-lake into main, once, as one commit:/,
      );
      const change = await own.service.propose(asked, MIA, {});
      const content = await own.read(PATH, `lakefront/${change.id}`);
      expect(content).toContain(`commit: "${COMMIT}"`);
    });

    it.each<[string, object, RegExp]>([
      [
        'a short commit',
        {
          action: 'verb',
          verb: 'promote',
          values: [{ path: 'spec.promote.commit', value: 'abc' }],
        },
        /must be the whole id of a commit/,
      ],
      [
        'a promotion without a commit',
        {
          action: 'verb',
          verb: 'promote',
          values: [{ path: 'spec.promote.into', value: 'release' }],
        },
        /is needed: the commit that was reviewed/,
      ],
      [
        'a strategy that is none',
        {
          action: 'verb',
          verb: 'promote',
          values: [{ path: 'spec.promote.strategy', value: 'theirs' }],
        },
        /must be one of source-wins, dest-wins/,
      ],
      [
        'a promotion by a mere edit',
        {
          action: 'edit',
          values: [{ path: 'spec.promote.commit', value: COMMIT }],
        },
        /is not a value of a lakeFS branch that is edited here/,
      ],
      [
        'another source',
        {
          action: 'update',
          object: buildBranchManifest({ spec: { source: 'release' } }),
        },
        /cannot be changed from "main"; ask for another branch instead/,
      ],
    ])('refuses %s', async (_what, asked, message) => {
      const check = await own.service.check(input(asked), MIA);
      expect(check.ok).toBe(false);
      expect(check.problems[0].message).toMatch(message);
    });

    it('is removed: what becomes of the branch, and nothing of pods', async () => {
      const check = await own.service.check(input({ action: 'delete' }), MIA);
      expect(check.problems).toEqual([]);
      expect(check.consequences).toEqual([
        expect.stringMatching(
          /^Merging this takes the object away, and branch/,
        ),
        expect.stringMatching(/^What cannot be promised: /),
        expect.stringMatching(
          /^After the merge .* removes lakeFS branch orders-fix from dom-sales on west\.$/,
        ),
      ]);
    });
  });
});
