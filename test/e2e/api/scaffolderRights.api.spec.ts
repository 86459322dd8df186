import { expect, test } from '@playwright/test';
import { formValues } from './support/formValues';
import type { ErrorBody, Person } from './support/PortalApi';
import { runningGitHost, runningPortal } from './support/running';
import { startTask, taskEnd } from './support/scaffolder';
import { freshName } from './support/sparkJob';
import { newTraces, tracesOf } from './support/traces';

const ABSENT_TASK = '00000000-0000-4000-8000-000000000000';
const SIGNED_IN: Person[] = ['guest', 'pat', 'ben', 'noah', 'sam'];

/** Every way to a task: what its maker is answered, and everybody else. */
const WAYS: Array<{
  name: string;
  method: 'get' | 'post';
  path: (id: string) => string;
}> = [
  { name: 'read', method: 'get', path: id => `/scaffolder/v2/tasks/${id}` },
  {
    name: 'events',
    method: 'get',
    path: id => `/scaffolder/v2/tasks/${id}/events`,
  },
  {
    name: 'event stream',
    method: 'get',
    path: id => `/scaffolder/v2/tasks/${id}/eventstream`,
  },
  {
    name: 'cancel',
    method: 'post',
    path: id => `/scaffolder/v2/tasks/${id}/cancel`,
  },
  {
    name: 'retry',
    method: 'post',
    path: id => `/scaffolder/v2/tasks/${id}/retry`,
  },
];

test.describe('a task is its maker’s own', () => {
  const mine = { id: '' };

  test.beforeAll(async () => {
    const portal = runningPortal();
    // The name is taken: the task ends at its check and leaves nothing behind.
    const started = await startTask(portal, 'mia', formValues('daily-orders'));
    mine.id = started.body.id;
    const { task, error } = await taskEnd(portal, 'mia', mine.id);
    expect(task).toMatchObject({
      status: 'failed',
      createdBy: 'user:default/mia',
    });
    expect(error).toContain(
      'object.metadata.name: daily-orders is taken: sales has one in Git already',
    );
  });

  test('nobody else finds it in a list', async () => {
    const portal = runningPortal();
    const own = await portal.as('mia').get('/scaffolder/v2/tasks');
    expect(own.body.tasks.map((task: { id: string }) => task.id)).toContain(
      mine.id,
    );
    for (const person of SIGNED_IN) {
      for (const query of [
        '',
        '?createdBy=user:default/mia',
        '?status=failed',
      ]) {
        const { status, text } = await portal
          .as(person)
          .get(`/scaffolder/v2/tasks${query}`);
        expect.soft(status, `${person} ${query}`).toBe(200);
        expect.soft(text, `${person} ${query}`).not.toContain(mine.id);
        expect.soft(text, `${person} ${query}`).not.toContain('daily-orders');
      }
    }
    const { status } = await portal.as('anonymous').get('/scaffolder/v2/tasks');
    expect(status).toBe(401);
  });

  for (const { name, method, path } of WAYS) {
    test(`nobody else gets anywhere with it: ${name}`, async () => {
      const portal = runningPortal();
      for (const person of SIGNED_IN) {
        const { status, text } = await portal.as(person)[method](path(mine.id));
        expect.soft(status, person).toBe(403);
        expect.soft(text, person).not.toContain('daily-orders');
        expect.soft(text, person).not.toContain('mia');
      }
      const { status } = await portal.as('anonymous')[method](path(mine.id));
      expect(status).toBe(401);
    });
  }

  test('its maker reads it, and gets the same answer from it again', async () => {
    const portal = runningPortal();
    const mia = portal.as('mia');
    for (const { method, path } of WAYS.filter(way => way.method === 'get')) {
      const { status, text } = await mia[method](path(mine.id));
      expect(status).toBe(200);
      expect(text).toContain('daily-orders');
    }
    const absent = await mia.get(`/scaffolder/v2/tasks/${ABSENT_TASK}`);
    expect(absent.status).toBe(404);
    await mia.post(`/scaffolder/v2/tasks/${mine.id}/retry`, {});
    const { error } = await taskEnd(portal, 'mia', mine.id);
    expect(error).toContain('daily-orders is taken');
  });

  test('a dry run of a template of one’s own is for platform engineers', async () => {
    const portal = runningPortal();
    const body = {
      template: {
        apiVersion: 'scaffolder.backstage.io/v1beta3',
        kind: 'Template',
        metadata: { name: 'mine' },
        spec: { type: 'job', parameters: {}, steps: [] },
      },
      values: {},
      directoryContents: [],
    };
    const expected: Partial<Record<Person, number>> = {
      pat: 200,
      guest: 200,
      mia: 403,
      ben: 403,
      noah: 403,
      sam: 403,
      anonymous: 401,
    };
    for (const [person, status] of Object.entries(expected)) {
      const answer = await portal
        .as(person as Person)
        .post('/scaffolder/v2/dry-run', body);
      expect.soft(answer.status, person).toBe(status);
    }
  });
});

test.describe('actions run with the rights of who runs the task', () => {
  const refused = async (person: Person, domain: string) => {
    const portal = runningPortal();
    const { status, body } = await startTask(
      portal,
      person,
      formValues(freshName('foreign'), { domain }),
    );
    expect(status).toBe(201);
    const { task, error } = await taskEnd(portal, person, body.id);
    expect(task.status).toBe('failed');
    return error;
  };

  test('strangers propose to a domain as if it were not there', async () => {
    const portal = runningPortal();
    const git = runningGitHost();
    const before = await tracesOf(portal, git);
    const absent = await refused('mia', 'nowhere');
    expect(absent).toMatch(/There is nothing here/);
    for (const [person, domain] of [
      ['sam', 'sales'],
      ['noah', 'sales'],
      ['mia', 'risk'],
      ['mia', 'platform'],
    ] as const) {
      expect
        .soft(await refused(person, domain), `${person} ${domain}`)
        .toBe(absent);
    }
    expect(newTraces(before, await tracesOf(portal, git))).toEqual({
      branches: [],
      pulls: [],
      changes: [],
    });
  });

  test('over the HTTP API, other domains and absent ones answer alike', async () => {
    const portal = runningPortal();
    const ask = async (person: Person, domain: string, cluster = 'west') => {
      const answers = [];
      for (const path of ['/lakehouse/changes', '/lakehouse/changes/check']) {
        const { status, body } = await portal.as(person).post<ErrorBody>(path, {
          domain,
          kubernetesCluster: cluster,
          objects: [
            {
              kind: 'spark-application',
              object: { metadata: { name: 'daily-orders' } },
            },
          ],
        });
        answers.push({ status, message: body.error.message });
      }
      return answers;
    };
    const absent = await ask('mia', 'nowhere');
    expect(absent.map(({ status }) => status)).toEqual([404, 404]);
    for (const [person, domain, cluster] of [
      ['mia', 'risk'],
      ['mia', 'sales', 'north'],
      ['mia', 'platform', 'east'],
      ['noah', 'sales', 'east'],
      ['mia', 'kube-system'],
      ['noah', 'sales'],
      ['sam', 'sales'],
      ['sam', 'nowhere'],
    ] as const) {
      expect
        .soft(await ask(person, domain, cluster), `${person} ${domain}`)
        .toEqual(absent);
    }
  });
});
