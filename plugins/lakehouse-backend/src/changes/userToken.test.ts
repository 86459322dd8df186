import type { Knex } from 'knex';
import { TestDatabases } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import type { GitHost } from '@lakefront/backstage-plugin-lakehouse-node';
import { LEASE_MS } from './ChangeRunner';
import {
  startTestGitServer,
  type TestGitServer,
} from './__testUtils__/gitServer';
import {
  jobInput,
  MIA,
  rowsOf,
  SALES,
  startWritePath,
  type WritePath,
} from './__testUtils__/startWritePath';
import { TIDY_REQUESTER } from '@lakefront/backstage-plugin-lakehouse-common';

/** What the sandbox's Git host takes for mia's own token. */
const TOKEN = 'sandbox-mia';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

describe.each(databases.eachSupportedId())(
  'changes by the own account of who asks, on %s',
  databaseId => {
    let git: TestGitServer;
    let knex: Knex;
    let path: WritePath;
    const key = { idempotencyKey: 'task-1' };

    beforeEach(async () => {
      git = await startTestGitServer();
      knex = await databases.init(databaseId);
      path = await startWritePath({
        ...{ git, knex, repository: { credentials: 'user' } },
      });
    });

    afterEach(async () => {
      await git.close();
      await knex.destroy();
    });

    const openedBy = async () =>
      (
        (await git.pulls()) as unknown as Array<{ user: { login: string } }>
      ).map(({ user }) => user.login);

    /** Hosts of which the first call of a kind is answered by nothing. */
    const losing = (name: 'commitToNewBranch' | 'createPullRequest') => {
      let lost = false;
      return (host: GitHost, when: 'before' | 'after'): GitHost =>
        new Proxy(host, {
          get(target, property: keyof GitHost) {
            const value = target[property] as unknown;
            if (typeof value !== 'function') {
              return value;
            }
            return async (...args: unknown[]) => {
              const losesThis = property === name && !lost;
              if (losesThis && when === 'before') {
                lost = true;
                throw new ServiceUnavailableError('Gitea did not answer.');
              }
              const answer = await value.apply(target, args);
              if (losesThis) {
                lost = true;
                throw new ServiceUnavailableError('Gitea did not answer.');
              }
              return answer;
            };
          },
        });
    };
    const later = async (service: { sweep(): Promise<void> }) => {
      path.clock.advance(LEASE_MS + 1);
      await service.sweep();
    };

    it('commits and opens the pull request as them, and says nothing of the token', async () => {
      const service = await path.replica();

      const change = await service.propose(jobInput(), MIA, {
        ...{ ...key, gitToken: TOKEN },
      });
      await later(service);

      expect(change).toMatchObject({ phase: 'open', number: 1 });
      expect(await openedBy()).toEqual(['mia']);
      const { sha } = (await git.hosts
        .forRepository(git.repository)
        .getBranch(git.repository, `lakefront/${change.id}`))!;
      expect(await git.as('pat', 'GET', `/git/commits/${sha}`)).toMatchObject({
        commit: { author: { name: 'mia' } },
      });
      // All else is the portal's.
      expect(await git.as('pat', 'GET', `/statuses/${sha}`)).toMatchObject([
        { creator: { login: 'portal' } },
      ]);
      const tables = [];
      for (const table of ['changes', 'change_files', 'change_statuses']) {
        tables.push(await knex(table).select());
      }
      const { logger } = path;
      const said = [logger.debug, logger.info, logger.warn, logger.error];
      expect(
        JSON.stringify([
          ...[change, tables, await git.pulls()],
          ...said.map(({ mock }) => mock.calls),
          await service.get(SALES, change.id, { withFiles: true }),
        ]),
      ).not.toContain(TOKEN);
    });

    it('never falls back to the account of the portal', async () => {
      const service = await path.replica();

      await expect(service.propose(jobInput(), MIA, key)).rejects.toMatchObject(
        {
          name: 'InputError',
          message: expect.stringContaining(
            'Changes of sales on west are made with your own account',
          ),
        },
      );

      expect(await rowsOf(knex)).toEqual([]);
      expect(await git.branches()).toEqual([]);
    });

    it('says what to do about a token that is refused', async () => {
      const service = await path.replica();

      const change = await service.propose(jobInput(), MIA, {
        ...{ ...key, gitToken: 'expired-0123456789' },
      });

      expect(change).toMatchObject({
        phase: 'failed',
        message: expect.stringContaining('sign in to it again'),
      });
      expect(JSON.stringify(change)).not.toContain('expired-0123456789');
      expect(await git.branches()).toEqual([]);

      const again = await service.propose(jobInput(), MIA, {
        ...{ ...key, gitToken: TOKEN },
      });
      expect(again).toMatchObject({ id: change.id, phase: 'open', number: 1 });
    });

    it('is not gone on with, as nobody kept the token', async () => {
      const lose = losing('commitToNewBranch');
      const service = await path.replica(host => lose(host, 'before'));
      const asked = { ...key, gitToken: TOKEN };
      const { id } = await service.propose(jobInput(), MIA, asked);
      await later(service);

      expect(await service.get(SALES, id, { withFiles: false })).toMatchObject({
        phase: 'failed',
        message:
          'Gitea did not answer. It is to be opened by your own Git account, whose token the portal does not keep: submit it again.',
      });
      expect(await git.branches()).toEqual([]);

      const again = await service.propose(jobInput(), MIA, asked);
      expect(again).toMatchObject({ id, phase: 'open', number: 1 });
      expect(await openedBy()).toEqual(['mia']);
    });

    it('is followed where the pull request was opened, though no answer came', async () => {
      const lose = losing('createPullRequest');
      const service = await path.replica(host => lose(host, 'after'));
      const asked = { ...key, gitToken: TOKEN };
      const { id } = await service.propose(jobInput(), MIA, asked);
      await later(service);

      const change = await service.get(SALES, id, { withFiles: false });
      expect(change).toMatchObject({ phase: 'open', number: 1 });
      expect(await openedBy()).toEqual(['mia']);
    });

    it('tidies nothing, as nobody is there whose account it could be', async () => {
      const ended = new Date(path.clock.now() - 10 * 86_400_000).toISOString();
      path.reader.indexed.set('west/dom-sales/job/done', {
        ...{ kind: 'job', name: 'done', role: 'job', state: 'succeeded' },
        endedAt: ended,
      } as never);
      const service = await path.replica();

      await path.tidier(service).tidy();

      expect(
        (await service.list(SALES, { requestedBy: TIDY_REQUESTER })).items,
      ).toEqual([]);
      expect(path.logger.warn).not.toHaveBeenCalled();
    });
  },
);
