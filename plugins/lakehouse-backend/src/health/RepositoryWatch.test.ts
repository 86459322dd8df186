import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import type { Fetch } from '@lakefront/rest-client';
import { createGitHosts } from '../githosts';
import { readRateLimit } from '../githosts/HostObserver';
import { RepositoryWatch } from './RepositoryWatch';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const URL_OF = 'https://git.example.com/lakehouse/gitops';
const REPOSITORIES = [
  { name: 'gitops', url: URL_OF },
  { name: 'other', url: 'https://git.example.com/lakehouse/other.git' },
  { name: 'lost', url: 'https://nowhere.example.com/a/b' },
];
const target = { name: 'gitops', url: URL_OF, baseBranch: 'main', root: '' };

function watchHost(fetch: Fetch) {
  let now = NOW;
  const watch = new RepositoryWatch({ now: () => now });
  const hosts = createGitHosts({
    integrations: ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: {
          gitea: [{ host: 'git.example.com', password: 'secret' }],
        },
      }),
    ),
    fetch,
    observe: watch.observe,
  });
  return {
    host: hosts.forRepository({ url: URL_OF }),
    describe: () => watch.describe(REPOSITORIES, hosts),
    later: () => {
      now += 60_000;
    },
  };
}

const json = (body: unknown, status = 200, headers: HeadersInit = {}) =>
  new Response(JSON.stringify(body), { status, headers });

describe('RepositoryWatch', () => {
  it('knows nothing of what was never asked', () => {
    const { describe: describeAll } = watchHost(async () => json({}));
    expect(describeAll()).toEqual([
      { name: 'gitops', url: URL_OF, host: 'Gitea', state: 'unknown' },
      expect.objectContaining({ host: 'Gitea', state: 'unknown' }),
      // No integration is configured for it.
      expect.objectContaining({
        host: 'nowhere.example.com',
        state: 'unknown',
      }),
    ]);
  });

  it('remembers the last answer, the last error and what is left of the limit', async () => {
    const answers: Array<() => Response> = [
      () => json({ message: 'token expired' }, 401),
      () =>
        json({}, 404, {
          'x-ratelimit-limit': '5000',
          'x-ratelimit-remaining': '4990',
          'x-ratelimit-reset': String(NOW / 1000 + 600),
        }),
      // The repository itself is there.
      () => json({}),
    ];
    const watched = watchHost(async () => answers.shift()!());
    await expect(watched.host.getBranch(target, 'main')).rejects.toThrow();
    const lastError = {
      at: '2026-11-20T10:00:00.000Z',
      message: expect.stringMatching(/\(401\): token expired\. The token of/),
    };
    expect(watched.describe()[0]).toMatchObject({
      state: 'refuses',
      lastError,
    });
    watched.later();
    // A branch that is not there is an answer.
    expect(await watched.host.getBranch(target, 'lakefront/x')).toBeUndefined();
    const [gitops, other] = watched.describe();
    expect(gitops).toEqual({
      name: 'gitops',
      url: URL_OF,
      host: 'Gitea',
      state: 'answers',
      lastAskedAt: '2026-11-20T10:01:00.000Z',
      lastError,
      rateLimit: {
        limit: 5000,
        remaining: 4990,
        resetsAt: '2026-11-20T10:10:00.000Z',
      },
    });
    // The limit is the account's, whatever it asks for.
    expect(other).toMatchObject({
      state: 'unknown',
      rateLimit: { remaining: 4990 },
    });
  });

  it.each<[string, Fetch, string]>([
    [
      'nothing comes back',
      async () => {
        throw new TypeError('fetch failed');
      },
      'unreachable',
    ],
    ['it is in trouble', async () => json({}, 502), 'unreachable'],
    ['it is asked too often', async () => json({}, 429), 'refuses'],
    ['something is in the way', async () => json({}, 409), 'answers'],
  ])('says when %s', async (_, fetch, state) => {
    const watched = watchHost(fetch);
    await expect(watched.host.getBranch(target, 'main')).rejects.toThrow();
    expect(watched.describe()[0].state).toBe(state);
    expect(watched.describe()[0].lastError).toBeDefined();
  });
});

describe('readRateLimit', () => {
  it.each([
    [{}, undefined],
    [{ 'x-ratelimit-limit': '60' }, undefined],
    [
      { 'ratelimit-limit': '60', 'ratelimit-remaining': '7' },
      { limit: 60, remaining: 7 },
    ],
    [
      {
        'ratelimit-limit': '60, 60;w=60',
        'ratelimit-remaining': '7',
        'ratelimit-reset': '30',
      },
      { limit: 60, remaining: 7, resetsAt: NOW + 30_000 },
    ],
  ])('reads %j', (headers, limit) => {
    expect(readRateLimit(new Headers(headers as HeadersInit), NOW)).toEqual(
      limit,
    );
  });
});
