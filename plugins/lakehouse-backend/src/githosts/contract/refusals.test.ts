import { BRANCH, HOSTS, PATH, useHost } from '../__testUtils__/useHost';

describe.each(HOSTS)(
  '$title keeps the contract of GitHost: what it refuses',
  traits => {
    const { title } = traits;
    const at = useHost(traits);

    describe('when the host refuses', () => {
      it.each([
        [401, 'NotAllowedError'],
        [403, 'NotAllowedError'],
        [409, 'ConflictError'],
        [422, 'ConflictError'],
        [423, 'NotAllowedError'],
        [429, 'ServiceUnavailableError'],
        [500, 'ServiceUnavailableError'],
        [503, 'ServiceUnavailableError'],
      ])('answers %s with %s, on reads and on writes', async (status, name) => {
        const { fake, repository, create } = at;
        const text = `not today, ${fake.secret}`;
        fake.server.fault = () => fake.refusal(status, text);
        const expected = {
          name,
          message: expect.stringMatching(
            new RegExp(
              `^${title} at [\\w.:]+ refused to .* \\(${status}\\): not today, \\*\\*\\*`,
            ),
          ),
        };
        const again = () => fake.hosts().forRepository(repository);

        await expect(
          again().getPullRequest(repository, 1),
        ).rejects.toMatchObject(expected);
        await expect(
          again().createPullRequest(repository, {
            ...{ branch: BRANCH, title: 't', body: '' },
          }),
        ).rejects.toMatchObject(expected);
        await expect(create()).rejects.toMatchObject({ name });
      });

      it('says what the credentials need where they are refused', async () => {
        const { fake, repository } = at;
        const stranger = fake
          .hosts({ secret: 'expired-or-wrong' })
          .forRepository(repository);
        await expect(
          stranger.getPullRequest(repository, 1),
        ).rejects.toMatchObject({
          name: 'NotAllowedError',
          message: expect.stringMatching(/integrations\.\w+ need/),
        });
      });

      it('does not take a repository that is hidden or gone for an empty one', async () => {
        const { fake, host, repository, create } = at;
        fake.server.fault = () => fake.refusal(404, 'Not Found');
        const gone = {
          name: 'NotFoundError',
          message: expect.stringContaining('may not see it. The '),
        };
        await expect(host.getPullRequest(repository, 1)).rejects.toMatchObject(
          gone,
        );
        await expect(
          host.getFile(repository, PATH, 'main'),
        ).rejects.toMatchObject(gone);
        await expect(host.getBranch(repository, BRANCH)).rejects.toMatchObject(
          gone,
        );
        await expect(
          host.listOpenPullRequests(repository),
        ).rejects.toMatchObject(gone);
        await expect(create()).rejects.toMatchObject({ name: 'NotFoundError' });
      });

      it('does not take a web page for an answer', async () => {
        const { fake, host, repository } = at;
        fake.server.fault = () => ({
          ...{ status: 200, body: '<html>Sign in</html>' },
          headers: { 'Content-Type': 'text/html' },
        });
        await expect(host.getPullRequest(repository, 1)).rejects.toMatchObject({
          name: 'ServiceUnavailableError',
        });

        fake.server.fault = () => ({
          ...{ status: 302, headers: { Location: '/users/sign_in' } },
        });
        await expect(host.getPullRequest(repository, 1)).rejects.toMatchObject({
          name: 'NotAllowedError',
        });
      });

      it('follows no redirect, and says that the repository has moved', async () => {
        const { fake, host, repository } = at;
        fake.server.fault = ({ path }) =>
          path.includes('elsewhere')
            ? { status: 200, body: {} }
            : { status: 301, headers: { Location: '/elsewhere' } };
        await expect(host.getPullRequest(repository, 1)).rejects.toMatchObject({
          name: 'NotFoundError',
          message: expect.stringContaining('has moved'),
        });
        expect(fake.server.requests).toHaveLength(1);
      });

      it('waits for no answer longer than its limit', async () => {
        const { fake, repository } = at;
        fake.server.fault = () => 'timeout';
        const impatient = fake
          .hosts({ timeLimitMs: 300 })
          .forRepository(repository);
        await expect(
          impatient.getPullRequest(repository, 1),
        ).rejects.toMatchObject({
          name: 'ServiceUnavailableError',
          message: expect.stringContaining('did not answer within 0.3 s'),
        });
      });

      it('leaves a host alone until the time that it asked for', async () => {
        const { fake, repository } = at;
        let now = Date.parse('2026-01-05T08:00:00Z');
        const patient = fake
          .hosts({ now: () => now })
          .forRepository(repository);
        fake.server.fault = () => ({
          ...fake.refusal(429, 'slow down'),
          headers: { 'Retry-After': '90' },
        });
        await expect(patient.getPullRequest(repository, 1)).rejects.toThrow(
          'called again after 2026-01-05T08:01:30Z',
        );
        fake.server.fault = undefined;
        const requests = fake.server.requests.length;

        now += 89_000;
        await expect(
          patient.getPullRequest(repository, 1),
        ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
        expect(fake.server.requests).toHaveLength(requests);

        now += 2_000;
        expect(await patient.getPullRequest(repository, 1)).toBeUndefined();
      });

      it('tells no credential, whatever goes wrong', async () => {
        const { fake, repository } = at;
        const secret = `s3cr3t-${'x'.repeat(20)}`;
        const urls = [
          async () => {
            throw new Error(`socket hang up for ${secret}`);
          },
          async () =>
            new Response(`{"message":"bad ${secret}"}`, { status: 500 }),
          async () =>
            new Response(`{"message":"bad ${secret}"}`, { status: 418 }),
        ];
        for (const broken of urls) {
          const careless = fake
            .hosts({ secret, fetch: broken })
            .forRepository(repository);
          const error = await careless
            .getPullRequest(repository, 1)
            .catch(thrown => thrown);
          expect(error).toBeInstanceOf(Error);
          expect(
            JSON.stringify([error.message, error.stack, error.cause]),
          ).not.toContain(secret);
        }
      });
    });

    it('needs a repository of the host', () => {
      const { fake } = at;
      expect(() =>
        fake.hosts().forRepository({ url: 'https://elsewhere.example/a/b' }),
      ).toThrow("an entry with host 'elsewhere.example'");
    });
  },
);
