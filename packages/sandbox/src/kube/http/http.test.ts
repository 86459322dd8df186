import { ManualClock } from '../../clock';
import { KubeObject, KubeServer } from '../../types';
import { httpClient } from '../testUtils/httpClient';
import {
  configMap,
  namespace,
  pod,
  PODS,
  CONFIG_MAPS,
  sparkApplication,
  QUOTAS,
} from '../testUtils/manifests';
import { startServer } from '../testUtils/startServer';

const MAPS = '/api/v1/namespaces/dom-sales/configmaps';
const APPS =
  '/apis/sparkoperator.k8s.io/v1beta2/namespaces/dom-sales/sparkapplications';

let server: KubeServer | undefined;

async function start(options: { watchLogSize?: number } = {}) {
  const clock = new ManualClock();
  const started = await startServer({ clock, ...options });
  server = started.server;
  const client = httpClient(started.port, server.caCertificate);
  return { clock, ...started, ...client };
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface List {
  items: KubeObject[];
  metadata: {
    resourceVersion: string;
    continue?: string;
    remainingItemCount?: number;
  };
}

const names = (list: List) => list.items.map(item => item.metadata.name);

const events = (lines: string[]) =>
  lines.map(line => {
    const { type, object } = JSON.parse(line);
    return type === 'BOOKMARK' || type === 'ERROR'
      ? type
      : `${type} ${object.metadata.name}`;
  });

describe('who may call', () => {
  it('knows its tokens, and is open only where a probe looks', async () => {
    const { call } = await start();
    expect((await call(MAPS, { token: '' })).code).toBe(401);
    expect((await call(MAPS, { token: 'guess' })).json()).toMatchObject({
      kind: 'Status',
      reason: 'Unauthorized',
      code: 401,
    });
    expect((await call('/version', { token: '' })).code).toBe(200);
    expect((await call('/readyz', { token: '' })).text).toBe('ok');
    expect((await call(MAPS, { token: 'sandbox-mia' })).code).toBe(200);
    const refused = await call(MAPS, {
      token: 'sandbox-mia',
      method: 'POST',
      body: configMap('a'),
    });
    expect(refused.json()).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message:
        'configmaps is forbidden: User "mia" cannot create resource "configmaps" in API group "" in the namespace "dom-sales"',
    });
    expect(
      (await call('/metrics', { token: 'sandbox-mia' })).json(),
    ).toMatchObject({
      code: 403,
      message: 'forbidden: User "mia" cannot get path "/metrics"',
    });
  });

  it('lets an administrator act as somebody, and nobody else', async () => {
    const { call } = await start();
    const headers = { 'Impersonate-User': 'mia' };
    expect((await call('/api/v1/secrets', { headers })).code).toBe(403);
    expect(
      (
        await call(MAPS, {
          token: 'sandbox-mia',
          headers: { 'Impersonate-User': 'admin' },
        })
      ).code,
    ).toBe(403);
  });

  it('answers access reviews', async () => {
    const { call } = await start();
    const review = async (
      kind: string,
      plural: string,
      spec: object,
      token: string,
    ) =>
      (
        await call(`/apis/authorization.k8s.io/v1/${plural}`, {
          method: 'POST',
          token,
          body: { apiVersion: 'authorization.k8s.io/v1', kind, spec },
        })
      ).json<{ status: { allowed: boolean }; code?: number }>();
    const resourceAttributes = {
      namespace: 'dom-sales',
      verb: 'get',
      resource: 'pods',
      subresource: 'log',
    };
    const self = (attributes: object, token: string) =>
      review(
        'SelfSubjectAccessReview',
        'selfsubjectaccessreviews',
        { resourceAttributes: attributes },
        token,
      );
    expect((await self(resourceAttributes, 'sandbox-mia')).status.allowed).toBe(
      true,
    );
    expect(
      (await self({ ...resourceAttributes, verb: 'delete' }, 'sandbox-mia'))
        .status.allowed,
    ).toBe(false);
    const other = (user: string, token: string) =>
      review(
        'SubjectAccessReview',
        'subjectaccessreviews',
        { user, resourceAttributes },
        token,
      );
    expect((await other('mia', 'sandbox-admin')).status.allowed).toBe(true);
    expect((await other('noah', 'sandbox-admin')).status.allowed).toBe(false);
    expect((await other('noah', 'sandbox-mia')).code).toBe(403);
  });
});

