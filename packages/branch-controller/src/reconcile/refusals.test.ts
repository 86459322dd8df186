import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { keptKey } from '@lakefront/lakefs-client';
import type { FakeKube } from '../__testUtils__/FakeKube';
import { startTestControl } from '../__testUtils__/startTestControl';
import type { TestControl } from '../__testUtils__/TestControl';
import type { TestLake } from '../__testUtils__/TestLake';

jest.setTimeout(60_000);

/** Beside the repository; a clone elsewhere has none. */
const TRANSCRIPT = resolve(
  __dirname,
  '../../../../../shared/data/lakefs/transcript.json',
);
const isThere = existsSync(TRANSCRIPT);

type Refusal = [
  what: string,
  call: [method: string, path: RegExp],
  answer: [status: number, message: string],
  said: string,
];

const MAKE: Refusal['1'] = ['POST', /\/branches$/];
const LOOK: Refusal['1'] = ['GET', /\/branches$/];
const MERGE: Refusal['1'] = ['POST', /\/merge\//];
const DELETE: Refusal['1'] = ['DELETE', /\/branches\/fix$/];

const READ_ONLY: Refusal['2'] = [403, 'read-only repository'];
const STRANGER: Refusal['2'] = [401, 'error authenticating request'];

const NEW: Refusal[] = [
  ['no key of it', LOOK, STRANGER, 'Unknown Unauthorized'],
  [
    'no repository',
    LOOK,
    [404, 'repository not found'],
    'False RepositoryNotFound',
  ],
  [
    'no source',
    MAKE,
    [404, "source reference 'nope': not found"],
    'False SourceNotFound',
  ],
  [
    'a name that is none',
    MAKE,
    [
      400,
      'argument branch: branch id: invalid value: validation error: branch id must consist of letters, digits, underscores and dashes, and cannot start with a dash',
    ],
    'False Refused',
  ],
  ['a repository for reading', MAKE, READ_ONLY, 'False RepositoryReadOnly'],
  [
    'a tag of that name',
    MAKE,
    [409, 'tag ID conflicts with branch'],
    'False NameTaken',
  ],
  [
    'a hook',
    MAKE,
    [412, "pre-create-branch hook aborted, run id 'x': no"],
    'False HookRefused',
  ],
];

const PROMOTED: Refusal[] = [
  [
    'uncommitted changes',
    MERGE,
    [400, 'uncommitted changes (dirty branch)'],
    'False DestinationDirty',
  ],
  [
    'nothing to merge',
    MERGE,
    [400, 'update branch main: no changes'],
    'True NothingToMerge',
  ],
  ['no destination', MERGE, [404, 'branch not found'], 'False Refused'],
  ['a conflict', MERGE, [409, ''], 'False Conflict'],
  [
    'a hook',
    MERGE,
    [
      412,
      "update branch gated: pre-merge hook aborted, run id '4oprpo': 1 error occurred",
    ],
    'False HookRefused',
  ],
  [
    'protection',
    MERGE,
    [403, 'cannot write to protected branch'],
    'False DestinationProtected',
  ],
  ['a repository for reading', MERGE, READ_ONLY, 'False RepositoryReadOnly'],
  ['a key that is no more', MERGE, STRANGER, 'Unknown Merging'],
];

const DELETED: Refusal[] = [
  ['a branch that is gone', DELETE, [404, 'branch not found'], 'deleted'],
  [
    'a default branch',
    DELETE,
    [403, 'cannot delete repository default branch'],
    'Refused',
  ],
  ['a repository for reading', DELETE, READ_ONLY, 'Refused'],
  [
    'a hook',
    DELETE,
    [412, "pre-delete-branch hook aborted, run id 'x': no"],
    'HookRefused',
  ],
  [
    'a tag of that name, which is not there either',
    ['POST', /\/tags$/],
    [409, 'tag already exists: not unique'],
    'Refused',
  ],
];

/** Answers of calls that the controller never makes. */
const NEVER_MADE = [
  'POST /repositories',
  'DELETE /repositories/ro-lake',
  'POST /repositories/orders-lake/branches/main/commits',
  'POST /repositories/orders-lake/branches/main/objects?path=x',
];

describe('what lakeFS refuses', () => {
  let lake: TestLake;
  let kube: FakeKube;
  let control: TestControl;

  beforeEach(async () => {
    ({ lake, kube, control } = await startTestControl());
  });
  afterEach(() => lake.stop());

  const refuse = (
    [wanted, pattern]: Refusal['1'],
    [status, message]: Refusal['2'],
  ) =>
    lake.watch(({ method, path }) =>
      method === wanted && pattern.test(path)
        ? { status, body: message ? { message } : { reference: '' } }
        : undefined,
    );

  it.each(NEW)(
    'is said of a new branch: %s',
    async (_what, call, answer, said) => {
      refuse(call, answer);
      kube.apply('fix');
      await control.look('fix');
      expect(control.condition('fix', 'Ready')).toContain(said);
      expect(lake.head('fix')).toBeUndefined();
      lake.watch();
      lake.clock.advance(60_000);
      await control.settle('fix');
      expect(control.condition('fix', 'Ready')).toContain('True Ready');
    },
  );

  it.each(PROMOTED)(
    'is said of a promotion: %s',
    async (_what, call, answer, said) => {
      kube.apply('fix');
      await control.look('fix');
      const commit = await lake.commit('fix', 'work');
      refuse(call, answer);
      kube.apply('fix', { promote: { commit, into: 'main' } });
      await control.look('fix');
      expect(control.condition('fix', 'Promoted')).toContain(said);
      expect(control.condition('fix', 'Ready')).toContain('True Ready');
      expect(await lake.promotions('main')).toBe(0);
    },
  );

  it.each<[string, Refusal['2']]>([
    ['a rule that protects', [403, 'cannot write to protected branch']],
    ['a dirty destination', [400, 'uncommitted changes (dirty branch)']],
    ['a repository for reading', READ_ONLY],
  ])(
    'is looked at again, as nothing shows that it was mended: %s',
    async (_what, answer) => {
      kube.apply('fix');
      await control.look('fix');
      const commit = await lake.commit('fix', 'work');
      refuse(MERGE, answer);
      kube.apply('fix', { promote: { commit, into: 'main' } });
      const { again } = await control.look('fix');
      expect(again).toMatchObject({ kind: 'after' });
      lake.watch();
      await control.look('fix');
      expect(control.condition('fix', 'Promoted')).toContain('True Merged');
    },
  );

  it.each(DELETED)(
    'is no reason to hold an object: %s',
    async (_what, call, answer, said) => {
      kube.apply('fix', { deletionPolicy: 'Delete' });
      await control.settle('fix');
      refuse(call, answer);
      kube.remove('fix');
      await control.look('fix');
      expect(kube.has('fix')).toBe(false);
      const metadata = await lake.metadata();
      const kept = metadata[keptKey('fix')];
      expect(kept ? JSON.parse(kept).reason : 'deleted').toBe(said);
      // No rule of ours stays behind.
      expect(
        (await lake.client.repositories.branchProtection('orders-lake'))
          .patterns,
      ).toEqual([]);
    },
  );

  (isThere ? describe : describe.skip)(
    `as a real one was heard${
      isThere
        ? ''
        : ' (skipped: ../shared/data/lakefs is not beside the repository)'
    }`,
    () => {
      it('is told of all that was recorded', () => {
        const told = [...NEW, ...PROMOTED, ...DELETED].map(
          ([, , [status, message]]) => `${status} ${message.slice(0, 30)}`,
        );
        const asked = JSON.parse(readFileSync(TRANSCRIPT, 'utf8'))
          .recorded as Array<{
          request: { method: string; path: string };
          response: { status: number; body: { message?: string } };
        }>;
        const refusals = asked.filter(({ response }) => response.status >= 400);
        expect(refusals.length).toBeGreaterThan(15);
        const untold = refusals
          .filter(
            ({ request }) =>
              !NEVER_MADE.includes(`${request.method} ${request.path}`),
          )
          .map(
            ({ response: { status, body } }) =>
              `${status} ${(body.message ?? '').slice(0, 30)}`,
          )
          .filter(answer => !told.includes(answer));
        // Told below: it is there by the hand of somebody else.
        expect(untold).toEqual(['409 branch already exists: not uni']);
      });
    },
  );

  it('is a conflict also where nobody can say of what', async () => {
    kube.apply('fix');
    await control.look('fix');
    const commit = await lake.commit('fix', 'work');
    lake.watch(({ method, path }) => {
      if (method === 'POST' && path.includes('/merge/')) {
        return { status: 409, body: {} };
      }
      return path.endsWith(`/diff/${commit}`)
        ? { status: 400, body: { message: 'no' } }
        : undefined;
    });
    kube.apply('fix', { promote: { commit, into: 'main' } });
    await control.look('fix');
    expect(control.condition('fix', 'Promoted')).toContain(
      'False Conflict: Both sides changed the same objects.',
    );
  });

  it('is believed where a branch was made by hand in that very moment', async () => {
    lake.watch(({ method, path }) => {
      if (method === 'POST' && path.endsWith('/branches')) {
        const { branches } = lake.repository;
        branches.set('fix', { ...branches.get('main')!, staged: new Map() });
      }
      return undefined;
    });
    kube.apply('fix');
    await control.look('fix');
    expect(control.condition('fix', 'Blocked')).toContain('True BranchExists');
    expect(await lake.metadata()).toEqual({});
  });
});
