import { expect, test } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import {
  createLakeFSClient,
  everyItem,
  type LakeFSClient,
  type LakeFSCredentials,
  type StatusReason,
} from '../../packages/lakefs-client/src';
import { until } from '../e2e/api/support/until';
import { LakeFSHttp } from './support/LakeFSHttp';

/** A lakeFS on which these stories may make repositories of their own. */
export interface LakeFSSide {
  endpoint: string;
  credentials: LakeFSCredentials;
  /** Where the data of a repository of this name may lie. */
  storageNamespace(repository: string): string;
  stop(): Promise<void>;
}

const HEX = /^[0-9a-f]{64}$/;

const gate = (branch: string, script: string[]) => `name: gate
on:
  pre-merge:
    branches: [${branch}]
hooks:
  - id: looks
    type: lua
    properties:
      script: print("looked")
  - id: decides
    type: lua
    properties:
      script: |
${script.map(line => `        ${line}`).join('\n')}
  - id: after
    type: lua
    properties:
      script: print("after")
`;

/** What the client promises, told of one lakeFS: the sandbox and a real one alike. */
export function lakefsStories(options: { start: () => Promise<LakeFSSide> }) {
  let side: LakeFSSide;
  let lakefs: LakeFSClient;
  let http: LakeFSHttp;
  let repository: string;
  const toDelete: string[] = [];

  const makeRepository = async (settings: { read_only?: boolean } = {}) => {
    const name = `lakefront-${randomBytes(6).toString('hex')}`;
    await http.must('POST', '/repositories', {
      name,
      storage_namespace: side.storageNamespace(name),
      default_branch: 'main',
      ...settings,
    });
    toDelete.push(name);
    return name;
  };

  test.beforeAll(async () => {
    side = await options.start();
    const { endpoint, credentials } = side;
    lakefs = createLakeFSClient({ endpoint, credentials });
    http = new LakeFSHttp({ endpoint, ...credentials });
  });

  test.beforeEach(async () => {
    repository = await makeRepository();
  });

  test.afterAll(async () => {
    for (const name of toDelete) {
      await http.send('DELETE', `/repositories/${name}?force=true`);
    }
    await side?.stop();
  });

  const write = (branch: string, path: string, text: string) =>
    lakefs.objects.write(repository, branch, path, Buffer.from(text));

  /** A commit on the branch with these objects. */
  const commit = async (
    branch: string,
    objects: Record<string, string>,
    message = `to ${branch}`,
  ) => {
    for (const [path, text] of Object.entries(objects)) {
      await write(branch, path, text);
    }
    return lakefs.branches.commit(repository, branch, { message });
  };

  const branch = (name: string, source = 'main') =>
    lakefs.branches.create(repository, { name, source });

  const refused = async (call: Promise<unknown>, reason: StatusReason) => {
    const error = await call.then(
      () => undefined,
      caught => caught,
    );
    expect(error).toMatchObject({ reason });
    return error;
  };

  const head = async (name: string) =>
    (await lakefs.branches.get(repository, name)).commitId;

  test('says who it is', async () => {
    await lakefs.server.healthy();
    const { version, storage } = await lakefs.server.config();
    expect(version).toBeTruthy();
    expect(side.storageNamespace('x')).toMatch(
      new RegExp(storage.namespacePattern),
    );
    expect(await lakefs.server.currentUser()).toBeTruthy();
  });

  test('refuses another key, and nobody repeats it', async () => {
    const stranger = createLakeFSClient({
      endpoint: side.endpoint,
      credentials: {
        accessKeyId: 'AKIAJNOBODYKNOWSTHIS',
        secretAccessKey: 'not-to-be-seen',
      },
    });
    const error = await refused(stranger.repositories.list(), 'unauthorized');
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('not-to-be-seen');
    await stranger.server.healthy();
  });

  test('keeps repositories', async () => {
    const found = await lakefs.repositories.get(repository);
    expect(found).toEqual({
      id: repository,
      defaultBranch: 'main',
      storageNamespace: side.storageNamespace(repository),
      readOnly: false,
      createdAt: expect.any(Number),
    });
    const listed = await lakefs.repositories.list({ prefix: repository });
    expect(listed).toEqual({ items: [found] });
    await refused(lakefs.repositories.get('nobody-made-it'), 'not-found');
  });

  test('forgets a repository under those who use it', async () => {
    await http.must('DELETE', `/repositories/${repository}`);
    await refused(lakefs.branches.get(repository, 'main'), 'not-found');
    await refused(lakefs.repositories.metadata(repository), 'not-found');
    await refused(
      lakefs.repositories.garbageCollectionRules(repository),
      'not-found',
    );
  });

  test('refuses every write to a repository that is only for reading', async () => {
    repository = await makeRepository({ read_only: true });
    expect((await lakefs.repositories.get(repository)).readOnly).toBe(true);
    await refused(branch('other'), 'read-only-repository');
    await refused(write('main', 'x', 'x'), 'read-only-repository');
  });

  test('makes branches, lists them in pages and takes them away', async () => {
    const first = await head('main');
    for (const name of ['a-1', 'a-2', 'a-3', 'b-1']) {
      expect(await branch(name)).toEqual({ commitId: first });
    }
    const names: string[] = [];
    for await (const { id, commitId } of everyItem(after =>
      lakefs.branches.list(repository, { after, amount: 2 }),
    )) {
      expect(commitId).toBe(first);
      names.push(id);
    }
    expect(names).toEqual(['a-1', 'a-2', 'a-3', 'b-1', 'main']);
    const withPrefix = await lakefs.branches.list(repository, {
      prefix: 'a-',
      after: 'a-1',
    });
    expect(withPrefix.items.map(({ id }) => id)).toEqual(['a-2', 'a-3']);

    await refused(branch('a-1'), 'already-exists');
    await refused(branch('c-1', 'nobody-made-it'), 'not-found');
    for (const name of ['a b', 'a/b', '-a', 'a.b', 'ä']) {
      await refused(branch(name), 'bad-request');
    }
    await lakefs.branches.delete(repository, 'a-1');
    await refused(lakefs.branches.get(repository, 'a-1'), 'not-found');
    await refused(lakefs.branches.delete(repository, 'a-1'), 'not-found');
    await refused(lakefs.branches.delete(repository, 'main'), 'default-branch');
  });

  test('begins a branch at a tag, a commit or before one', async () => {
    const one = await commit('main', { a: '1' });
    const two = await commit('main', { a: '2' });
    await lakefs.tags.create(repository, { id: 'v.1', ref: one.id });
    expect(await branch('of-tag', 'v.1')).toEqual({ commitId: one.id });
    expect(await branch('of-commit', two.id)).toEqual({ commitId: two.id });
    expect(await branch('of-short', one.id.slice(0, 16))).toEqual({
      commitId: one.id,
    });
    expect(await branch('before', 'main~1')).toEqual({ commitId: one.id });
  });

  test('tells what is uncommitted, and commits it with metadata', async () => {
    await commit('main', { 'tables/a/1': 'one', 'tables/a/2': 'two' });
    await branch('work');
    await write('work', 'tables/a/1', 'other');
    await lakefs.objects.delete(repository, 'work', 'tables/a/2');
    await lakefs.objects.delete(repository, 'work', 'nobody-made-it');
    await write('work', 'tables/b/3', 'three');
    const change = (type: string, path: string, size: number) => ({
      type,
      path,
      isPrefix: false,
      size,
    });
    expect(await lakefs.branches.uncommitted(repository, 'work')).toEqual({
      items: [
        change('changed', 'tables/a/1', 5),
        change('removed', 'tables/a/2', 0),
        change('added', 'tables/b/3', 5),
      ],
    });
    expect(
      await lakefs.branches.uncommitted(repository, 'work', {
        prefix: 'tables/',
        delimiter: '/',
        amount: 1,
      }),
    ).toEqual({
      items: [{ type: 'prefix_changed', path: 'tables/a/', isPrefix: true }],
      next: 'tables/a/',
    });
    const before = await head('work');
    const made = await lakefs.branches.commit(repository, 'work', {
      message: 'daily load',
      metadata: { job: 'daily-orders', 'lakefront.dev/run': 'x' },
    });
    expect(made).toMatchObject({
      id: expect.stringMatching(HEX),
      parents: [before],
      message: 'daily load',
      metadata: { job: 'daily-orders', 'lakefront.dev/run': 'x' },
      metaRangeId: expect.stringMatching(HEX),
    });
    for (const ref of [made.id, made.id.slice(0, 16), 'work']) {
      expect(await lakefs.commits.get(repository, ref)).toEqual(made);
    }
    expect(await head('work')).toBe(made.id);
    expect(await lakefs.branches.uncommitted(repository, 'work')).toEqual({
      items: [],
    });
    await refused(
      lakefs.branches.commit(repository, 'work', { message: 'again' }),
      'no-changes',
    );
    const empty = await lakefs.branches.commit(repository, 'work', {
      message: 'nothing',
      allowEmpty: true,
    });
    expect(empty.metaRangeId).toBe(made.metaRangeId);
    await refused(lakefs.commits.get(repository, 'f'.repeat(64)), 'not-found');
  });

  test('writing the same again changes nothing', async () => {
    await commit('main', { same: 'text' });
    await write('main', 'same', 'text');
    expect(await lakefs.branches.uncommitted(repository, 'main')).toEqual({
      items: [],
    });
  });

  test('tells the history in pages, of paths and of the branch alone', async () => {
    const one = await commit('main', { 'a/1': '1' }, 'one');
    await branch('side');
    const two = await commit('side', { 'b/1': '1' }, 'two');
    await commit('main', { 'a/2': '2' }, 'three');
    const { commitId } = await lakefs.refs.merge(repository, 'side', 'main');
    const messages = async (
      log: Parameters<LakeFSClient['commits']['log']>[2],
    ) =>
      (await lakefs.commits.log(repository, 'main', log)).items.map(
        ({ message }) => message,
      );
    expect(await messages({ firstParent: true })).toEqual([
      "Merge 'side' into 'main'",
      'three',
      'one',
      'Repository created',
    ]);
    expect(new Set(await messages({}))).toEqual(
      new Set([
        "Merge 'side' into 'main'",
        'three',
        'two',
        'one',
        'Repository created',
      ]),
    );
    expect(await messages({ prefixes: ['b/'] })).toEqual(['two']);
    expect(await messages({ objects: ['a/1'] })).toEqual(['one']);
    expect(await messages({ firstParent: true, stopAt: one.id })).toEqual([
      "Merge 'side' into 'main'",
      'three',
      'one',
    ]);
    const page = await lakefs.commits.log(repository, 'main', {
      amount: 1,
      firstParent: true,
    });
    expect(page).toMatchObject({ items: [{ id: commitId }], next: commitId });
    expect(await messages({ after: page.next, firstParent: true })).toEqual([
      'three',
      'one',
      'Repository created',
    ]);
    const merged = page.items[0];
    expect(merged.parents[1]).toBe(two.id);
    expect(merged.generation).toBeGreaterThan(two.generation);
    await refused(lakefs.commits.log(repository, 'no-ref'), 'not-found');
  });

  test('compares as folders, in pages, since the merge base or straight', async () => {
    await commit('main', { 'a/1': '1', 'a/2': '22', 'b/1': '1', top: 't' });
    await branch('work');
    await write('work', 'a/1', '333');
    await lakefs.objects.delete(repository, 'work', 'a/2');
    await commit('work', { 'c/d/e': 'new' });
    await commit('main', { 'b/1': 'moved on' });
    const diff = (asked: Parameters<LakeFSClient['refs']['diff']>[3] = {}) =>
      lakefs.refs.diff(repository, 'main', 'work', asked);
    const lines = async (asked?: Parameters<LakeFSClient['refs']['diff']>[3]) =>
      (await diff(asked)).items.map(
        ({ type, path, size }) => `${type} ${path} ${size}`,
      );
    expect(await lines()).toEqual([
      'changed a/1 3',
      'removed a/2 2',
      'added c/d/e 3',
    ]);
    expect(await lines({ type: 'two_dot' })).toEqual([
      'changed a/1 3',
      'removed a/2 2',
      'changed b/1 1',
      'added c/d/e 3',
    ]);
    expect(await lines({ delimiter: '/' })).toEqual([
      'prefix_changed a/ undefined',
      'prefix_changed c/ undefined',
    ]);
    expect(await lines({ delimiter: '/', prefix: 'a/' })).toEqual([
      'changed a/1 3',
      'removed a/2 2',
    ]);
    const first = await diff({ delimiter: '/', amount: 1 });
    expect(first.next).toBe('a/');
    expect(await lines({ delimiter: '/', after: first.next })).toEqual([
      'prefix_changed c/ undefined',
    ]);
    await write('work', 'uncommitted', 'x');
    expect(await lines({ prefix: 'unc' })).toEqual([]);
    await refused(lakefs.refs.diff(repository, 'main', 'no-ref'), 'not-found');
  });

  test('merges a commit once, with metadata by which it is found', async () => {
    await branch('work');
    const reviewed = await commit('work', { x: '1' });
    await commit('work', { x: '2' });
    const before = await head('main');
    const { commitId } = await lakefs.refs.merge(
      repository,
      reviewed.id,
      'main',
      { message: 'promote', metadata: { 'lakefront.dev/promoted': 'x' } },
    );
    expect(await head('main')).toBe(commitId);
    const merged = await lakefs.commits.get(repository, commitId);
    expect(merged).toMatchObject({
      message: 'promote',
      parents: [before, reviewed.id],
      metadata: expect.objectContaining({ 'lakefront.dev/promoted': 'x' }),
    });
    const read = await lakefs.objects.read(repository, 'main', 'x');
    expect(Buffer.from(read.bytes).toString()).toBe('1');
    await refused(
      lakefs.refs.merge(repository, reviewed.id, 'main'),
      'no-changes',
    );
    expect(
      await lakefs.refs.mergeBase(repository, 'work', 'main'),
    ).toMatchObject({ baseCommitId: reviewed.id });
    await refused(lakefs.refs.merge(repository, 'no-ref', 'main'), 'not-found');
    await refused(
      lakefs.refs.merge(repository, 'work', 'no-branch'),
      'not-found',
    );
  });

  test('says that there is a conflict, a diff says where, a strategy decides', async () => {
    await commit('main', { both: '0', mine: '0' });
    await branch('one');
    await branch('two');
    await commit('one', { both: '1', mine: '1' });
    await commit('two', { both: '2' });
    const error = await refused(
      lakefs.refs.merge(repository, 'one', 'two'),
      'conflict',
    );
    expect(error.name).toBe('MergeConflictError');
    const { items } = await lakefs.refs.diff(repository, 'two', 'one');
    expect(items.map(({ type, path }) => `${type} ${path}`)).toEqual([
      'conflict both',
      'changed mine',
    ]);
    await branch('three', 'two');
    const both = async (name: string) =>
      Buffer.from(
        (await lakefs.objects.read(repository, name, 'both')).bytes,
      ).toString();
    await lakefs.refs.merge(repository, 'one', 'two', {
      strategy: 'source-wins',
    });
    expect(await both('two')).toBe('1');
    await lakefs.refs.merge(repository, 'one', 'three', {
      strategy: 'dest-wins',
    });
    expect(await both('three')).toBe('2');
  });

  test('squashes to one parent', async () => {
    await branch('work');
    await commit('work', { x: '1' });
    const before = await head('main');
    const { commitId } = await lakefs.refs.merge(repository, 'work', 'main', {
      squash: true,
    });
    const made = await lakefs.commits.get(repository, commitId);
    expect(made.parents).toEqual([before]);
  });

  test('merges once for many who merge at once, but squashes for each', async () => {
    const merges = async (squash: boolean) => {
      const name = squash ? 'squashed' : 'merged';
      await branch(name);
      const { id } = await commit(name, { [name]: '1' });
      const outcomes = await Promise.all(
        Array.from({ length: 5 }, () =>
          lakefs.refs.merge(repository, id, 'main', { squash }).then(
            () => 'done',
            error => error.reason,
          ),
        ),
      );
      return outcomes.sort();
    };
    const others = Array(4).fill('no-changes');
    expect(await merges(false)).toEqual(['done', ...others]);
    // Nothing of the destination's history says that it was there before.
    expect(await merges(true)).toEqual(Array(5).fill('done'));
  });

  test('makes a branch for one of many who ask at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () =>
        branch('wanted').then(
          () => 'made',
          error => error.reason,
        ),
      ),
    );
    expect(outcomes.sort()).toEqual([
      ...Array(4).fill('already-exists'),
      'made',
    ]);
  });

  test('takes a branch away with what is uncommitted on it', async () => {
    await branch('work');
    await write('work', 'lost', 'x');
    await lakefs.branches.delete(repository, 'work');
    await branch('work');
    expect(await lakefs.branches.uncommitted(repository, 'work')).toEqual({
      items: [],
    });
  });

  test('merges nothing into a branch on which something is uncommitted', async () => {
    await branch('work');
    await commit('work', { x: '1' });
    await write('main', 'left', 'behind');
    await refused(
      lakefs.refs.merge(repository, 'work', 'main'),
      'dirty-branch',
    );
  });

  test('asks a hook, and tells its no', async () => {
    await branch('gated');
    await branch('work');
    await write(
      'work',
      '_lakefs_actions/gate.yaml',
      gate('gated', ['print("checking")', 'error("customer_id is null")']),
    );
    await commit('work', { x: '1' });
    const before = await head('gated');
    const error = await refused(
      lakefs.refs.merge(repository, 'work', 'gated'),
      'hook-refused',
    );
    expect(error.said).toContain('customer_id is null');
    expect(await head('gated')).toBe(before);

    const { items } = await lakefs.actions.runs(repository, {
      branch: 'gated',
    });
    expect(items).toEqual([
      expect.objectContaining({
        id: error.runId,
        branch: 'gated',
        eventType: 'pre-merge',
        status: 'failed',
      }),
    ]);
    expect(await lakefs.actions.run(repository, error.runId)).toEqual(items[0]);
    const hooks = await lakefs.actions.hooks(repository, error.runId);
    expect(
      hooks.items.map(({ hookId, status }) => `${hookId} ${status}`),
    ).toEqual(['looks completed', 'decides failed', 'after skipped']);
    const output = (index: number) =>
      lakefs.actions.output(repository, error.runId, hooks.items[index].id);
    expect(await output(0)).toEqual({ text: 'looked\n', cut: false });
    expect((await output(1)).text).toMatch(
      /^checking\nError: .*customer_id is null/,
    );
  });

  test('asks a hook of what is merged, and goes on with its yes', async () => {
    await branch('gated');
    await branch('work');
    await write(
      'work',
      '_lakefs_actions/gate.yaml',
      gate('gated', ['print("fine")']),
    );
    await commit('work', { x: '1' });
    const { commitId } = await lakefs.refs.merge(repository, 'work', 'gated');
    const { items } = await lakefs.actions.runs(repository, {
      branch: 'gated',
    });
    expect(items).toEqual([
      expect.objectContaining({ status: 'completed', commitId }),
    ]);
  });

  test('protects a branch, if nobody else did in between', async () => {
    const { repositories } = lakefs;
    await branch('kept');
    expect(await repositories.branchProtection(repository)).toEqual({
      patterns: [],
      etag: '',
    });
    await repositories.setBranchProtection(repository, {
      patterns: ['kep*'],
      etag: '',
    });
    const read = await repositories.branchProtection(repository);
    expect(read.patterns).toEqual(['kep*']);
    expect(read.etag).not.toBe('');
    await repositories.setBranchProtection(repository, {
      patterns: [...read.patterns, 'other'],
      etag: read.etag,
    });
    await refused(
      repositories.setBranchProtection(repository, { ...read, patterns: [] }),
      'precondition-failed',
    );
    const both = await repositories.branchProtection(repository);
    expect([...both.patterns].sort()).toEqual(['kep*', 'other']);

    // What is obeyed comes from a cache that runs out.
    await until(
      () =>
        write('kept', 'x', 'x').then(
          () => 'written',
          error => error.reason,
        ),
      answer => answer === 'protected-branch',
      { what: 'the rule is obeyed', seconds: 20 },
    );
    await repositories.setBranchProtection(repository, {
      patterns: ['other'],
      etag: both.etag,
    });
    // Protection keeps nobody from deleting.
    await lakefs.branches.delete(repository, 'kept');
  });

  test('keeps what a tag names when its branch is gone', async () => {
    await branch('work');
    const kept = await commit('work', { x: '1' });
    expect(
      await lakefs.tags.create(repository, { id: 'kept-1', ref: 'work' }),
    ).toEqual({ id: 'kept-1', commitId: kept.id });
    await lakefs.branches.delete(repository, 'work');
    expect(await branch('work', 'kept-1')).toEqual({ commitId: kept.id });
    expect(await lakefs.tags.list(repository, { prefix: 'kept-' })).toEqual({
      items: [{ id: 'kept-1', commitId: kept.id }],
    });
    await refused(
      lakefs.tags.create(repository, { id: 'kept-1', ref: 'main' }),
      'already-exists',
    );
    await refused(
      lakefs.tags.create(repository, { id: 'work', ref: 'main' }),
      'conflict',
    );
    await refused(branch('kept-1'), 'conflict');
    await lakefs.tags.delete(repository, 'kept-1');
    await refused(lakefs.tags.get(repository, 'kept-1'), 'not-found');
    await refused(lakefs.tags.delete(repository, 'kept-1'), 'not-found');
  });

  test('loses no key of twenty who write metadata at once', async () => {
    const keys = Array.from({ length: 20 }, (_, n) => `lakefront.dev/key.${n}`);
    await Promise.all(
      keys.map(key =>
        lakefs.repositories.setMetadata(repository, { [key]: 'mine' }),
      ),
    );
    expect(await lakefs.repositories.metadata(repository)).toEqual(
      Object.fromEntries(keys.map(key => [key, 'mine'])),
    );
    await lakefs.repositories.deleteMetadata(repository, [
      ...keys.slice(1),
      'nobody-wrote-it',
    ]);
    expect(await lakefs.repositories.metadata(repository)).toEqual({
      [keys[0]]: 'mine',
    });
  });

  test('tells the rules of garbage collection, or that there are none', async () => {
    const { repositories } = lakefs;
    expect(
      await repositories.garbageCollectionRules(repository),
    ).toBeUndefined();
    const path = `/repositories/${repository}/settings/gc_rules`;
    await http.must('PUT', path, { default_retention_days: 7, branches: [] });
    expect(await repositories.garbageCollectionRules(repository)).toEqual({
      defaultRetentionDays: 7,
      branches: [],
    });
    await http.must('PUT', path, {
      default_retention_days: 7,
      branches: [{ branch_id: 'main', retention_days: 30 }],
    });
    expect(await repositories.garbageCollectionRules(repository)).toEqual({
      defaultRetentionDays: 7,
      branches: [{ branch: 'main', retentionDays: 30 }],
    });
    await http.must('DELETE', path);
    expect(
      await repositories.garbageCollectionRules(repository),
    ).toBeUndefined();
  });

  test('lists objects as folders and reads parts of them', async () => {
    const path = 'tables/orders/metadata/v 1+ä&.json';
    await commit('main', { [path]: '0123456789', 'tables/b': 'b' });
    const list = (asked: Parameters<LakeFSClient['objects']['list']>[2]) =>
      lakefs.objects.list(repository, 'main', asked);
    expect(await list({ prefix: 'tables/', delimiter: '/' })).toEqual({
      items: [
        expect.objectContaining({ isPrefix: false, path: 'tables/b', size: 1 }),
        { isPrefix: true, path: 'tables/orders/' },
      ],
    });
    expect(await list({ amount: 1 })).toMatchObject({ next: 'tables/b' });
    const stats = await lakefs.objects.stat(repository, 'main', path);
    expect(stats).toMatchObject({ path, size: 10 });
    const read = async (
      asked: Parameters<LakeFSClient['objects']['read']>[3],
    ) => {
      const content = await lakefs.objects.read(
        repository,
        'main',
        path,
        asked,
      );
      return [Buffer.from(content.bytes).toString(), content.totalSize];
    };
    expect(await read({})).toEqual(['0123456789', 10]);
    expect(await read({ range: { from: 2, to: 4 } })).toEqual(['234', 10]);
    expect(await read({ range: { from: 8, to: 99 } })).toEqual(['89', 10]);
    expect(await read({ range: { last: 3 } })).toEqual(['789', 10]);
    await expect(read({ range: { from: 50, to: 60 } })).rejects.toMatchObject({
      status: 416,
    });
    await refused(
      lakefs.objects.stat(repository, 'main', 'nobody-wrote-it'),
      'not-found',
    );
    await refused(lakefs.objects.read(repository, 'no-ref', path), 'not-found');
  });

  test('takes no wild name for another', async () => {
    const names = ['..%2f', 'a/../main', 'main?x', 'main#', 'ma in', '😀', '%'];
    for (const name of names) {
      const error = await lakefs.branches.get(repository, name).then(
        () => undefined,
        caught => caught,
      );
      expect([400, 404], name).toContain(error?.status);
    }
  });
}
