import type {
  GitFileChange,
  GitHost,
  GitHostPullRequest,
} from '@lakefront/backstage-plugin-lakehouse-node';
import { startFakeAzure } from './fakeAzure';
import { startFakeBitbucket } from './fakeBitbucket';
import { FORGEJO, GITEA, startFakeGitea } from './fakeGitea';
import { startFakeGithub } from './fakeGithub';
import { startFakeGitlab } from './fakeGitlab';
import type { MergeStyle } from './FakeRepository';
import type { GitHostFake, GitHostTraits } from './GitHostFake';

/** What is on the base branch of each fake. */
export const MARKER = 'clusters/west/domains/sales/marker.yaml';
export const OLD = 'clusters/west/domains/sales/job/old.yaml';
/** What tests add. */
export const PATH = 'clusters/west/domains/sales/job/daily.yaml';
export const BRANCH = 'lakefront/abcdefg';
export const MESSAGE =
  'Add daily\n\nAsked for by Mia.\n\nLakefront-Change: abcdefg';
const AZURE_ID = '7d4a1e0c-9a53-4c6a-8f5e-0b1c2d3e4f50';

/** What is held to the contract that the change service counts on, in `../contract`. */
export const HOSTS: GitHostTraits[] = [
  ...([GITEA, FORGEJO] as const).map(describedBy => ({
    // Both are spoken to as Gitea.
    title: 'Gitea',
    start: () => startFakeGitea(describedBy),
    mergeStyles: ['merge', 'squash', 'rebase', 'fast-forward'] as MergeStyle[],
    etags: true,
    tellsChangesRequested: true,
    describedBy,
    reviewers: {
      given: ['ben', 'lakehouse/team'],
      asked: ['ben', 'team'],
      author: 'portal',
    },
    renews: describedBy === GITEA,
  })),
  {
    title: 'GitHub',
    start: startFakeGithub,
    mergeStyles: ['merge', 'squash', 'rebase'],
    etags: true,
    tellsChangesRequested: true,
    reviewers: {
      given: ['ben', 'lakehouse/team'],
      asked: ['ben', 'team'],
      author: 'portal',
    },
    renews: true,
    describedBy: 'github/github-rest-subset.openapi.json',
  },
  {
    title: 'GitLab',
    start: startFakeGitlab,
    reviewers: { given: ['ben', 'mia'], asked: ['ben', 'mia'] },
    mergeStyles: ['merge', 'squash', 'rebase', 'fast-forward'],
    etags: true,
  },
  {
    title: 'Azure DevOps',
    start: startFakeAzure,
    reviewers: { given: [AZURE_ID], asked: [AZURE_ID] },
    mergeStyles: ['merge', 'squash', 'rebase', 'fast-forward'],
    etags: true,
    tellsChangesRequested: true,
    describedBy: 'azure-devops/git-7.1-subset.swagger.json',
  },
  {
    title: 'Bitbucket Cloud',
    start: startFakeBitbucket,
    reviewers: {
      given: ['ben-account', '{mia}'],
      asked: ['ben', 'mia'],
      author: 'portal-account',
    },
    labels: false,
    mergeStyles: ['merge', 'squash', 'rebase', 'fast-forward'],
    etags: true,
    listsTellReviews: false,
    tellsChangesRequested: true,
  },
];

/** A host as each test finds it: a fake of its own, and the client. */
export interface TestedHost extends Pick<GitHostFake, 'model' | 'repository'> {
  fake: GitHostFake;
  host: GitHost;
  /** A branch with one commit. */
  commit(files: GitFileChange[], branch?: string): Promise<{ sha: string }>;
  /** A branch that adds one file. */
  create(path?: string, content?: string): Promise<{ sha: string }>;
  /** The same with its pull request. */
  open(): Promise<{ sha: string; pull: GitHostPullRequest }>;
}

/** Starts the fake before each test and stops it after; what it gives is filled in by then. */
export function useHost({ title, start }: GitHostTraits): TestedHost {
  const at = {} as TestedHost;

  beforeEach(async () => {
    const fake = await start();
    const { model, repository } = fake;
    const host = fake.hosts().forRepository(repository);
    const commit: TestedHost['commit'] = (files, branch = BRANCH) =>
      host.commitToNewBranch(repository, { branch, message: MESSAGE, files });
    const create: TestedHost['create'] = (
      path = PATH,
      content = 'name: größe\n',
    ) => commit([{ action: 'create', path, content }]);
    const open: TestedHost['open'] = async () => {
      const { sha } = await create();
      const pull = await host.createPullRequest(repository, {
        ...{ branch: BRANCH, title: 'Add daily', body: 'Asked for by Mia.' },
      });
      return { sha, pull };
    };
    Object.assign(at, {
      ...{ fake, host, model, repository },
      ...{ commit, create, open },
    } satisfies TestedHost);
  });

  afterEach(async () => {
    const { fake } = at;
    await fake.server.close();
    const problems = [...(fake.check?.problems ?? [])];
    if (problems.length > 0) {
      throw new Error(`${title} is described otherwise: ${problems}`);
    }
  });

  return at;
}
