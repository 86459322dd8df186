import { send, useTestClient } from '@lakefront/rest-client/testUtils';
import { createLakeFSClient } from './createLakeFSClient';
import type { LakeFSClient } from './LakeFSClient';
import { readTranscript, type Recorded } from './__testUtils__/transcript';

const REPO = 'orders-lake';
const FIRST =
  '6fea32701c604cb5993c4727892793c070bee61cda18d01d91faec1c35bf8fe1';
const FIX = '961f9df7eb9a9fa026a6eadf9e63fd5dca42bb944f32b54ee796a675e4285669';

const transcript = readTranscript();
const { server, open } = useTestClient(createLakeFSClient, {
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  tries: 1,
});

const sorted = (path: string) => {
  const url = new URL(path, 'http://lakefs');
  url.searchParams.sort();
  return `${url.pathname}${url.search}`;
};

/** Answers as was recorded; afterwards tells whether it was asked as then. */
async function replay<T>(recorded: Recorded, call: Promise<T>) {
  const { status, contentType, body } = recorded.response;
  server.answers((_, response) =>
    send(
      response,
      status,
      body,
      contentType ? { 'content-type': contentType } : {},
    ),
  );
  const outcome = await call.then(
    value => ({ value }),
    error => ({ error }),
  );
  const asked = server.asked.at(-1)!;
  expect({
    method: asked.method,
    path: sorted(asked.url),
    body:
      recorded.request.bytes || !asked.body
        ? undefined
        : JSON.parse(asked.body),
  }).toEqual({
    method: recorded.request.method,
    path: sorted(`/api/v1${recorded.request.path}`),
    body: recorded.request.body,
  });
  return outcome as { value?: T; error?: Error };
}

/** The first of this name. */
function told(note: string): Recorded {
  const recorded = transcript?.find(entry => entry.note === note);
  if (!recorded) throw new Error(`nothing recorded as '${note}'`);
  return recorded;
}

type Ask = (lakefs: LakeFSClient) => Promise<unknown>;

