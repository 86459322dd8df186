import { ManualClock } from '../../clock';
import { seededRandom } from '../../random';
import { createLakeFSServer, type SandboxLakeFSServer } from '..';

/** What the stories of test/conformance and the transcript do not ask for. */

const LAKE = '/repositories/lake';
let server: SandboxLakeFSServer;
let url: string;

beforeEach(async () => {
  server = createLakeFSServer({
    clock: new ManualClock(),
    random: seededRandom(1),
    users: [{ name: 'mia', accessKeyId: 'key', secretAccessKey: 'a:b' }],
  });
  ({ url } = await server.listen(0));
  await ask('POST', '/repositories', {
    ...{ name: 'lake', storage_namespace: 'local://lake' },
  });
});
afterEach(() => server.close());

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const isText = typeof body === 'string' || body instanceof FormData;
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Basic ${btoa('key:a:b')}`,
      ...(body !== undefined &&
        !isText && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: isText ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text ? JSON.parse(text) : text,
  };
}

const upload = (path: string, text: string, branch = 'main') =>
  ask('POST', `${LAKE}/branches/${branch}/objects?path=${path}`, text);

const commit = async (message: string, branch = 'main') =>
  (await ask('POST', `${LAKE}/branches/${branch}/commits`, { message })).body
    .id as string;

const read = async (path: string, ref = 'main') =>
  (await ask('GET', `${LAKE}/refs/${ref}/objects?path=${path}`)).body;

const uncommitted = async (branch = 'main') =>
  (await ask('GET', `${LAKE}/branches/${branch}/diff`)).body.results.map(
    ({ type, path }: { type: string; path: string }) => `${type} ${path}`,
  );

it('takes a secret with a colon, and no other scheme', async () => {
  expect((await ask('GET', '/user')).body.user.id).toBe('mia');
  for (const authorization of [
    'Bearer key:a:b',
    `Basic ${btoa('key')}`,
    `Basic ${btoa('other:a:b')}`,
    'Basic ***',
    '',
  ]) {
    const { status } = await ask('GET', '/user', undefined, { authorization });
    expect(status).toBe(401);
  }
});

it('knows what it does not know', async () => {
  expect(await ask('GET', '/nothing')).toMatchObject({
    status: 404,
    body: { message: 'invalid API endpoint' },
  });
  expect((await fetch(`${url}/_health`)).status).toBe(200);
});

it.each([
  ['/repositories?amount=1001', 400],
  ['/repositories?amount=many', 400],
  ['/repositories?amount=0', 200],
  ['/repositories?amount=-1', 200],
  [`${LAKE}/refs/main/objects/stat`, 400],
  [`${LAKE}/refs/main/objects/stat?path=`, 400],
  [`${LAKE}/actions/runs/nothing`, 404],
  [`${LAKE}/actions/runs/nothing/hooks`, 200],
])('answers %s with %i', async (path, status) => {
  expect((await ask('GET', path)).status).toBe(status);
});

it('refuses what lacks a field, and what is no JSON', async () => {
  expect(await ask('POST', `${LAKE}/branches`, { name: 'x' })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('property "source" is missing') },
  });
  const json = { 'content-type': 'application/json' };
  const { status } = await ask('POST', `${LAKE}/branches`, '{', json);
  expect(status).toBe(400);
});

describe('an upload', () => {
  it('may be a form, have metadata and call itself JSON', async () => {
    const form = new FormData();
    form.append('content', new Blob(['{"a":1}'], { type: 'text/x' }), 'a.json');
    expect(
      await ask('POST', `${LAKE}/branches/main/objects?path=form`, form, {
        'x-lakefs-meta-owner': 'mia',
      }),
    ).toMatchObject({
      status: 201,
      body: {
        size_bytes: 7,
        content_type: 'text/x',
        metadata: { owner: 'mia' },
      },
    });
    const json = { 'content-type': 'application/json' };
    const path = `${LAKE}/branches/main/objects?path=json`;
    expect((await ask('POST', path, '{"a": 2}', json)).status).toBe(201);
    expect(await read('json')).toEqual({ a: 2 });
    const listed = await ask('GET', `${LAKE}/refs/main/objects/ls`);
    expect(
      listed.body.results.map(({ metadata }: { metadata?: {} }) => metadata),
    ).toEqual([{ owner: 'mia' }, undefined]);
  });

  it('may ask that nothing is there yet', async () => {
    const path = `${LAKE}/branches/main/objects?path=once`;
    const once = () => ask('POST', path, 'x', { 'if-none-match': '*' });
    expect((await once()).status).toBe(201);
    expect((await once()).status).toBe(412);
  });
});

it('tells of an object without its bytes', async () => {
  await upload('a', '12345');
  const head = await ask('HEAD', `${LAKE}/refs/main/objects?path=a`);
  expect(head.headers.get('content-length')).toBe('5');
  expect(head.body).toBe('');
});

it('removes many at once', async () => {
  for (const path of ['a', 'b', 'c']) await upload(path, path);
  await commit('three');
  await ask('POST', `${LAKE}/branches/main/objects/delete`, {
    paths: ['a', 'b', 'nothing'],
  });
  expect(await uncommitted()).toEqual(['removed a', 'removed b']);
});

it('drops uncommitted work: one path, a prefix, or all', async () => {
  for (const path of ['a', 'b/1', 'b/2', 'c']) await upload(path, path);
  const reset = (what: object) => ask('PUT', `${LAKE}/branches/main`, what);
  await reset({ type: 'object', path: 'a' });
  expect(await uncommitted()).toEqual(['added b/1', 'added b/2', 'added c']);
  await reset({ type: 'common_prefix', path: 'b/' });
  expect(await uncommitted()).toEqual(['added c']);
  expect((await reset({ type: 'nothing' })).status).toBe(400);
  await reset({ type: 'reset' });
  expect(await uncommitted()).toEqual([]);
});

describe('a commit', () => {
  let first: string;
  beforeEach(async () => {
    await upload('a', '1');
    first = await commit('first');
    await upload('a', '2');
    await commit('second');
  });
  const branch = `${LAKE}/branches/main`;

  it('is taken back, unless what came after is in the way', async () => {
    const revert = (ref: string) =>
      ask('POST', `${branch}/revert`, { ref, parent_number: 1 });
    expect(await revert(first)).toMatchObject({
      status: 409,
      body: { message: 'update branch: conflict found' },
    });
    expect((await revert('main')).status).toBe(204);
    expect(String(await read('a'))).toBe('1');
    await upload('left', 'over');
    expect((await revert('main')).body.message).toMatch(/dirty branch/);
  });

  it('is picked, where its parent is clear', async () => {
    await ask('POST', `${LAKE}/branches`, { name: 'old', source: first });
    const pick = (ref: string) =>
      ask('POST', `${LAKE}/branches/old/cherry-pick`, { ref });
    expect((await pick('main')).status).toBe(201);
    expect(String(await read('a', 'old'))).toBe('2');
    await ask('POST', `${LAKE}/refs/main/merge/old`, { allow_empty: true });
    expect(await pick('old')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('parent number') },
    });
  });

  it('is where a branch is set to, with what is uncommitted on it', async () => {
    await upload('left', 'over');
    const reset = await ask('PUT', `${branch}/hard_reset?ref=${first}`);
    expect(reset.status).toBe(204);
    expect(String(await read('a'))).toBe('1');
    expect(await uncommitted()).toEqual(['added left']);
    expect(await ask('PUT', `${branch}/hard_reset?ref=x`)).toMatchObject({
      status: 404,
      body: { message: 'hard-reset main to x: not found' },
    });
  });
});

it('stops a commit whose actions make no sense', async () => {
  await upload('_lakefs_actions/bad.yaml', 'name: bad\n');
  const answer = await ask('POST', `${LAKE}/branches/main/commits`, {
    message: 'bad',
  });
  expect(answer.status).toBe(500);
  expect(answer.body.message).toMatch(
    /^prepare-commit hook aborted, run id '\w{20}': 1 error occurred:\n\t\* parsing file _lakefs_actions\/bad.yaml: 'on' is required/,
  );
});

it('runs hooks of other events, and remembers what they said after', async () => {
  await upload(
    '_lakefs_actions/all.yaml',
    `name: all events