describe('lists', () => {
  it('pages through one and the same moment, until that is forgotten', async () => {
    const { call, kube, clock } = await start();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      kube.create(CONFIG_MAPS, configMap(name));
    }
    const first = (await call(`${MAPS}?limit=2`)).json<List>();
    expect(names(first)).toEqual(['a', 'b']);
    expect(first.metadata.remainingItemCount).toBe(3);
    // As a real server: the list says once what all of them are.
    expect(first).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' });
    expect(Object.keys(first.items[0])).toEqual(['metadata', 'data']);
    kube.delete(CONFIG_MAPS, 'dom-sales', 'c');
    kube.create(CONFIG_MAPS, configMap('bb'));
    const second = (
      await call(`${MAPS}?limit=2&continue=${first.metadata.continue}`)
    ).json<List>();
    expect(names(second)).toEqual(['c', 'd']);
    expect(second.metadata.resourceVersion).toBe(
      first.metadata.resourceVersion,
    );
    const other = await call(
      `/api/v1/namespaces/default/configmaps?limit=2&continue=${first.metadata.continue}`,
    );
    expect(other.code).toBe(400);
    clock.advance(5 * 60 * 1000);
    const late = await call(
      `${MAPS}?limit=2&continue=${second.metadata.continue}`,
    );
    expect(late.json()).toMatchObject({ code: 410, reason: 'Expired' });
    expect((await call(`${MAPS}?continue=nonsense`)).code).toBe(400);
  });

  it('selects by labels and fields', async () => {
    const { call, kube } = await start();
    kube.create(CONFIG_MAPS, configMap('a', {}, { labels: { app: 'x' } }));
    kube.create(CONFIG_MAPS, configMap('b', {}, { labels: { app: 'y' } }));
    const get = async (query: string) =>
      names((await call(`${MAPS}?${query}`)).json<List>());
    expect(await get('labelSelector=app%20in%20(y)')).toEqual(['b']);
    expect(await get('fieldSelector=metadata.name%3Da')).toEqual(['a']);
    expect((await call(`${MAPS}?fieldSelector=data.x%3Da`)).code).toBe(400);
  });

  it('prints tables with the columns of the kind', async () => {
    const { call, kube, clock } = await start();
    kube.create(
      {
        group: 'sparkoperator.k8s.io',
        version: 'v1beta2',
        plural: 'sparkapplications',
      },
      sparkApplication('daily'),
    );
    clock.advance(3 * 60 * 60 * 1000 + 5 * 60 * 1000);
    const table = (
      await call(APPS, {
        headers: {
          Accept:
            'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
        },
      })
    ).json<{
      kind: string;
      columnDefinitions: Array<{ name: string }>;
      rows: Array<{ cells: unknown[]; object: KubeObject }>;
    }>();
    expect(table.kind).toBe('Table');
    expect(table.columnDefinitions.map(column => column.name)).toEqual([
      'Name',
      'Suspend',
      'Status',
      'Attempts',
      'Start',
      'Finish',
      'Age',
    ]);
    expect(table.rows[0].cells).toEqual([
      'daily',
      null,
      null,
      null,
      null,
      null,
      '3h5m',
    ]);
    expect(table.rows[0].object.kind).toBe('PartialObjectMetadata');
  });
});

