import { lakefsBranchForm } from '../forms/lakefsBranch/lakefsBranchForm';
import type { EditableField, Footprint } from '../types';
import { isApplied } from './isApplied';
import { branchConsequences } from './lakefs/branchConsequences';
import { isSpentBranch } from './lakefs/isSpentBranch';
import { summarizeBranch } from './lakefs/summarizeBranch';
import { fixedFaults, validateBranch } from './lakefs/validateBranch';
import type { WorkloadKind } from './WorkloadKind';

const EXPIRY: EditableField = {
  path: 'spec.expiresAt',
  label: 'Expires after',
  type: 'string',
  hint: 'A day as 2026-12-24, or nothing.',
};

const PROMOTE = { type: 'string', verbOnly: true } as const;

/** Each asks for a merge, and is no setting of the branch. */
const PROMOTION: EditableField[] = [
  {
    ...PROMOTE,
    path: 'spec.promote.commit',
    label: 'Commit',
    hint: 'The whole id of the commit that was reviewed; exactly this is merged.',
  },
  {
    ...PROMOTE,
    path: 'spec.promote.into',
    label: 'Into branch',
    hint: 'What the branch came from where nothing is said.',
  },
  {
    ...PROMOTE,
    path: 'spec.promote.strategy',
    label: 'Where both sides changed the same',
    options: ['source-wins', 'dest-wins'],
    hint: 'Without it, that is a conflict and nothing is merged.',
  },
  {
    ...PROMOTE,
    path: 'spec.promote.squash',
    label: 'As one commit',
    type: 'boolean',
  },
  { ...PROMOTE, path: 'spec.promote.message', label: 'Message' },
];

/** One for all: there may be ten thousand branches. */
const NOTHING: Footprint = { cpu: 0, memory: 0, gpu: 0, pods: 0, parts: [] };

/**
 * A branch of a lakeFS repository, declared: `LakeFSBranch` of the branch
 * controller. Nothing of it runs on Kubernetes.
 * @public
 */
export const lakefsBranchKind: WorkloadKind = {
  id: 'lakefs-branch',
  group: 'lakefront.dev',
  version: 'v1alpha1',
  kind: 'LakeFSBranch',
  plural: 'lakefsbranches',
  role: 'branch',
  title: 'lakeFS branch',
  titlePlural: 'lakeFS branches',
  nameRule: {
    // The name of a file too, and of a tag that is made from it.
    maxLength: 63,
    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    message:
      'A name begins and ends with a lower-case letter or digit, and has lower-case letters, digits and "-" between.',
  },
  stage: 1,
  template: 'lakefs-branch',
  form: lakefsBranchForm,
  summarize: summarizeBranch,
  footprint: () => NOTHING,
  podSelector: () => ({}),
  isLive: isApplied,
  run: () => undefined,
  runsAgain: () => undefined,
  consequences: branchConsequences,
  fixed: fixedFaults,
  isSpent: isSpentBranch,
  editable: [
    EXPIRY,
    {
      path: 'spec.deletionPolicy',
      label: 'When it is removed or has expired',
      type: 'string',
      options: ['Retain', 'Delete'],
      hint: 'Retain leaves the branch in lakeFS. Delete deletes it, unless work is on it that is nowhere else.',
    },
    {
      path: 'spec.adopt',
      label: 'Where the branch is there already',
      type: 'string',
      options: ['Never', 'IfUnowned'],
      hint: 'IfUnowned takes it over as it is, where no other object claims it.',
    },
    ...PROMOTION,
  ],
  verbs: [
    {
      id: 'extend',
      title: 'Extend',
      runsAgain: false,
      states: ['pending', 'succeeded', 'failed', 'unknown'],
      fields: [EXPIRY.path],
      apply: manifest => manifest,
    },
    {
      id: 'promote',
      title: 'Promote',
      runsAgain: false,
      // Whatever the last one came to, another commit may be asked for.
      states: ['pending', 'succeeded', 'failed', 'unknown'],
      fields: PROMOTION.map(({ path }) => path),
      apply: manifest => manifest,
    },
  ],
  mask: [],
  validate: validateBranch,
  policyPaths: {
    images: [],
    serviceAccounts: [],
    volumes: [],
    lakefsRepositories: ['spec'],
    forbidden: [],
  },
};