on:
  pre-create-branch: { branches: ['no-*'] }
  post-create-branch:
  pre-delete-branch: { branches: ['kept'] }
hooks:
  - id: says_no
    type: lua
    properties: { script: 'error("no")' }
`,
  );
  await commit('actions');
  const create = (name: string) =>
    ask('POST', `${LAKE}/branches`, { name, source: 'main' });
  expect((await create('no-1')).status).toBe(412);
  expect((await create('kept')).status).toBe(201);
  expect((await ask('DELETE', `${LAKE}/branches/kept`)).status).toBe(412);
  expect((await ask('GET', `${LAKE}/branches/kept`)).status).toBe(200);
  const { body } = await ask('GET', `${LAKE}/actions/runs`);
  expect(
    body.results.map(
      (run: Record<string, string>) =>
        `${run.event_type} ${run.branch} ${run.status}`,
    ),
  ).toEqual([
    'pre-create-branch no-1 failed',
    'post-create-branch kept failed',
    'pre-delete-branch kept failed',
  ]);
});

it('hides a hidden branch from lists only', async () => {
  await ask('POST', `${LAKE}/branches`, {
    ...{ name: 'hidden-1', source: 'main', hidden: true },
  });
  const ids = async (query: string) =>
    (await ask('GET', `${LAKE}/branches${query}`)).body.results.map(
      ({ id }: { id: string }) => id,
    );
  expect(await ids('')).toEqual(['main']);
  expect(await ids('?show_hidden=true')).toEqual(['hidden-1', 'main']);
  expect((await ask('GET', `${LAKE}/branches/hidden-1`)).status).toBe(200);
});

it('fails as a test says', async () => {
  server.faults.set(({ method }) =>
    method === 'GET'
      ? { status: 503, body: { message: 'Slow down' } }
      : undefined,
  );
  expect((await ask('GET', LAKE)).status).toBe(503);
  server.faults.set(undefined);
  expect((await ask('GET', LAKE)).status).toBe(200);
});