describe('writes', () => {
  it('refuses unknown fields when asked to, and says which were dropped', async () => {
    const { call } = await start();
    const body = sparkApplication('a', { nope: 1, driver: { memroy: '1g' } });
    const strict = await call(`${APPS}?fieldValidation=Strict`, {
      method: 'POST',
      body,
    });
    expect(strict.json()).toMatchObject({
      code: 400,
      message:
        'SparkApplication in version "v1beta2" cannot be handled as a SparkApplication: strict decoding error: unknown field "spec.driver.memroy", unknown field "spec.nope"',
    });
    const warned = await call(APPS, { method: 'POST', body });
    expect(warned.code).toBe(201);
    expect(warned.headers.warning).toContain(
      '299 - "unknown field \\"spec.nope\\""',
    );
    expect(JSON.stringify(warned.json())).not.toContain('nope');
  });

  it('patches in all four ways, and tries without keeping', async () => {
    const { call } = await start();
    await call(MAPS, { method: 'POST', body: configMap('a', { x: '1' }) });
    const patch = async (type: string, body: unknown, query = '') =>
      (
        await call(`${MAPS}/a${query}`, {
          method: 'PATCH',
          body,
          headers: { 'Content-Type': type },
        })
      ).json<{ data: object; code?: number; message?: string }>();
    const json = [{ op: 'replace', path: '/data/x', value: '2' }];
    expect((await patch('application/json-patch+json', json)).data).toEqual({
      x: '2',
    });
    const merge = { data: { y: '3' } };
    expect((await patch('application/merge-patch+json', merge)).data).toEqual({
      x: '2',
      y: '3',
    });
    const strategic = { data: { y: null } };
    expect(
      (await patch('application/strategic-merge-patch+json', strategic)).data,
    ).toEqual({ x: '2' });
    const yaml =
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  z: "4"\n';
    const apply = 'application/apply-patch+yaml';
    expect(
      (await patch(apply, yaml, '?fieldManager=me&dryRun=All')).data,
    ).toEqual({ x: '2', z: '4' });
    expect((await call(`${MAPS}/a`)).json().data).toEqual({ x: '2' });
    expect((await patch(apply, yaml, '?fieldManager=me')).data).toEqual({
      x: '2',
      z: '4',
    });
    expect(await patch(apply, yaml)).toMatchObject({
      code: 422,
      reason: 'Invalid',
      details: {
        kind: 'PatchOptions',
        causes: [{ field: 'fieldManager', reason: 'FieldValueRequired' }],
      },
    });
    expect((await patch('text/plain', 'x')).code).toBe(415);
    const app = await call(`${APPS}/a`, {
      method: 'PATCH',
      body: {},
      headers: { 'Content-Type': 'application/strategic-merge-patch+json' },
    });
    expect(app.code).toBe(415);
  });

  it('deletes one, many, and not the wrong one', async () => {
    const { call, kube } = await start();
    const made = kube.create(CONFIG_MAPS, configMap('a'));
    kube.create(CONFIG_MAPS, configMap('b', {}, { labels: { old: 'yes' } }));
    const wrong = await call(`${MAPS}/a`, {
      method: 'DELETE',
      body: { preconditions: { uid: 'other' } },
    });
    expect(wrong.code).toBe(409);
    const right = await call(`${MAPS}/a`, { method: 'DELETE' });
    expect(right.json()).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'a', kind: 'configmaps', uid: made.metadata.uid },
    });
    await call(`${MAPS}?labelSelector=old`, { method: 'DELETE' });
    expect(kube.list(CONFIG_MAPS)).toEqual([]);
  });

  it('answers nonsense with a Status', async () => {
    const { call } = await start();
    const codes = await Promise.all([
      call(`${MAPS}`, { method: 'POST', body: '{' }),
      call(`${MAPS}`, { method: 'POST' }),
      call(`${MAPS}`, { method: 'POST', body: sparkApplication('a') }),
      call(`${MAPS}/a/b/c`),
      call('/apis/none/v1/things'),
      call(`${MAPS}/none`),
      call(MAPS, { method: 'PUT', body: {} }),
      call(`${MAPS}/%zz`),
      call(MAPS, { method: 'POST', body: { metadata: { name: 5 } } }),
      call(MAPS, {
        method: 'POST',
        body: { metadata: { name: 'a', finalizers: 'x' } },
      }),
      call(MAPS, {
        method: 'POST',
        body: { metadata: { name: 'a', labels: { x: 1 } } },
      }),
      call('/api/v1/namespaces/nowhere/configmaps', {
        method: 'POST',
        body: { metadata: { name: 'a' } },
      }),
    ]);
    expect(codes.map(({ code }) => code)).toEqual([
      400, 400, 400, 404, 404, 404, 405, 400, 400, 400, 400, 404,
    ]);
    codes.forEach(answer => expect(answer.json().kind).toBe('Status'));
  });
});

