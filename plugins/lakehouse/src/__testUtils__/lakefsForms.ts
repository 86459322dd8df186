import type {
  LakeFSCommit,
  LakeFSFreshness,
  LakeFSRef,
  LakeFSRepository,
} from '@lakefront/backstage-plugin-lakehouse-common';

export const liveLake: LakeFSFreshness = {
  server: 'lake',
  state: 'live',
  readAt: '2026-01-02T10:00:00Z',
};

export function repositoryFixture(
  repository: string,
  over: Partial<LakeFSRepository> = {},
): LakeFSRepository {
  return {
    server: 'lake',
    repository,
    defaultBranch: 'main',
    createdAt: '2025-12-01T10:00:00Z',
    readOnly: false,
    domains: [],
    url: `https://lake.test/repositories/${repository}`,
    ...over,
  };
}

export const refsFixture: LakeFSRef[] = [
  { id: 'main', type: 'branch', commitId: '1a'.repeat(32) },
  { id: 'orders-fix', type: 'branch', commitId: '2b'.repeat(32) },
  { id: 'v1.0', type: 'tag', commitId: '3c'.repeat(32) },
];

export const commitsFixture: LakeFSCommit[] = ['1a', '4d'].map(
  (digits, index) => ({
    id: digits.repeat(32),
    parents: [],
    committer: 'mia',
    message: `Load ${index + 1}\nmore of it`,
    createdAt: '2026-01-02T09:00:00Z',
    metadata: {},
    url: 'https://lake.test/commit',
  }),
);
