import { ANNOTATION_PURPOSE } from '../annotations';
import { checkPolicy } from '../policy';
import {
  buildBranchManifest,
  buildLakeFSBranchObject,
  lakefsBranchFixtures,
  settingsFixture,
} from '../testUtils';
import type { KubernetesObject } from '../types';
import { lakefsBranchKind as kind } from './lakefs-branch';

const COMMIT = 'b2'.repeat(32);
const SHORT = COMMIT.slice(0, 12);

const branch = (spec: Record<string, unknown> = {}) =>
  buildBranchManifest({ spec });
const summaryOf = (name: string) =>
  kind.summarize(lakefsBranchFixtures.find(one => one.name === name)!.object);

describe('summarize', () => {
  it.each(lakefsBranchFixtures.map(one => [one.name, one] as const))(
    '%s',
    (_name, { object, expected }) => {
      const summary = kind.summarize(object);
      expect(summary).toMatchObject({
        state: expected.state,
        stateDetail: expected.stateDetail,
        submittedAt: '2026-11-20T10:02:10Z',
      });
      expect(summary.reason?.code).toBe(expected.reason);
      expect(summary.endedAt).toBe(expected.endedAt);
      // Whatever it says is said in words.
      expect(summary.reason?.message ?? 'fine').not.toBe('');
      expect(kind.run(object)).toBeUndefined();
    },
  );

  it('says where it stands', () => {
    expect(summaryOf('ready').standing).toEqual({
      server: 'lake',
      repository: 'sales-lake',
      branch: 'ready',
      source: 'main',
      deletionPolicy: 'Retain',
      commitId: 'a1'.repeat(32),
      ahead: 2,
      behind: 1,
      uncommitted: 0,
    });
    expect(summaryOf('promoted').standing?.promotion).toEqual({
      commit: 'a1'.repeat(32),
      into: 'main',
      done: true,
      mergedBy: 'c3'.repeat(32),
    });
    expect(summaryOf('promote-conflict').standing?.promotion).toEqual({
      commit: COMMIT,
      into: 'main',
      done: false,
      refused: {
        code: 'conflict',
        message: 'Conflict: what is wrong and what to do.',
      },
    });
    expect(summaryOf('promoted-nothing-to-merge').standing?.promotion).toEqual({
      commit: 'a1'.repeat(32),
      into: 'main',
      done: true,
    });
    expect(summaryOf('expired-and-there').standing?.expired).toBe(true);
    expect(summaryOf('expired-and-there').standing?.deleted).toBeUndefined();
    expect(summaryOf('expired-and-deleted').standing?.deleted).toBe(true);
    expect(summaryOf('not-expired').standing?.deleted).toBeUndefined();
  });

  it.each([
    ['2026-12-24', '2026-12-24T23:59:59.000Z'],
    ['2026-12-24T18:00:00+01:00', '2026-12-24T17:00:00.000Z'],
    ['2026-11-31', undefined],
    ['soon', undefined],
  ])('reads when %s is', (expiresAt, expected) => {
    const object = buildLakeFSBranchObject({ spec: { expiresAt } });
    expect(kind.summarize(object).standing?.expiresAt).toBe(expected);
  });

  it('tells purpose, and a name in lakeFS that is another', () => {
    const object = buildLakeFSBranchObject({
      spec: { branch: 'Orders_Fix' },
      metadata: { annotations: { [ANNOTATION_PURPOSE]: 'October' } },
    });
    expect(kind.summarize(object)).toMatchObject({
      description: 'sales-lake · Orders_Fix · from main',
      standing: { branch: 'Orders_Fix', purpose: 'October' },
    });
    expect(summaryOf('ready').description).toBe('sales-lake · from main');
  });

  it('keeps a reason to a sentence, what a hook said beside it, masked', () => {
    const object = buildLakeFSBranchObject({
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'HookRefused',
            message: `A hook refused it: no\n${'line '.repeat(
              100,
            )}\npassword=hunter2`,
          },
        ],
      },
    });
    const { reason } = kind.summarize(object);
    expect(reason?.message).toBe('A hook refused it: no …');
    expect(reason?.detail).toContain('line line');
    expect(JSON.stringify(reason)).not.toContain('hunter2');
  });

  it('says since when what is known of it is from before, what was asked beside it', () => {
    const said = 'lakeFS server lake does not answer: it is tried again.';
    const { reason, standing } = kind.summarize(
      buildLakeFSBranchObject({
        status: {
          conditions: [
            {
              ...{ type: 'Ready', status: 'Unknown', reason: 'Unreachable' },
              message: `${said}\nlakeFS did not answer GET /repositories`,
              lastTransitionTime: '2026-11-22T01:46:00Z',
            },
          ],
        },
      }),
    );
    expect(reason).toEqual({
      code: 'unreachable',
      message: said,
      detail: `${said}\nlakeFS did not answer GET /repositories`,
    });
    expect(standing?.unknownSince).toBe('2026-11-22T01:46:00Z');
    expect(summaryOf('ready').standing?.unknownSince).toBeUndefined();
  });

  it('says what the hook said that refused a merge, and which run of hooks tells more', () => {
    const said = `action failed: runtime error: [string "lua"]:1: column customer_id must not be null`;
    const printed = `update branch main: pre-merge hook aborted, run id '4opr': 1 error occurred:\n\t* hook run id '0000_0000' failed on action 'gate' hook 'nulls': ${said}\nstack traceback:\n\t[Go]: in ?`;
    const promoted = (status: string, observedGeneration: number) =>
      kind.summarize(
        buildLakeFSBranchObject({
          spec: { promote: { commit: COMMIT } },
          metadata: { generation: 2 },
          status: {
            conditions: [
              { type: 'Ready', status: 'True', reason: 'Ready', message: '' },
              {
                type: 'Promoted',
                status,
                reason: 'HookRefused',
                message: `A hook refused the merge into main: ${printed}`,
                observedGeneration,
              },
            ],
          },
        }),
      );
    const refused = promoted('False', 2);
    const message =
      'Hook gate / nulls refused the merge into main: column customer_id must not be null';
    expect(refused.reason).toEqual({
      code: 'promote-hook-refused',
      message,
      detail: expect.stringContaining(printed),
      editPath: 'spec.promote.commit',
    });
    expect(refused.standing?.promotion).toEqual({
      commit: COMMIT,
      into: 'main',
      done: false,
      refused: { code: 'hook-refused', message, hookRun: '4opr' },
    });
    // What was refused was what the object asked for before; or it is not known.
    expect(promoted('False', 1).standing?.promotion?.refused).toBeUndefined();
    expect(promoted('Unknown', 2).standing?.promotion?.refused).toBeUndefined();
  });

  it.each([undefined, null, 'x', 3, [], { conditions: [null, 3, {}] }])(
    'lives with a spec and status of %j',
    value => {
      const object = { ...branch(), spec: value, status: value };
      expect(kind.summarize(object).state).toBe('pending');
      expect(kind.footprint(object).pods).toBe(0);
      expect(kind.podSelector(object)).toEqual({});
      expect(kind.validate(object).length).toBeGreaterThan(0);
      expect(kind.consequences?.(object, object)).toEqual([]);
      expect(kind.fixed?.(object, object)).toEqual([]);
    },
  );
});

