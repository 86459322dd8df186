import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import type {
  GitHost,
  GitHostProvider,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { createGitHosts } from './createGitHosts';

const hostsOf = (integrations: object, added?: GitHostProvider[]) =>
  createGitHosts({
    integrations: ScmIntegrations.fromConfig(
      new ConfigReader({ integrations }),
    ),
    added,
  });

const provider = (more: Partial<GitHostProvider> = {}): GitHostProvider => ({
  id: 'own',
  title: 'Own',
  accepts: url => url.startsWith('https://own.example/'),
  create: ({ url }) => ({ title: url } as GitHost),
  ...more,
});

it('asks an added host before the built-in ones, once per repository', () => {
  const create = jest.fn(provider().create);
  const gitea = [{ host: 'own.example', password: 'x' }];
  const hosts = hostsOf({ gitea }, [provider({ create })]);
  const url = 'https://own.example/a/b';

  const host = hosts.forRepository({ url });

  expect(host.title).toBe(url);
  expect(hosts.forRepository({ url })).toBe(host);
  expect(create).toHaveBeenCalledTimes(1);
  expect(hosts.forRepository({ url: `${url}/c` }).title).toBe(`${url}/c`);
});

it('hands on why a host can not serve a repository', () => {
  const create = () => {
    throw new InputError('it has no branches');
  };
  const hosts = hostsOf({}, [provider({ create })]);
  const repository = { url: 'https://own.example/a/b' };

  expect(() => hosts.assertSupported(repository)).toThrow('no branches');
  expect(() => hosts.forRepository(repository)).toThrow('no branches');
});

it('leaves it to the change that needs it to say that no host is configured', () => {
  const hosts = hostsOf({});
  const repository = { url: 'https://nowhere.example/a/b' };

  expect(() => hosts.assertSupported(repository)).not.toThrow();
  expect(() => hosts.forRepository(repository)).toThrow(
    "integrations needs an entry with host 'nowhere.example' under one of",
  );
});

it('lets people write with their own accounts where the host takes them', () => {
  const gitea = [{ host: 'git.example.com' }];
  const user = 'user' as const;
  const assert = (url: string, added: GitHostProvider[] = []) =>
    hostsOf({ gitea }, added).assertSupported({ url, credentials: user });
  const own = 'https://own.example/a/b';

  expect(() => assert('https://git.example.com/a/b')).not.toThrow();
  expect(() => assert(own, [provider()])).toThrow(
    `repositories[].credentials of ${own} can't be 'user': Own takes no token of a person`,
  );
  const createWithToken = jest.fn(provider().create);
  expect(() => assert(own, [provider({ createWithToken })])).not.toThrow();
  const hosts = hostsOf({}, [provider({ createWithToken })]);
  const first = hosts.asUser({ url: own }, 'a');
  expect(hosts.asUser({ url: own }, 'a')).not.toBe(first);
  expect(createWithToken).toHaveBeenCalledWith({ url: own, token: 'a' });
});

describe('what pull requests are to have beside branch and text', () => {
  const INTEGRATIONS = {
    github: [{ host: 'github.example.com', apiBaseUrl: 'https://x/api/v3' }],
    gitlab: [
      {
        ...{
          host: 'gitlab.example.com',
          baseUrl: 'https://gitlab.example.com',
        },
        apiBaseUrl: 'https://gitlab.example.com/api/v4',
      },
    ],
    gitea: [{ host: 'gitea.example.com' }],
  };
  const assert = (url: string, labels: string[], reviewers: string[]) =>
    hostsOf(INTEGRATIONS, [provider()]).assertSupported({
      url,
      pullRequest: { labels, reviewers, draft: true },
    });
  const AZURE = 'https://dev.azure.com/acme/data/_git/gitops';
  const BITBUCKET = 'https://bitbucket.org/acme/gitops';
  const GUID = '7d4a1e0c-9a53-4c6a-8f5e-0b1c2d3e4f50';

  it.each([
    [
      'https://github.example.com/acme/gitops',
      ['data'],
      ['mia-l', 'acme/data'],
    ],
    ['https://gitea.example.com/acme/gitops', ['data'], ['mia', 'acme/data']],
    ['https://gitlab.example.com/acme/data/gitops', ['a b'], ['mia.l']],
    [AZURE, ['data'], [GUID]],
    [
      BITBUCKET,
      [],
      [`{${GUID}}`, '5b10a2844c20165700ede21g', `557058:${GUID}`],
    ],
    ['https://own.example/a/b', [], []],
  ])('takes what %s has', (url, labels, reviewers) => {
    expect(() => assert(url, labels, reviewers)).not.toThrow();
  });

  it.each([
    [
      'https://github.example.com/acme/gitops',
      [],
      ['other/data'],
      'acme/<team>',
    ],
    ['https://github.example.com/acme/gitops', [], ['Mia L'], "'Mia L' is no"],
    ['https://gitea.example.com/acme/gitops', [], ['a/b/c'], 'acme/<team>'],
    ['https://gitlab.example.com/a/b', [], ['a/team'], 'asks no groups'],
    ['https://gitlab.example.com/a/b', ['a,b'], [], 'takes for two labels'],
    [AZURE, [], ['mia@example.com'], 'the id (a GUID)'],
    [BITBUCKET, ['data'], [], 'Bitbucket Cloud has no labels'],
    [BITBUCKET, [], ['mia'], 'an account id'],
    ['https://own.example/a/b', ['x'], [], 'Own takes no labels and no'],
  ])('refuses at start what %s has not', (url, labels, reviewers, message) => {
    expect(() => assert(url, labels, reviewers)).toThrow(message);
  });
});
