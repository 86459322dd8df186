import { operation } from './parts';

const LAKEFS = '/lakefs/repositories/{server}/{repository}';
const LAKEFS_ADDRESS = ['lakeFSServerPath', 'lakeFSRepositoryPath'] as const;

/** What is about lakeFS. */
export const lakefs = {
  '/lakefs/repositories': {
    get: operation(
      'listLakeFSRepositories',
      'Repositories of lakeFS that settings of your domains name.',
      ['domain', 'kubernetesCluster', 'q', 'limit', 'cursor'],
      'LakeFSRepositoryList',
    ),
  },
  [LAKEFS]: {
    get: operation(
      'getLakeFSRepository',
      'A repository: its rules, and branches that can be restored.',
      LAKEFS_ADDRESS,
      'LakeFSRepositoryDetail',
    ),
  },
  [`${LAKEFS}/branches`]: {
    get: operation(
      'listLakeFSBranches',
      'Branches of a repository, with the objects that declare them.',
      [...LAKEFS_ADDRESS, 'q', 'lakeFSView', 'lakeFSSort', 'limit', 'cursor'],
      'LakeFSBranchList',
    ),
  },
  [`${LAKEFS}/refs`]: {
    get: operation(
      'listLakeFSRefs',
      'Branches and tags whose names hold a text.',
      [...LAKEFS_ADDRESS, 'q', 'limit'],
      'LakeFSRefList',
    ),
  },
  [`${LAKEFS}/commits`]: {
    get: operation(
      'listLakeFSCommits',
      'Commits that a reference stands on, newest first.',
      [...LAKEFS_ADDRESS, 'lakeFSRef', 'limit', 'cursor'],
      'LakeFSCommitList',
    ),
  },
  [`${LAKEFS}/branches/{branch}`]: {
    get: operation(
      'getLakeFSBranch',
      'A branch, and where it stands against its source.',
      [...LAKEFS_ADDRESS, 'lakeFSBranchPath'],
      'LakeFSBranchDetail',
    ),
  },
  [`${LAKEFS}/compare`]: {
    get: operation(
      'compareLakeFS',
      'What a merge would bring, one folder at a time.',
      [
        ...LAKEFS_ADDRESS,
        ...(['lakeFSFrom', 'lakeFSTo', 'lakeFSPrefix'] as const),
        ...(['limit', 'cursor'] as const),
      ],
      'LakeFSComparison',
    ),
  },
  [`${LAKEFS}/uncommitted`]: {
    get: operation(
      'listLakeFSUncommitted',
      'What was written or removed on a branch since its last commit.',
      [
        ...LAKEFS_ADDRESS,
        ...(['lakeFSBranch', 'lakeFSPrefix', 'limit', 'cursor'] as const),
      ],
      'LakeFSComparison',
    ),
  },
  [`${LAKEFS}/tables`]: {
    get: operation(
      'listLakeFSTables',
      'What a merge would bring to tables: files, rows, columns.',
      [...LAKEFS_ADDRESS, 'lakeFSFrom', 'lakeFSTo'],
      'LakeFSTables',
    ),
  },
  [`${LAKEFS}/hooks`]: {
    get: operation(
      'listLakeFSHookRuns',
      'What lakeFS ran on events of branches, newest first.',
      [...LAKEFS_ADDRESS, 'lakeFSBranchFilter', 'limit', 'cursor'],
      'LakeFSHookRunList',
    ),
  },
  [`${LAKEFS}/hooks/{run}`]: {
    get: operation(
      'getLakeFSHookRun',
      'A run of hooks with what they printed, credentials hidden.',
      [...LAKEFS_ADDRESS, 'lakeFSRunPath'],
      'LakeFSHookRun',
    ),
  },
  [`${LAKEFS}/promotion`]: {
    get: operation(
      'previewLakeFSPromotion',
      'What merging a branch into another would do, and what stands in the way; writes nothing.',
      [...LAKEFS_ADDRESS, 'lakeFSBranch', 'lakeFSInto'],
      'LakeFSPromotionPreview',
    ),
  },
};
