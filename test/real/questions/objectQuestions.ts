import { shapeOf, verdictOf, withoutChance } from '../support/alike';
import { MAPS, JOBS, map, job, type Questions } from './namespace';

/** About creating, changing and deleting objects. What one asks builds on what the ones before it made. */
export const objectQuestions: Questions = {
  'create, and what it is then': async ({ admin }) => {
    const answer = await admin.post(MAPS, map('made'));
    return [answer.status, shapeOf(withoutChance(answer.body))];
  },
  get: async ({ admin }) => {
    const { status, body } = await admin.get(`${MAPS}/made`);
    return [status, withoutChance(body)];
  },
  'create what is there': async ({ admin }) =>
    verdictOf(await admin.post(MAPS, map('made'))),
  'get what is not there': async ({ admin }) =>
    verdictOf(await admin.get(`${MAPS}/nothing`)),
  'get a custom object that is not there': async ({ admin }) =>
    verdictOf(await admin.get(`${JOBS}/nothing`)),
  'create in a namespace that is not there': async ({ admin }) =>
    verdictOf(
      await admin.post('/api/v1/namespaces/nowhere/configmaps', {
        ...map('lost'),
        metadata: { name: 'lost' },
      }),
    ),
  'a body that is no JSON': async ({ admin }) => {
    const { message, ...verdict } = verdictOf(
      await admin.send(MAPS, { method: 'POST', body: '{no' }),
    );
    return verdict;
  },
  'a patch type that nobody knows': async ({ admin }) => {
    const { message, ...verdict } = verdictOf(
      await admin.patch(`${MAPS}/made`, {}, 'unheard-of+json'),
    );
    return verdict;
  },
  'a name that is none': async ({ admin }) => {
    const { message, ...verdict } = verdictOf(
      await admin.post(MAPS, map('Not_A_Name')),
    );
    return verdict;
  },
  'update from an old version': async ({ admin }) => {
    const { body } = await admin.get(`${MAPS}/made`);
    await admin.patch(`${MAPS}/made`, { data: { key: 'newer' } });
    return verdictOf(await admin.send(`${MAPS}/made`, { method: 'PUT', body }));
  },
  'delete another one of the same name': async ({ admin }) => {
    const { status, reason } = verdictOf(
      await admin.send(`${MAPS}/made`, {
        method: 'DELETE',
        body: { preconditions: { uid: 'another' } },
      }),
    );
    return [status, reason];
  },
  'a merge patch': async ({ admin }) => {
    const { status, body } = await admin.patch(`${MAPS}/made`, {
      metadata: { labels: { part: 'one' } },
      data: { key: null, other: 'thing' },
    });
    return [status, withoutChance(body)];
  },
  'a JSON patch': async ({ admin }) => {
    const { status, body } = await admin.patch(
      `${MAPS}/made`,
      [{ op: 'add', path: '/data/third', value: '3' }],
      'json-patch+json',
    );
    return [status, withoutChance(body)];
  },
  'a JSON patch whose test fails': async ({ admin }) => {
    const { message, ...verdict } = verdictOf(
      await admin.patch(
        `${MAPS}/made`,
        [{ op: 'test', path: '/data/third', value: '4' }],
        'json-patch+json',
      ),
    );
    return verdict;
  },
  'a patch of what is not there': async ({ admin }) =>
    verdictOf(await admin.patch(`${MAPS}/nothing`, { data: {} })),
  delete: async ({ admin }) => {
    const answer = await admin.send(`${MAPS}/made`, { method: 'DELETE' });
    return [answer.status, shapeOf(answer.body)];
  },
  'delete what is not there': async ({ admin }) =>
    verdictOf(await admin.send(`${MAPS}/made`, { method: 'DELETE' })),
  'delete a custom object': async ({ admin }) => {
    await admin.post(JOBS, job('short-lived'));
    const answer = await admin.send(`${JOBS}/short-lived`, {
      method: 'DELETE',
    });
    return [answer.status, shapeOf(answer.body)];
  },
  'what a finalizer holds is not gone yet': async ({ admin }) => {
    await admin.post(MAPS, {
      ...map('held'),
      metadata: { name: 'held', finalizers: ['example.com/hold'] },
    });
    const path = `${MAPS}/held`;
    const deleted = await admin.send(path, { method: 'DELETE' });
    const { body: held } = await admin.get(path);
    await admin.patch(path, { metadata: { finalizers: null } });
    return [
      deleted.status,
      deleted.body.kind,
      typeof held.metadata.deletionTimestamp,
      (await admin.get(path)).status,
    ];
  },
};