const answers: Array<[note: string, ask: Ask, value: unknown]> = [
  [
    'config',
    c => c.server.config(),
    {
      version: 'dev',
      storage: {
        type: 'local',
        namespacePattern: '^local://',
        preSignSupport: false,
      },
    },
  ],
  [
    'list repositories, page of 1',
    c => c.repositories.list({ amount: 1 }),
    {
      items: [
        {
          id: REPO,
          createdAt: 1795219226,
          defaultBranch: 'main',
          storageNamespace: 'local://orders-lake',
          readOnly: false,
        },
      ],
    },
  ],
  [
    'create branch',
    c => c.branches.create(REPO, { name: 'feature-x', source: 'main' }),
    { commitId: FIRST },
  ],
  [
    'get branch',
    c => c.branches.get(REPO, 'feature-x'),
    { id: 'feature-x', commitId: FIRST },
  ],
  [
    'list branches, page of 1',
    c => c.branches.list(REPO, { amount: 1 }),
    { items: [{ id: 'feature-x', commitId: FIRST }], next: 'feature-x' },
  ],
  [
    'list branches after main',
    c => c.branches.list(REPO, { after: 'main', amount: 10 }),
    { items: [] },
  ],
  [
    'list branches with prefix',
    c => c.branches.list(REPO, { prefix: 'feature' }),
    { items: [{ id: 'feature-x', commitId: FIRST }] },
  ],
  [
    'list branches, hidden too',
    c => c.branches.list(REPO, { showHidden: true }),
    {
      items: [
        { id: 'feature-x', commitId: FIRST },
        { id: 'hidden-1', commitId: FIRST },
        { id: 'main', commitId: FIRST },
      ],
    },
  ],
  [
    'upload an object to main',
    c =>
      c.objects.write(
        REPO,
        'main',
        'tables/orders/part-0.parquet',
        new Uint8Array(100),
      ),
    expect.objectContaining({
      path: 'tables/orders/part-0.parquet',
      size: 100,
      checksum: '36a92cc94a9e0fa21f625f8bfb007adf',
      modifiedAt: 1795219226,
    }),
  ],
  [
    'delete on branch',
    c => c.objects.delete(REPO, 'feature-x', 'tables/orders/part-1.parquet'),
    undefined,
  ],
  [
    'uncommitted diff',
    c => c.branches.uncommitted(REPO, 'feature-x'),
    {
      items: [
        change('changed', 'tables/orders/part-0.parquet', 70),
        change('removed', 'tables/orders/part-1.parquet', 0),
        change('added', 'tables/orders/part-2.parquet', 50),
      ],
    },
  ],
  [
    'commit on branch',
    c =>
      c.branches.commit(REPO, 'feature-x', {
        message: 'fix orders',
        metadata: { k: 'v' },
      }),
    expect.objectContaining({ id: FIX, parents: [FIRST], generation: 3 }),
  ],
  [
    'diff two refs (three dot)',
    c => c.refs.diff(REPO, 'main', 'feature-x'),
    {
      items: [
        change('changed', 'tables/orders/part-0.parquet', 70),
        change('removed', 'tables/orders/part-1.parquet', 100),
        change('added', 'tables/orders/part-2.parquet', 50),
      ],
    },
  ],
  [
    'diff two refs, two dot',
    c => c.refs.diff(REPO, 'main', 'feature-x', { type: 'two_dot' }),
    expect.objectContaining({ items: expect.any(Array) }),
  ],
  [
    'diff with delimiter (folders)',
    c => c.refs.diff(REPO, 'main', 'feature-x', { delimiter: '/' }),
    { items: [{ type: 'prefix_changed', path: 'tables/', isPrefix: true }] },
  ],
  [
    'diff, page of 1',
    c => c.refs.diff(REPO, 'main', 'feature-x', { amount: 1 }),
    {
      items: [change('changed', 'tables/orders/part-0.parquet', 70)],
      next: 'tables/orders/part-0.parquet',
    },
  ],
  [
    'log of a ref',
    c => c.commits.log(REPO, 'feature-x', { amount: 2 }),
    {
      items: [
        expect.objectContaining({ id: FIX }),
        expect.objectContaining({
          id: FIRST,
          metadata: { job: 'daily-orders' },
          metaRangeId: expect.stringMatching(/^[0-9a-f]{64}$/),
        }),
      ],
      next: FIRST,
    },
  ],
  [
    'log limited to a prefix',
    c =>
      c.commits.log(REPO, 'feature-x', {
        prefixes: ['tables/orders/'],
        limit: true,
        amount: 5,
      }),
    { items: [expect.anything(), expect.anything()] },
  ],
  [
    'get commit',
    c => c.commits.get(REPO, FIX),
    {
      id: FIX,
      parents: [FIRST],
      committer: 'admin',
      message: 'fix orders',
      createdAt: 1795219226,
      metaRangeId:
        '4f5bfb4b3c8f88808b91da2f16954c80b14ab4dcd88c582679f2a0f1c72c4e41',
      metadata: { k: 'v' },
      generation: 3,
    },
  ],
  [
    'list objects of a ref, delimiter',
    c =>
      c.objects.list(REPO, 'feature-x', { delimiter: '/', prefix: 'tables/' }),
    { items: [{ isPrefix: true, path: 'tables/orders/' }] },
  ],
  [
    'list objects of a ref',
    c =>
      c.objects.list(REPO, 'feature-x', {
        prefix: 'tables/orders/',
        amount: 2,
      }),
    {
      items: [
        expect.objectContaining({
          isPrefix: false,
          path: 'tables/orders/part-0.parquet',
          metadata: {},
        }),
        expect.objectContaining({ size: 50 }),
      ],
    },
  ],
  [
    'object stats',
    c => c.objects.stat(REPO, 'feature-x', 'tables/orders/part-0.parquet'),
    {
      path: 'tables/orders/part-0.parquet',
      size: 70,
      checksum: '7d56c0f83fd1e320d60ea2f13dfdeedd',
      contentType: 'application/octet-stream',
      modifiedAt: 1795219226,
      physicalAddress: expect.stringContaining('local://'),
      metadata: {},
    },
  ],
  [
    'create tag',
    c => c.tags.create(REPO, { id: 'v1', ref: 'main' }),
    { id: 'v1', commitId: FIRST },
  ],
  [
    'branch protection: get',
    c => c.repositories.branchProtection(REPO),
    { patterns: [], etag: '' },
  ],
  [
    'branch protection: set',
    c => c.repositories.setBranchProtection(REPO, { patterns: ['main'] }),
    undefined,
  ],
  [
    'merge a branch into main',
    c =>
      c.refs.merge(REPO, 'feature-x', 'main', {
        message: 'merge feature-x',
        metadata: { 'approved-by': 'user:default/alice' },
      }),
    {
      commitId:
        '3bda31b3a188e22eb73823142e4b25576b375a2a79a8edec6ef2bbe54e74df8c',
    },
  ],
  [
    'merge with strategy source-wins',
    c => c.refs.merge(REPO, 'c1', 'c2', { strategy: 'source-wins' }),
    { commitId: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ],
  [
    'squash merge',
    c => c.refs.merge(REPO, 'c1', 'main', { squash: true }),
    { commitId: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ],
  [
    'find merge base',
    c => c.refs.mergeBase(REPO, 'c1', 'main'),
    {
      sourceCommitId: expect.stringMatching(/^ceeb/),
      destinationCommitId: expect.stringMatching(/^ceeb/),
      baseCommitId: expect.stringMatching(/^ceeb/),
    },
  ],
  [
    'action runs',
    c => c.actions.runs(REPO, { branch: 'gated', amount: 5 }),
    {
      items: [
        {
          id: '4oprpo9ksduc3bmr9cm0',
          branch: 'gated',
          commitId: expect.stringMatching(/^cc47/),
          eventType: 'pre-merge',
          status: 'failed',
          startTime: '2026-11-21T00:00:31.696311386Z',
          endTime: '2026-11-21T00:00:31.696581227Z',
        },
      ],
    },
  ],
  [
    'hook runs',
    c => c.actions.hooks(REPO, '4oprpo9ksduc3bmr9cm0'),
    {
      items: [
        expect.objectContaining({
          id: '0000_0000',
          action: 'gate',
          hookId: 'always_no',
          status: 'failed',
        }),
      ],
    },
  ],
  [
    'hook output',
    c => c.actions.output(REPO, '4oprpo9ksduc3bmr9cm0', '0000_0000'),
    {
      text: expect.stringContaining('column customer_id must not be null'),
      cut: false,
    },
  ],
  ['delete branch', c => c.branches.delete(REPO, 'c2'), undefined],
];

function change(type: string, path: string, size: number) {
  return { type, path, isPrefix: false, size };
}

const refusals: Array<[note: string, ask: Ask, error: object]> = [
  [
    'no credentials',
    c => c.repositories.list(),
    {
      status: 401,
      reason: 'unauthorized',
      said: 'error authenticating request',
    },
  ],
  [
    'repository that is not there',
    c => c.repositories.get('nope'),
    { status: 404, reason: 'not-found', said: 'repository not found' },
  ],
  [
    'commit with nothing to commit',
    c => c.branches.commit(REPO, 'main', { message: 'again' }),
    { status: 400, reason: 'no-changes', said: 'commit: no changes' },
  ],
  [
    'create the same branch again',
    c => c.branches.create(REPO, { name: 'feature-x', source: 'main' }),
    { status: 409, reason: 'already-exists' },
  ],
  [
    'create branch from a source that is not there',
    c => c.branches.create(REPO, { name: 'feature-y', source: 'nope' }),
    {
      status: 404,
      reason: 'not-found',
      said: "source reference 'nope': not found",
    },
  ],
  [
    'bad branch name',
    c => c.branches.create(REPO, { name: 'a b', source: 'main' }),
    { status: 400, reason: 'bad-request' },
  ],
  [
    'get branch that is not there',
    c => c.branches.get(REPO, 'nope'),
    { status: 404, reason: 'not-found', said: 'branch not found' },
  ],
  [
    'create tag again',
    c => c.tags.create(REPO, { id: 'v1', ref: 'main' }),
    { status: 409, reason: 'already-exists' },
  ],
  [
    'merge into a destination with uncommitted changes',
    c => c.refs.merge(REPO, 'feature-x', 'main'),
    { status: 400, reason: 'dirty-branch' },
  ],
  [
    'write to protected branch, 5 s later: settings are cached 3 s',
    c => c.objects.write(REPO, 'main', 'x', new Uint8Array(1)),
    { status: 403, reason: 'protected-branch' },
  ],
  [
    'merge again, nothing to merge',
    c => c.refs.merge(REPO, 'feature-x', 'main'),
    { status: 400, reason: 'no-changes' },
  ],
  [
    'merge into a ref that is not there',
    c => c.refs.merge(REPO, 'feature-x', 'nope'),
    { status: 404, reason: 'not-found' },
  ],
  [
    'merge c1 into c2: conflict',
    c => c.refs.merge(REPO, 'c1', 'c2'),
    { name: 'MergeConflictError', status: 409, reason: 'conflict' },
  ],
  [
    'merge refused by a hook',
    c => c.refs.merge(REPO, 'feature-z', 'gated'),
    {
      name: 'HookRefusedError',
      status: 412,
      reason: 'hook-refused',
      runId: '4oprpo9ksduc3bmr9cm0',
      said: expect.stringContaining('column customer_id must not be null'),
    },
  ],
  [
    'delete it again',
    c => c.branches.delete(REPO, 'c2'),
    { status: 404, reason: 'not-found' },
  ],
  [
    'delete the default branch',
    c => c.branches.delete(REPO, 'main'),
    { status: 403, reason: 'default-branch' },
  ],
  [
    'write into it',
    c => c.branches.create('ro-lake', { name: 'f', source: 'main' }),
    { status: 403, reason: 'read-only-repository' },
  ],
];

(transcript ? describe : describe.skip)(
  `what a real lakeFS answered${
    transcript
      ? ''
      : ' (skipped: ../shared/data/lakefs is not beside the repository)'
  }`,
  () => {
    it.each(answers)('%s', async (note, ask, expected) => {
      const { value, error } = await replay(told(note), ask(open()));
      expect(error).toBeUndefined();
      expect(value).toEqual(expected);
    });

    it.each(refusals)('refuses: %s', async (note, ask, expected) => {
      const { error } = await replay(told(note), ask(open()));
      expect(error).toMatchObject(expected);
      expect(error).toBeInstanceOf(Error);
      expect(error?.message).toContain(String(told(note).request.method));
    });
  },
);