it('is edited to take over a branch that is there, and says so', () => {
  expect(kind.editable.map(({ path }) => path)).toContain('spec.adopt');
  const sentence = /taken over as it is/;
  const [before, after] = [branch(), branch({ adopt: 'IfUnowned' })];
  expect(kind.consequences!(before, after)).toEqual([
    expect.stringMatching(sentence),
  ]);
  expect(kind.consequences!(undefined, after).join()).toMatch(sentence);
  expect(kind.consequences!(after, after)).toEqual([]);
});

describe('validate', () => {
  it.each<[string, Record<string, unknown>]>([
    ['the least', {}],
    ['a commit to begin at', { source: COMMIT }],
    ['a tag to begin at', { source: 'v1.2' }],
    ['a time', { expiresAt: '2026-12-24T18:00:00Z' }],
    [
      'all of it',
      {
        branch: 'Orders_Fix',
        adopt: 'IfUnowned',
        expiresAt: '2026-12-24',
        deletionPolicy: 'Delete',
        promote: {
          commit: COMMIT,
          into: 'release',
          strategy: 'source-wins',
          squash: true,
          message: 'x',
        },
      },
    ],
  ])('takes %s', (_what, spec) => {
    expect(kind.validate(branch(spec))).toEqual([]);
  });

  it.each<[Record<string, unknown>, string, RegExp]>([
    [{ server: undefined }, 'spec.server', /needed/],
    [{ server: 'La ke' }, 'spec.server', /name a lakeFS server/],
    [{ repository: undefined }, 'spec.repository', /needed/],
    [{ repository: '../x' }, 'spec.repository', /3 to 63/],
    [{ source: undefined }, 'spec.source', /needed/],
    [{ source: 'a/b' }, 'spec.source', /a branch, a tag or a commit/],
    [{ source: 'orders-fix' }, 'spec.source', /the branch itself/],
    [{ branch: '-x' }, 'spec.branch', /name of a branch/],
    [{ branch: 'a'.repeat(254) }, 'spec.branch', /name of a branch/],
    [{ adopt: 'Always' }, 'spec.adopt', /Never or IfUnowned/],
    [{ deletionPolicy: 'delete' }, 'spec.deletionPolicy', /Retain or Delete/],
    [{ expiresAt: 20261224 }, 'spec.expiresAt', /a day as/],
    [{ expiresAt: '2026-11-31' }, 'spec.expiresAt', /a day as/],
    [{ expiresAt: '1999-12-24' }, 'spec.expiresAt', /a day as/],
    [{ expiresAt: '24.12.2026' }, 'spec.expiresAt', /a day as/],
    [{ promote: 'x' }, 'spec.promote', /an object/],
    [{ promote: {} }, 'spec.promote.commit', /needed/],
    [{ promote: { commit: SHORT } }, 'spec.promote.commit', /whole id/],
    [
      { promote: { commit: COMMIT, into: 'orders-fix' } },
      'spec.promote.into',
      /the branch itself/,
    ],
    [
      { promote: { commit: COMMIT, strategy: 'theirs' } },
      'spec.promote.strategy',
      /source-wins or dest-wins/,
    ],
    [
      { promote: { commit: COMMIT, squash: 'yes' } },
      'spec.promote.squash',
      /true or false/,
    ],
    [
      { promote: { commit: COMMIT, message: 'x'.repeat(4001) } },
      'spec.promote.message',
      /at most 4000/,
    ],
  ])('refuses %j', (spec, path, message) => {
    expect(kind.validate(branch(spec))).toEqual([
      { path, message: expect.stringMatching(message) },
    ]);
  });

  it('wants a branch named where the name of the object is none', () => {
    const named = (spec = {}) =>
      buildBranchManifest({ name: 'orders.fix', spec });
    expect(kind.validate(named())).toEqual([
      {
        path: 'spec.branch',
        message: 'is needed, as "orders.fix" is no name of a branch',
      },
    ]);
    expect(kind.validate(named({ branch: 'orders-fix' }))).toEqual([]);
  });

  it('keeps a purpose to what can be shown', () => {
    const object = branch();
    object.metadata.annotations = { [ANNOTATION_PURPOSE]: 'x'.repeat(501) };
    expect(kind.validate(object)[0].message).toMatch(/at most 500/);
  });
});

