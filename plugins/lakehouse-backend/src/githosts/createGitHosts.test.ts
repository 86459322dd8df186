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
