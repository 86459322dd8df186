import { generateKeyPairSync } from 'node:crypto';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { startFakeGithub } from './__testUtils__/fakeGithub';
import type { GitHostFake } from './__testUtils__/GitHostFake';
import { createGitHosts } from './createGitHosts';

describe('GithubHost', () => {
  let fake: GitHostFake;

  beforeEach(async () => {
    fake = await startFakeGithub();
  });

  afterEach(async () => {
    await fake.server.close();
  });

  it.each([
    [
      'the budget of an hour',
      'API rate limit exceeded for user',
      { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1767603660' },
      '2026-01-05T09:01:00Z',
    ],
    [
      'too much at once',
      'You have exceeded a secondary rate limit',
      {},
      '2026-01-05T08:31:00Z',
    ],
    [
      'a named wait',
      'slow down',
      { 'Retry-After': '7' },
      '2026-01-05T08:30:07Z',
    ],
    [
      'a wait without end',
      'slow down',
      { 'Retry-After': '999999' },
      '2026-01-05T09:30:00Z',
    ],
  ])(
    'takes a 403 for %s as busy, not as forbidden',
    async (_, message, headers, time) => {
      const now = () => Date.parse('2026-01-05T08:30:00Z');
      const host = fake.hosts({ now }).forRepository(fake.repository);
      fake.server.fault = () => ({ ...fake.refusal(403, message), headers });

      await expect(
        host.getPullRequest(fake.repository, 1),
      ).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining(`called again after ${time}`),
      });
    },
  );

  it('reads a file that is too large for the first answer', async () => {
    const content = 'größe: 1\n'.repeat(150_000);
    fake.model.push('main', { 'large.yaml': content });
    const host = fake.hosts().forRepository(fake.repository);

    const file = await host.getFile(fake.repository, 'large.yaml', 'main');

    expect(file?.content === content).toBe(true);
  });

  it('says what GitHub found wrong, not only that something is', async () => {
    const host = fake.hosts().forRepository(fake.repository);
    const { repository } = fake;
    const branch = 'lakefront/a';
    fake.model.push(branch, { 'a.yaml': 'x' });
    const open = () =>
      host.createPullRequest(repository, { branch, title: 'A', body: '' });
    await open();

    await expect(open()).rejects.toThrow(
      '(422): Validation Failed; A pull request already exists for lakehouse:lakefront/a.',
    );
  });

  it('asks as the app that is installed for the owner', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    const { url } = fake.server;
    const seen: Array<string | undefined> = [];
    fake.server.fault = ({ path, headers }) => {
      if (path.endsWith('/app/installations')) {
        const account = { login: 'lakehouse' };
        return { body: [{ id: 7, account, repository_selection: 'all' }] };
      }
      if (path.endsWith('/app/installations/7/access_tokens')) {
        const body = { token: 'ghs_app', expires_at: '2999-01-01T00:00:00Z' };
        return { status: 201, body };
      }
      seen.push(headers.authorization);
      return fake.refusal(404, 'Not Found');
    };
    const host = createGitHosts({
      integrations: ScmIntegrations.fromConfig(
        new ConfigReader({
          integrations: {
            github: [
              {
                ...{ host: new URL(url).host, apiBaseUrl: `${url}/api/v3` },
                apps: [
                  {
                    ...{ appId: 1, clientId: 'id', clientSecret: 'secret' },
                    ...{ webhookSecret: 'hook', privateKey },
                  },
                ],
              },
            ],
          },
        }),
      ),
    }).forRepository(fake.repository);

    await expect(host.getBranch(fake.repository, 'main')).rejects.toMatchObject(
      { name: 'NotFoundError' },
    );
    expect(new Set(seen)).toEqual(new Set(['Bearer ghs_app']));
  });

  it('asks nothing without credentials', async () => {
    const { repository } = fake;
    const anonymous = createGitHosts({
      integrations: ScmIntegrations.fromConfig(
        new ConfigReader({
          integrations: {
            github: [
              {
                host: new URL(repository.url).host,
                apiBaseUrl: fake.server.url,
              },
            ],
          },
        }),
      ),
    }).forRepository(repository);

    await expect(anonymous.getBranch(repository, 'main')).rejects.toMatchObject(
      {
        name: 'NotAllowedError',
        message: `integrations.github has no credentials for ${repository.url}`,
      },
    );
    expect(fake.server.requests).toEqual([]);
  });
});
