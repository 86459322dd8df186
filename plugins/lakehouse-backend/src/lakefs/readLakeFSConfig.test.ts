import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readLakeFSConfig } from './readLakeFSConfig';

const read = (...servers: JsonObject[]) =>
  readLakeFSConfig(new ConfigReader({ lakehouse: { lakefs: { servers } } }));

const credentials = { accessKeyId: 'CANARY', secretAccessKey: 'CANARY' };
const lake = {
  ...{ name: 'lake', endpoint: 'https://lakefs.example.com', credentials },
};

it('has none by default', () => {
  expect(readLakeFSConfig(new ConfigReader({}))).toEqual([]);
});

it('reads servers, with defaults', () => {
  expect(
    read(lake, {
      ...{ name: 'sea', endpoint: 'http://localhost:7072' },
      credentials: { accessKeyIdFile: '/id', secretAccessKeyFile: '/secret' },
      ...{ url: 'https://sea.example.com/ui/', refreshInterval: '2m' },
    }),
  ).toEqual([
    {
      ...{ name: 'lake', endpoint: 'https://lakefs.example.com' },
      url: 'https://lakefs.example.com',
      key: credentials,
      refreshIntervalMs: 30_000,
    },
    {
      ...{ name: 'sea', endpoint: 'http://localhost:7072' },
      url: 'https://sea.example.com/ui',
      key: { accessKeyIdFile: '/id', secretAccessKeyFile: '/secret' },
      refreshIntervalMs: 120_000,
    },
  ]);
});

it.each<[JsonObject, string]>([
  [{ ...lake, name: 'Lake' }, 'must be lower case letters'],
  [{ ...lake, name: 'a_b' }, 'must be lower case letters'],
  [{ ...lake, endpoint: 'lakefs' }, "endpoint of 'lake' is no URL"],
  [
    { ...lake, endpoint: 'http://lakefs.example.com' },
    'must be https; plain http is for loopback addresses',
  ],
  [
    { ...lake, endpoint: 'https://CANARY:CANARY@lakefs.example.com' },
    'must hold no user, password',
  ],
  [{ ...lake, url: 'ftp://x' }, "url of 'lake' must be http"],
  [
    { ...lake, credentials: { accessKeyId: 'CANARY' } },
    'must have accessKeyId or accessKeyIdFile, and secretAccessKey',
  ],
  [{ ...lake, refreshInterval: { milliseconds: 5 } }, 'a second at least'],
])('refuses %j', (server, message) => {
  expect(() => read(server)).toThrow(message);
  // What does not match is thrown, too.
  expect(() => read(server)).not.toThrow('CANARY');
});

it('refuses one name twice', () => {
  expect(() => read(lake, lake)).toThrow("has 'lake' twice");
});
