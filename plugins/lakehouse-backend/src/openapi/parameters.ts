import type { ParameterObject, SchemaObject } from 'openapi3-ts';
import { GIT_TOKEN_HEADER } from '@lakefront/backstage-plugin-lakehouse-common';
import { LONGEST_VERSION } from '../versions/Versions';

/** Bounds of what may stand in an address; one place, so that no route forgets them. */
const NAME = '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$';
/** One value or several with commas between. */
const NAMES =
  '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(,[a-z0-9]([-a-z0-9.]*[a-z0-9])?)*$';
const STATE = '(pending|running|succeeded|failed|suspended|unknown)';
const ROLE = '(job|schedule|compute|branch|pipeline|version|run)';
const PHASE = '(open|merged|synced|live|closed|failed)';
const BRANCH = '^\\w[-\\w]*$';
/** Control characters are in no name of lakeFS; which others are not, it says itself. */
const LAKEFS_TEXT = '^[^\\u0000-\\u001f\\u007f]+$';
const ENTITY_REF = '[A-Za-z][A-Za-z0-9]*:[A-Za-z0-9._-]+/[A-Za-z0-9._-]+';

const several = (
  name: string,
  description: string,
  pattern: string,
): ParameterObject => ({
  name,
  in: 'query',
  description: `${description} Repeat it or put commas between values.`,
  required: false,
  allowReserved: true,
  style: 'form',
  explode: true,
  schema: {
    type: 'array',
    maxItems: 50,
    items: { type: 'string', minLength: 1, maxLength: 1000, pattern },
  },
});

const one = (
  name: string,
  description: string,
  schema: SchemaObject,
): ParameterObject => ({
  name,
  in: 'query',
  description,
  required: false,
  // Commas, colons and slashes need no escape in a query.
  allowReserved: true,
  schema,
});

const path = (name: string, description: string): ParameterObject => ({
  name,
  in: 'path',
  description,
  required: true,
  schema: { type: 'string', minLength: 1, maxLength: 253, pattern: NAME },
});

const lakeFSPath = (
  name: string,
  description: string,
  pattern: string,
): ParameterObject => ({
  ...path(name, description),
  schema: { type: 'string', minLength: 1, maxLength: 256, pattern },
});

const lakeFSBranch = (name: string, description: string): ParameterObject => ({
  ...one(name, description, {
    ...{ type: 'string', minLength: 1, maxLength: 256, pattern: BRANCH },
  }),
  required: true,
});

const lakeFSRef = (name: string, description: string): ParameterObject => ({
  ...one(name, description, {
    ...{ type: 'string', minLength: 1, maxLength: 256 },
    pattern: LAKEFS_TEXT,
  }),
  required: true,
});

const runAddress = (name: string, what: string): ParameterObject => ({
  ...one(name, `${what}: \`<kubernetesCluster>/<namespace>/<runId>\`.`, {
    ...{ type: 'string', maxLength: 600 },
    pattern:
      '^[a-z0-9][-a-z0-9.]*/[a-z0-9][-a-z0-9.]*/[A-Za-z0-9][-A-Za-z0-9_.]*$',
  }),
  required: true,
});