describe('what never changes', () => {
  it.each<[Record<string, unknown>, string[]]>([
    [{}, []],
    [{ expiresAt: '2026-12-24', deletionPolicy: 'Delete' }, []],
    [{ server: 'other' }, ['spec.server']],
    [
      { repository: 'sales-x', source: 'x' },
      ['spec.repository', 'spec.source'],
    ],
    // Also where it is the same: the definition counts whether it is there.
    [{ branch: 'orders-fix' }, ['spec.branch']],
  ])('%j', (spec, paths) => {
    const faults = kind.fixed?.(branch(), branch(spec)) ?? [];
    expect(faults.map(({ path }) => path)).toEqual(paths);
    for (const { message } of faults) {
      expect(message).toMatch(/ask for another branch instead$/);
    }
  });
});

describe('policy', () => {
  const check = (
    object: KubernetesObject,
    repositories: string[] | undefined = ['lake/sales-*'],
  ) =>
    checkPolicy({
      object,
      kind,
      settings: {
        ...settingsFixture,
        lakefs: repositories && { repositories },
      },
      domain: 'sales',
      namespace: 'dom-sales',
    }).map(({ path, message }) => `${path} ${message}`);

  it('lets through a repository of the settings, and what it is for', () => {
    const object = branch();
    object.metadata.annotations = { [ANNOTATION_PURPOSE]: 'October' };
    expect(check(object)).toEqual([]);
  });

  it.each<[Record<string, unknown>, string[] | undefined]>([
    [{ repository: 'risk-lake' }, undefined],
    [{ server: 'other' }, undefined],
    [{}, []],
    [{}, ['lake/risk-*']],
  ])('refuses %j where the settings have %j', (spec, repositories) => {
    const object = branch(spec);
    const { server, repository } = object.spec as Record<string, string>;
    expect(check(object, repositories)).toEqual([
      `spec.repository "${server}/${repository}" is not a lakeFS repository that sales may use; its settings list those that it may`,
    ]);
  });

  it('refuses it where the settings say nothing of lakeFS', () => {
    const problems = checkPolicy({
      ...{ object: branch(), kind },
      settings: { ...settingsFixture, lakefs: undefined },
      ...{ domain: 'sales', namespace: 'dom-sales' },
    });
    expect(problems).toHaveLength(1);
  });
});