describe('watches', () => {
  it('goes on from a list without losing or repeating anything', async () => {
    const { call, stream, kube } = await start();
    kube.create(CONFIG_MAPS, configMap('a'));
    const { metadata } = (await call(MAPS)).json<List>();
    kube.create(CONFIG_MAPS, configMap('b'));
    const watch = stream(
      `${MAPS}?watch=true&resourceVersion=${metadata.resourceVersion}`,
    );
    await watch.until(1);
    kube.delete(CONFIG_MAPS, 'dom-sales', 'a');
    await watch.until(2);
    expect(events(watch.lines)).toEqual(['ADDED b', 'DELETED a']);
    watch.close();
  });

  it('shows what begins and ceases to be selected as added and deleted', async () => {
    const { stream, kube } = await start();
    kube.create(CONFIG_MAPS, configMap('a'));
    const watch = stream(`${MAPS}?watch=1&labelSelector=app%3Dx`);
    await watch.started;
    const label = (value: string) =>
      kube.patch(
        CONFIG_MAPS,
        'dom-sales',
        'a',
        { metadata: { labels: { app: value } } },
        { type: 'merge' },
      );
    label('x');
    kube.patch(
      CONFIG_MAPS,
      'dom-sales',
      'a',
      { data: { k: 'v' } },
      { type: 'merge' },
    );
    label('y');
    await watch.until(3);
    expect(events(watch.lines)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
    watch.close();
  });

  it('sends bookmarks as time goes, and ends when its time is up', async () => {
    const { stream, kube, clock } = await start();
    const watch = stream(
      `${MAPS}?watch=true&allowWatchBookmarks=true&timeoutSeconds=90`,
    );
    await watch.started;
    clock.advance(60_000);
    await watch.until(1);
    const { object } = JSON.parse(watch.lines[0]);
    expect(object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' });
    const before = Number(object.metadata.resourceVersion);
    kube.create(CONFIG_MAPS, configMap('a'));
    clock.advance(60_000);
    await watch.ended();
    expect(events(watch.lines)).toEqual(['BOOKMARK', 'ADDED a', 'BOOKMARK']);
    expect(
      Number(JSON.parse(watch.lines[2]).object.metadata.resourceVersion),
    ).toBe(before + 1);
  });

  it('streams a list and says where it ends', async () => {
    const { stream, kube } = await start();
    kube.create(CONFIG_MAPS, configMap('a'));
    const watch = stream(
      `${MAPS}?watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`,
    );
    await watch.until(2);
    expect(events(watch.lines)).toEqual(['ADDED a', 'BOOKMARK']);
    expect(JSON.parse(watch.lines[1]).object.metadata.annotations).toEqual({
      'k8s.io/initial-events-end': 'true',
    });
    watch.close();
  });

  it('says 410 in the stream when it cannot look back so far', async () => {
    const { call, stream, kube } = await start({ watchLogSize: 4 });
    const { metadata } = (await call(MAPS)).json<List>();
    for (let index = 0; index < 10; index += 1) {
      kube.create(CONFIG_MAPS, configMap(`m${index}`));
    }
    const watch = stream(
      `${MAPS}?watch=true&resourceVersion=${metadata.resourceVersion}`,
    );
    await watch.ended();
    expect(JSON.parse(watch.lines[0])).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired' },
    });
    const ancient = stream(`${MAPS}?watch=true&resourceVersion=1`);
    await ancient.ended();
    expect(events(ancient.lines)).toEqual(['ERROR']);
    const future = stream(`${MAPS}?watch=true&resourceVersion=99999999999999`);
    await future.ended();
    expect(events(future.lines)).toEqual(['ERROR']);
  });
});

