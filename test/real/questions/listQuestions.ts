import { verdictOf } from '../support/alike';
import { MAPS, SECRETS, JOBS, map, job, type Questions } from './namespace';

/** About lists and watches. What one asks builds on what the ones before it made. */
export const listQuestions: Questions = {
  'a list, page by page': async ({ admin }) => {
    for (const n of [1, 2, 3, 4, 5]) {
      const metadata = { name: `page-${n}`, labels: { paged: 'yes' } };
      await admin.post(MAPS, { ...map(`page-${n}`), metadata });
      await admin.post(SECRETS, { apiVersion: 'v1', kind: 'Secret', metadata });
    }
    const pages: unknown[] = [];
    let token = '';
    do {
      const { body } = await admin.get(
        `${SECRETS}?limit=2&continue=${encodeURIComponent(token)}`,
      );
      token = (body.metadata.continue as string | undefined) ?? '';
      const { resourceVersion, ...metadata } = body.metadata;
      pages.push([
        body.kind,
        body.apiVersion,
        body.items.map(item => [
          item.kind,
          item.apiVersion,
          item.metadata.name,
        ]),
        { ...metadata, continue: Boolean(metadata.continue) },
        typeof resourceVersion,
      ]);
    } while (token);
    return pages;
  },
  'a page of a token that is none': async ({ admin }) => {
    const { message, ...verdict } = verdictOf(
      await admin.get(`${MAPS}?limit=3&continue=nonsense`),
    );
    return verdict;
  },
  'a list of custom objects': async ({ admin }) => {
    await admin.post(JOBS, job('listed'));
    const { status, body } = await admin.get(JOBS);
    return [
      status,
      body.kind,
      body.items.map(item => [item.kind, item.apiVersion, item.metadata.name]),
    ];
  },
  selectors: async ({ admin }) => {
    const names = async (query: string) => {
      const { status, body } = await admin.get(`${MAPS}?${query}`);
      return [status, body.items?.map(item => item.metadata.name)];
    };
    return [
      await names('labelSelector=paged%3Dyes'),
      await names('labelSelector=paged,part'),
      await names('labelSelector=paged%20in%20(yes,no)'),
      await names('labelSelector=!paged,part%3Done'),
      await names('fieldSelector=metadata.name%3Dpage-2'),
      await names('fieldSelector=data.key%3Dvalue'),
      await names('labelSelector=a%3D%3D%3Db'),
    ];
  },
  'a watch from a list on': async ({ admin }) => {
    const { body: list } = await admin.get(`${MAPS}?limit=1`);
    const query = `watch=1&timeoutSeconds=10&allowWatchBookmarks=true&resourceVersion=${list.metadata.resourceVersion}`;
    const watching = admin.watch(`${MAPS}?${query}`, 3);
    await admin.post(MAPS, map('watched'));
    await admin.patch(`${MAPS}/watched`, { data: { key: 'new' } });
    await admin.send(`${MAPS}/watched`, { method: 'DELETE' });
    const events = await watching;
    return events.map(({ type, object }) => [
      type,
      object.kind,
      object.metadata.name,
      object.data,
    ]);
  },
  'a watch that begins with what is there': async ({ admin }) => {
    const query =
      'watch=1&timeoutSeconds=10&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&labelSelector=paged';
    const events = await admin.watch(`${MAPS}?${query}`, 6);
    return events.map(({ type, object }) => [
      type,
      object.kind,
      object.apiVersion,
      object.metadata.name,
      object.metadata.annotations,
    ]);
  },
  'a watch from before the memory of the server': async ({ admin }) => {
    const [event] = await admin.watch(
      `${JOBS}?watch=1&timeoutSeconds=10&resourceVersion=1`,
      1,
    );
    const { type, object } = event;
    return [type, object.kind, object.code, object.reason];
  },
  'a watch whose objects leave its selector': async ({ admin }) => {
    const { body: list } = await admin.get(`${MAPS}?limit=1`);
    const query = `watch=1&timeoutSeconds=10&labelSelector=paged&resourceVersion=${list.metadata.resourceVersion}`;
    const watching = admin.watch(`${MAPS}?${query}`, 2);
    const path = `${MAPS}/page-5`;
    await admin.patch(path, { metadata: { labels: { paged: null } } });
    await admin.patch(path, { metadata: { labels: { paged: 'again' } } });
    const events = await watching;
    return events.map(({ type, object }) => [type, object.metadata.labels]);
  },
};
