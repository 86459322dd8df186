import { USER_TOKEN } from '../__testUtils__/GitHostFake';
import { hasOpenApi } from '../__testUtils__/openApiCheck';
import {
  BRANCH,
  HOSTS,
  MESSAGE,
  PATH,
  useHost,
} from '../__testUtils__/useHost';

describe.each(HOSTS)(
  '$title keeps the contract of GitHost: how it is asked',
  traits => {
    const { etags, describedBy } = traits;
    const at = useHost(traits);

    it('acts as a person with their own token, and with nothing else', async () => {
      const { fake, repository, model } = at;
      const observe = jest.fn();
      const own = fake.hosts({ observe }).asUser(repository, USER_TOKEN);
      await own.commitToNewBranch(repository, {
        ...{ branch: BRANCH, message: MESSAGE },
        files: [{ action: 'create', path: PATH, content: 'a: 1\n' }],
      });
      await own.createPullRequest(repository, {
        ...{ branch: BRANCH, title: 'Add daily', body: '' },
      });

      expect(model.pulls).toHaveLength(1);
      const used = fake.server.requests.map(one => one.headers.authorization);
      expect(new Set(used)).toEqual(new Set([`Bearer ${USER_TOKEN}`]));
      // Health is about the portal's own credentials.
      expect(observe).not.toHaveBeenCalled();
    });

    it('says what to do about a token of a person that is refused', async () => {
      const { fake, repository } = at;
      const token = 'expired-0123456789';
      const own = fake.hosts().asUser(repository, token);
      const error = await own
        .createPullRequest(repository, {
          ...{ branch: BRANCH, title: 'Add daily', body: '' },
        })
        .catch(thrown => thrown);

      expect(error).toMatchObject({
        name: 'NotAllowedError',
        message: expect.stringMatching(/Your own account on .* sign in to it/),
      });
      expect(error.message).not.toContain('integrations.');
      expect(JSON.stringify([error.message, error.stack])).not.toContain(token);
    });

    if (etags) {
      it('asks again only for what changed', async () => {
        const { fake, host, repository, open } = at;
        await open();
        const first = await host.getPullRequest(repository, 1);
        fake.server.answers.length = 0;
        const second = await host.getPullRequest(repository, 1);

        expect(second).toEqual(first);
        expect(new Set(fake.server.answers)).toEqual(new Set([304]));
      });
    }

    if (describedBy) {
      const isThere = hasOpenApi(describedBy);
      (isThere ? describe : describe.skip)(
        `${describedBy}${
          isThere
            ? ''
            : ' (skipped: ../shared/data/git-hosts is not beside the repository)'
        }`,
        () => {
          it('describes what is asked and answered', async () => {
            const { fake, host, repository, open } = at;
            await open();
            await host.getPullRequest(repository, 1);
            await host.listOpenPullRequests(repository);
            expect(fake.check?.checked.size).toBeGreaterThan(3);
            expect([...fake.check!.problems]).toEqual([]);
          });
        },
      );
    }

    it('tells how the host answers, by the address of config', async () => {
      const { fake, repository } = at;
      const observe = jest.fn();
      const watched = fake.hosts({ observe }).forRepository(repository);
      await watched.getBranch(repository, 'main');
      expect(observe).toHaveBeenLastCalledWith(
        expect.objectContaining({
          ...{ repository: repository.url, status: 200, error: undefined },
        }),
      );
      fake.server.fault = () => fake.refusal(500, 'not today');
      await expect(watched.getPullRequest(repository, 1)).rejects.toThrow();
      expect(observe).toHaveBeenLastCalledWith(
        expect.objectContaining({
          ...{ repository: repository.url, status: 500 },
          error: expect.stringContaining('(500): not today'),
        }),
      );
    });
  },
);