describe('logs', () => {
  async function withPod() {
    const started = await start();
    started.kube.create(PODS, pod('driver'));
    const log = '/api/v1/namespaces/dom-sales/pods/driver/log';
    const say = (text: string) =>
      started.server.appendLog('dom-sales', 'driver', 'main', text);
    return { ...started, log, say };
  }

  it('reads the tail, since a time, with time stamps, and so many bytes', async () => {
    const { call, clock, log, say } = await withPod();
    say('one');
    clock.advance(60_000);
    say('two');
    clock.advance(1_500);
    say('three');
    const read = async (query: string) => (await call(`${log}?${query}`)).text;
    expect(await read('')).toBe('one\ntwo\nthree\n');
    expect(await read('tailLines=1')).toBe('three\n');
    expect(await read('tailLines=0')).toBe('');
    expect(await read('sinceSeconds=10')).toBe('two\nthree\n');
    expect(await read('sinceTime=2026-01-05T08:01:01Z&timestamps=true')).toBe(
      '2026-01-05T08:01:01.500000000Z three\n',
    );
    expect(await read('limitBytes=6')).toBe('one\ntw');
    expect((await call(`${log}?container=none`)).json().message).toBe(
      'container none is not valid for pod driver',
    );
    expect((await call(`${log}?previous=true`)).code).toBe(400);
    expect((await call(log, { token: 'sandbox-mia' })).code).toBe(200);
  });

  it('follows until the pod has ended', async () => {
    const { kube, log, say, stream } = await withPod();
    say('one');
    const follow = stream(`${log}?follow=true`);
    await follow.until(1);
    say('two');
    await follow.until(2);
    kube.patch(
      PODS,
      'dom-sales',
      'driver',
      { status: { phase: 'Succeeded' } },
      { type: 'merge', subresource: 'status' },
    );
    await follow.ended();
    expect(follow.lines).toEqual(['one', 'two']);
  });

  it('says that a container has not started', async () => {
    const { call, kube, log } = await withPod();
    const containerStatuses = [
      { name: 'main', state: { waiting: { reason: 'ImagePullBackOff' } } },
    ];
    kube.patch(
      PODS,
      'dom-sales',
      'driver',
      { status: { containerStatuses } },
      { type: 'merge', subresource: 'status' },
    );
    expect((await call(log)).json().message).toBe(
      'container "main" in pod "driver" is waiting to start: trying and failing to pull image',
    );
  });
});

describe('documents', () => {
  it('publishes schemas that say which kind they are of', async () => {
    const { call } = await start();
    const index = (await call('/openapi/v3')).json<{
      paths: Record<string, { serverRelativeURL: string }>;
    }>();
    const { serverRelativeURL } =
      index.paths['apis/sparkoperator.k8s.io/v1beta2'];
    const document = (await call(serverRelativeURL)).json<{
      components: { schemas: Record<string, Record<string, unknown>> };
      paths: object;
    }>();
    const schema =
      document.components.schemas[
        'io.k8s.sparkoperator.v1beta2.SparkApplication'
      ];
    expect(schema['x-kubernetes-group-version-kind']).toEqual([
      {
        group: 'sparkoperator.k8s.io',
        version: 'v1beta2',
        kind: 'SparkApplication',
      },
    ]);
    expect(schema).toMatchObject({
      required: ['spec'],
      properties: {
        spec: {
          properties: { driver: { properties: { cores: { minimum: 1 } } } },
        },
      },
    });
    expect((await call('/openapi/v3/apis/none/v1')).code).toBe(404);
    expect((await call('/openapi/v3', { token: 'sandbox-mia' })).code).toBe(
      200,
    );
  });

  it('keeps a quota true for who reads over the network', async () => {
    const { call, kube } = await start();
    server?.seed(namespace('dom-risk'));
    kube.create(QUOTAS, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'domain-quota', namespace: 'dom-sales' },
      spec: { hard: { 'count/sparkapplications.sparkoperator.k8s.io': 1 } },
    });
    await call(APPS, { method: 'POST', body: sparkApplication('a') });
    const second = await call(APPS, {
      method: 'POST',
      body: sparkApplication('b'),
    });
    expect(second.json().message).toBe(
      'sparkapplications.sparkoperator.k8s.io "b" is forbidden: exceeded quota: domain-quota, requested: count/sparkapplications.sparkoperator.k8s.io=1, used: count/sparkapplications.sparkoperator.k8s.io=1, limited: count/sparkapplications.sparkoperator.k8s.io=1',
    );
    expect(
      (await call('/api/v1/resourcequotas')).json<List>().items[0].status,
    ).toEqual({
      hard: { 'count/sparkapplications.sparkoperator.k8s.io': '1' },
      used: { 'count/sparkapplications.sparkoperator.k8s.io': '1' },
    });
  });
});