describe('consequences', () => {
  const of = (
    previous: Record<string, unknown> | undefined,
    next: Record<string, unknown> | undefined,
  ) =>
    kind.consequences!(previous && branch(previous), next && branch(next)) ??
    [];
  const promote = { commit: COMMIT };

  it.each<
    [
      string,
      Record<string, unknown> | undefined,
      Record<string, unknown> | undefined,
      RegExp[],
    ]
  >([
    ['nothing that counts', {}, {}, []],
    [
      'a new one',
      undefined,
      {},
      [
        /^Merging this creates branch orders-fix of lake\/sales-lake, beginning at main as it is then; no data is copied\.$/,
      ],
    ],
    [
      'a new one from a commit, until a day',
      undefined,
      { source: COMMIT, expiresAt: '2026-12-24' },
      [
        /beginning at commit b2b2b2b2b2b2;/,
        /^It expires after 2026-12-24; it stays until somebody removes it\.$/,
      ],
    ],
    [
      'a new one that is deleted',
      undefined,
      { expiresAt: '2026-12-24', deletionPolicy: 'Delete' },
      [
        /^Merging this creates/,
        /^It expires after 2026-12-24, and is deleted a day later unless work/,
        /^When its object is removed, branch orders-fix .* is deleted with it, unless uncommitted changes or commits .* collects garbage/,
        /^What cannot be promised: /,
      ],
    ],
    [
      'a promotion',
      {},
      { promote },
      [
        /^Merging this merges commit b2b2b2b2b2b2 of branch orders-fix of lake\/sales-lake into main, once: whoever reads main/,
        /not taken back by undoing/,
      ],
    ],
    [
      'a promotion of another commit, elsewhere and otherwise',
      { promote: { commit: 'c'.repeat(64) } },
      {
        promote: {
          ...promote,
          into: 'release',
          squash: true,
          strategy: 'source-wins',
        },
      },
      [
        /into release, once, as one commit, and takes the branch's side where both changed the same:/,
        /not taken back/,
      ],
    ],
    [
      'a promotion that leaves alone what is there',
      {},
      { promote: { ...promote, strategy: 'dest-wins' } },
      [/leaves alone what both changed/, /not taken back/],
    ],
    [
      'the same commit into another branch, which merges again',
      { promote },
      { promote: { ...promote, into: 'release' } },
      [/into release, once/, /not taken back/],
    ],
    [
      'the same commit into the same branch, named now',
      { promote },
      { promote: { ...promote, into: 'main' } },
      [],
    ],
    [
      'another message of the same merge',
      { promote },
      { promote: { ...promote, message: 'x' } },
      [/is merged into main once: where that was done, this changes nothing/],
    ],
    [
      'a promotion taken out',
      { promote },
      {},
      [/^What was merged already stays merged/],
    ],
    [
      'a later day',
      { expiresAt: '2026-12-24' },
      { expiresAt: '2027-01-24' },
      [/^It expires after 2027-01-24 instead of 2026-12-24; it stays/],
    ],
    [
      'no day',
      { expiresAt: '2026-12-24' },
      {},
      [/^It does not expire any more; it was to expire after 2026-12-24\.$/],
    ],
    [
      'a branch that is to stay',
      { deletionPolicy: 'Delete' },
      {},
      [/^From then on branch orders-fix of lake\/sales-lake stays when/],
    ],
    [
      'a removal',
      {},
      undefined,
      [/takes away the object only: branch orders-fix .* stays as it is/],
    ],
    [
      'a removal with its branch',
      { deletionPolicy: 'Delete' },
      undefined,
      [
        /^Merging this takes the object away, and branch .* is deleted with it, unless .*: then it is kept/,
        /^What cannot be promised: /,
      ],
    ],
  ])('of %s', (_what, previous, next, expected) => {
    expect(of(previous, next)).toEqual(
      expected.map(pattern => expect.stringMatching(pattern)),
    );
  });
});

describe('isLive', () => {
  it('is what the API server holds, defaults filled in', () => {
    const object = buildLakeFSBranchObject({ spec: { adopt: 'Never' } });
    expect(kind.isLive(branch(), object)).toBe(true);
    expect(kind.isLive(branch({ expiresAt: '2026-12-24' }), object)).toBe(
      false,
    );
  });

  it('tells two commits apart that both could be read as numbers', () => {
    const commit = (last: string) => ({
      promote: { commit: `${'1'.repeat(60)}e99${last}` },
    });
    expect(
      kind.isLive(
        branch(commit('1')),
        buildLakeFSBranchObject({ spec: commit('2') }),
      ),
    ).toBe(false);
  });
});

describe('verbs', () => {
  it('are said with values that the kind lets one edit', () => {
    const known = kind.editable.map(({ path }) => path);
    for (const { fields = [] } of kind.verbs) {
      expect(known).toEqual(expect.arrayContaining(fields));
    }
    expect(kind.verbs.map(({ id }) => id)).toEqual(['extend', 'promote']);
  });
});