export const parameters = {
  kubernetesClusterPath: path('kubernetesCluster', 'Kubernetes cluster.'),
  namespacePath: path('namespace', 'Namespace of the workload.'),
  kindPath: path('kind', 'Id of the kind, e.g. `spark-application`.'),
  namePath: path('name', 'Name of the workload.'),
  podPath: path('pod', 'Name of a pod of the workload.'),
  domainPath: path('domain', 'Name of the domain.'),
  changeIdPath: {
    ...path('id', 'Id of the change request.'),
    schema: {
      type: 'string',
      minLength: 1,
      maxLength: 64,
      pattern: '^[A-Za-z0-9_-]+$',
    },
  },
  domain: several('domain', 'Domains.', NAMES),
  kubernetesCluster: several(
    'kubernetesCluster',
    'Kubernetes clusters.',
    NAMES,
  ),
  kind: several('kind', 'Ids of kinds.', NAMES),
  role: several('role', 'What kinds are for.', `^${ROLE}(,${ROLE})*$`),
  state: several('state', 'States.', `^${STATE}(,${STATE})*$`),
  phase: several('phase', 'Phases.', `^${PHASE}(,${PHASE})*$`),
  owner: several(
    'owner',
    'Entity refs of owners; `none` is nobody.',
    `^(none|${ENTITY_REF})(,(none|${ENTITY_REF}))*$`,
  ),
  q: one('q', 'Part of the name.', { type: 'string', maxLength: 253 }),
  attention: one(
    'attention',
    'Only what somebody should look at: what failed, what waits, and what runs with fewer pods than it asks for at least because there is no room for more.',
    { type: 'boolean' },
  ),
  sort: one(
    'sort',
    'What to sort by; `-` before it turns the order around. Default `-startedAt`.',
    {
      type: 'string',
      pattern:
        '^-?(name|domain|kind|kubernetesCluster|owner|state|createdAt|startedAt|endedAt|duration)$',
    },
  ),
  limit: one(
    'limit',
    'Rows at most, 100 by default where it is not said otherwise; fewer where they would be more than 1 MB.',
    {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
    },
  ),
  cursor: one('cursor', 'From `nextCursor` of the page before.', {
    type: 'string',
    minLength: 1,
    maxLength: 4096,
  }),
  since: one(
    'since',
    'From `version` of an earlier answer: only what changed since, where that can be said.',
    { type: 'string', minLength: 1, maxLength: LONGEST_VERSION },
  ),
  from: one('from', 'Start of the time span; default 24 hours ago.', {
    type: 'string',
    format: 'date-time',
  }),
  to: one('to', 'End of the time span; default now.', {
    type: 'string',
    format: 'date-time',
  }),
  requestedBy: one('requestedBy', 'Entity ref of who asked.', {
    type: 'string',
    maxLength: 200,
    pattern: `^${ENTITY_REF}$`,
  }),
  objectName: one('name', 'Only changes of the object of this name.', {
    type: 'string',
    maxLength: 253,
    pattern: NAME,
  }),
  objectKind: one('kind', 'Only changes of objects of this kind.', {
    type: 'string',
    maxLength: 100,
    pattern: NAME,
  }),
  container: one('container', 'Container of the pod; default its first.', {
    type: 'string',
    maxLength: 63,
    pattern: NAME,
  }),
  follow: one('follow', 'Go on with what is logged from now on.', {
    type: 'boolean',
  }),
  previous: one('previous', 'Log of the container before its last restart.', {
    type: 'boolean',
  }),
  timestamps: one('timestamps', 'Begin each line with its time.', {
    type: 'boolean',
  }),
  tailLines: one('tailLines', 'Only the last lines; default 2000.', {
    type: 'integer',
    minimum: 0,
    maximum: 100000,
  }),
  sinceTime: one('sinceTime', 'Only what was logged after.', {
    type: 'string',
    format: 'date-time',
  }),
  lakeFSServerPath: lakeFSPath(
    'server',
    'lakeFS server, as `lakehouse.lakefs.servers[].name` calls it.',
    '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  ),
  lakeFSRepositoryPath: lakeFSPath(
    'repository',
    'Repository.',
    '^[a-z0-9][a-z0-9-]{2,62}$',
  ),
  lakeFSBranchPath: lakeFSPath('branch', 'Branch.', BRANCH),
  lakeFSView: one('view', 'Which branches; default `all`.', {
    type: 'string',
    enum: ['all', 'mine', 'expiring', 'stale', 'declared'],
  }),
  lakeFSSort: one(
    'sort',
    'What to sort by; `-` before it turns the order around. Default `branch`. What has no value comes last.',
    {
      type: 'string',
      pattern: '^-?(branch|committedAt|expiresAt|ahead|behind|uncommitted)$',
    },
  ),
  lakeFSRunPath: lakeFSPath('run', 'Run of hooks.', '^[\\w-]+$'),
  lakeFSRef: lakeFSRef('ref', 'Branch, tag or commit.'),
  lakeFSFrom: lakeFSRef('from', 'Branch, tag or commit to merge into.'),
  lakeFSTo: lakeFSRef('to', 'Branch, tag or commit that would be merged.'),
  lakeFSBranch: lakeFSBranch('branch', 'Branch.'),
  lakeFSBranchFilter: {
    ...lakeFSBranch('branch', 'Only of this branch.'),
    required: false,
  },
  lakeFSInto: lakeFSBranch('into', 'Branch to merge into.'),
  lakeFSPrefix: one('prefix', 'Folder, with its `/` at the end; default all.', {
    ...{
      type: 'string',
      maxLength: 1024,
      pattern: LAKEFS_TEXT.replace('+$', '*$'),
    },
  }),
  pipelineNamePath: path('name', 'Name of the object.'),
  pipelineRunPath: {
    ...path('runId', 'Id of the run in Kubeflow Pipelines.'),
    schema: {
      ...{ type: 'string', minLength: 1, maxLength: 63 },
      pattern: '^[A-Za-z0-9][-A-Za-z0-9_.]*$',
    },
  },
  pipelineBefore: {
    ...one('before', 'Name of the version to compare with.', {
      ...{ type: 'string', minLength: 1, maxLength: 253, pattern: NAME },
    }),
    required: true,
  },
  pipelineStep: {
    ...one('step', 'Id of the step: names of tasks with `/` between.', {
      ...{ type: 'string', minLength: 1, maxLength: 1000 },
    }),
    required: true,
  },
  pipelineIteration: one(
    'iteration',
    'Which round of the loops around the step, outermost first, with `,` between.',
    { type: 'string', maxLength: 100, pattern: '^\\d{1,6}(,\\d{1,6})*$' },
  ),
  pipelineFirstRun: runAddress('first', 'A run'),
  pipelineSecondRun: runAddress('second', 'Another run'),
  pipelineSort: one(
    'sort',
    'What to sort by; `-` before it turns the order around. Default `name`.',
    { type: 'string', pattern: '^-?(name|lastRunAt)$' },
  ),
  pipelineRunSort: one(
    'sort',
    'What to sort by; `-` before it turns the order around. Default `-startedAt`. What has not started counts from when it was made.',
    { type: 'string', pattern: '^-?(startedAt|duration|name)$' },
  ),
  pipeline: one('pipeline', 'Name of a `Pipeline`.', {
    ...{ type: 'string', maxLength: 253, pattern: NAME },
  }),
  pipelineVersion: one('version', 'Name of a `PipelineVersion`.', {
    ...{ type: 'string', maxLength: 253, pattern: NAME },
  }),
  pipelineSchedule: one('schedule', 'Name of what starts runs by the clock.', {
    ...{ type: 'string', maxLength: 253, pattern: NAME },
  }),
  pipelineFrom: one('from', 'Started at or after.', {
    ...{ type: 'string', format: 'date-time' },
  }),
  pipelineTo: one('to', 'Started before.', {
    ...{ type: 'string', format: 'date-time' },
  }),
  pipelineArchived: one(
    'archived',
    'Those that were archived in Kubeflow Pipelines; default those that were not.',
    { type: 'boolean' },
  ),
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'The same key from the same user with the same content gives the same change request.',
    required: false,
    schema: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      pattern: '^[\\x21-\\x7e]+$',
    },
  },
  gitToken: {
    name: GIT_TOKEN_HEADER,
    in: 'header',
    description:
      "The user's own OAuth token for the Git host, where the domain's `gitAccounts` names a repository; kept nowhere.",
    required: false,
    schema: {
      type: 'string',
      minLength: 1,
      maxLength: 8192,
      pattern: '^[\\x21-\\x7e]+$',
    },
  },
} satisfies Record<string, ParameterObject>;
