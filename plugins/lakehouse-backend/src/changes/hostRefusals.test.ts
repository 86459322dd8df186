import { jobInput, MIA, SALES } from './__testUtils__/startWritePath';
import { useWritePath } from './__testUtils__/useWritePath';

jest.setTimeout(60_000);

const SCOPE =
  /The token of integrations\.gitea needs the scope write:repository, and its user write access/;

/** What a Git host says of a repository and its credentials, and what people are told. */
const REFUSALS: Array<[string, { status: number; said: string }, RegExp]> = [
  [
    'an expired token',
    { status: 401, said: 'token is expired' },
    /refused to .+ \(401\): token is expired\. The token of/,
  ],
  [
    'a missing scope',
    { status: 403, said: 'token does not have the required scope' },
    SCOPE,
  ],
  [
    'a protected branch',
    { status: 403, said: 'branch lakefront/* is protected' },
    /\(403\): branch lakefront\/\* is protected\. The token of/,
  ],
  [
    'an archived repository',
    { status: 423, said: 'repository is archived' },
    /\(423\): repository is archived/,
  ],
  [
    'a renamed repository',
    { status: 301, said: 'moved permanently' },
    /The repository has moved: give lakehouse\.gitops\.repositories\[\]\.url its new address/,
  ],
  [
    'a repository that is gone',
    { status: 404, said: 'not found' },
    /\(404\)|neither its pull request nor its branch|shows no repository/,
  ],
  ['a conflict', { status: 409, said: 'it is locked' }, /it is locked|409/],
  [
    'what it can not take',
    { status: 422, said: 'title is too long' },
    /title is too long|422/,
  ],
];

describe('the Git host refuses', () => {
  const own = useWritePath();

  const refuse = (
    { status, said }: { status: number; said: string },
    at: { method: string; path: RegExp },
  ) =>
    own.git.server.faults.set(({ method, path }) =>
      method === at.method && at.path.test(path)
        ? {
            status,
            body: { message: said },
            ...(status === 301 && { headers: { Location: '/elsewhere' } }),
          }
        : undefined,
    );

  describe.each([
    ['the commit', { method: 'POST', path: /\/contents$/ }],
    ['the pull request', { method: 'POST', path: /\/pulls$/ }],
  ])('%s', (_title, at) => {
    it.each(REFUSALS)(
      'for %s: one sentence says so, and nothing is left behind',
      async (_reason, refusal, expected) => {
        refuse(refusal, at);
        const { id } = await own.service.propose(jobInput(), MIA, {});
        for (let round = 0; round < 3; round++) await own.look();

        const change = await own.service.get(SALES, id, { withFiles: false });
        expect(change).toMatchObject({
          phase: 'failed',
          message: expect.stringMatching(expected),
        });
        own.git.server.faults.set(undefined);
        expect(await own.git.branches()).toEqual([]);
        expect(await own.git.pulls()).toEqual([]);
        // The name is free.
        const next = await own.service.propose(jobInput(), MIA, {});
        expect(next).toMatchObject({ phase: 'open', number: 1 });
      },
    );
  });

  it.each(REFUSALS)(
    'to be read, for %s: who asks is told, and nothing is asked for',
    async (_reason, refusal, expected) => {
      refuse(refusal, { method: 'GET', path: /./ });
      const asked = own.service.propose(jobInput(), MIA, {});
      await expect(asked).rejects.toThrow(expected);
      expect(await own.knex('changes').select()).toEqual([]);
    },
  );

  it.each(REFUSALS)(
    'to tell of an open pull request, for %s: the change waits and says so, until it is told again',
    async (_reason, refusal, expected) => {
      const { id } = await own.service.propose(jobInput(), MIA, {});
      const get = () => own.service.get(SALES, id, { withFiles: false });
      refuse(refusal, { method: 'GET', path: /./ });
      // A single lost call is nothing to tell people about.
      for (let round = 0; round < 3; round++) await own.look();
      expect(await get()).toMatchObject({
        phase: 'open',
        blocked: { reason: expect.stringMatching(expected) },
      });

      own.git.server.faults.set(undefined);
      await own.look();
      expect((await get()).blocked).toBeUndefined();
    },
  );
});
