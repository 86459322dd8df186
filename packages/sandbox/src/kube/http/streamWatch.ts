import { ServerResponse } from 'node:http';
import { Clock, KubeObject } from '../../types';
import { KubeStatusError, badRequest } from '../KubeStatusError';
import { ObjectStore } from '../ObjectStore';
import { groupVersionOf, ResourceDefinition } from '../resources';
import { toWatchEvent } from '../watchEvent';
import { viewObject, ViewOptions } from './view';

export interface WatchRequest {
  store: ObjectStore;
  clock: Clock;
  resource: ResourceDefinition;
  namespace?: string;
  selects: (object: KubeObject) => boolean;
  query: URLSearchParams;
  view: ViewOptions;
}

const BOOKMARK_MS = 60_000;
const LONGEST_SECONDS = 3000;
/** A reader that is this far behind is let go: it lists again. */
const MOST_UNSENT_BYTES = 64 * 1024 * 1024;

/** Streams changes, one JSON event a line, until time is up or the client goes. */
export function streamWatch(
  response: ServerResponse,
  request: WatchRequest,
): void {
  const { store, clock, resource, query, view, selects } = request;
  const start = readStart(query);
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-cache, private',
  });
  response.flushHeaders();

  const send = (type: string, object: object) => {
    response.write(`${JSON.stringify({ type, object })}\n`);
    if (response.writableLength > MOST_UNSENT_BYTES) {
      response.destroy();
    }
  };
  const sendObject = (type: string, object: KubeObject) =>
    send(type, viewObject(object, { ...view, now: clock.now() }));
  const bookmark = (annotations?: Record<string, string>) =>
    send('BOOKMARK', {
      kind: resource.kind,
      apiVersion: groupVersionOf(resource),
      metadata: {
        resourceVersion: String(store.version),
        creationTimestamp: null,
        ...(annotations ? { annotations } : {}),
      },
    });

  try {
    if (start.initial) {
      store
        .list(resource, request.namespace)
        .filter(selects)
        .forEach(object => sendObject('ADDED', object));
      if (start.announceEnd) {
        bookmark({ 'k8s.io/initial-events-end': 'true' });
      }
    } else {
      for (const change of store.changesSince(resource, start.version)) {
        const event = toWatchEvent(change, selects);
        if (event) {
          sendObject(event.type, event.object);
        }
      }
    }
  } catch (error) {
    if (!(error instanceof KubeStatusError)) {
      throw error;
    }
    send('ERROR', error.status);
    response.end();
    return;
  }
  // only now: sending is synchronous, so that nothing falls between
  const stops = [
    store.onChange(change => {
      if (change.resource === resource) {
        const event = toWatchEvent(change, selects);
        if (event) {
          sendObject(event.type, event.object);
        }
      }
    }),
  ];
  const stop = () => stops.forEach(stopOne => stopOne());
  const wantsBookmarks = query.get('allowWatchBookmarks') === 'true';
  if (wantsBookmarks) {
    stops.push(every(clock, BOOKMARK_MS, bookmark));
  }
  const seconds = Number(query.get('timeoutSeconds')) || LONGEST_SECONDS;
  stops.push(
    clock.after(seconds * 1000, () => {
      if (wantsBookmarks) {
        bookmark();
      }
      stop();
      response.end();
    }),
  );
  response.on('close', stop);
}

/** Calls back again and again; returns stop. */
function every(clock: Clock, ms: number, callback: () => void): () => void {
  let stop = () => {};
  const next = () => {
    stop = clock.after(ms, () => {
      next();
      callback();
    });
  };
  next();
  return () => stop();
}

function readStart(query: URLSearchParams) {
  const version = query.get('resourceVersion') ?? '';
  if (!/^\d*$/.test(version)) {
    throw badRequest(`invalid resource version "${version}"`);
  }
  const announceEnd = query.get('sendInitialEvents') === 'true';
  if (announceEnd && query.get('resourceVersionMatch') !== 'NotOlderThan') {
    throw badRequest(
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  }
  const quiet = query.get('sendInitialEvents') === 'false';
  return {
    announceEnd,
    initial: announceEnd || (!quiet && (version === '' || version === '0')),
    version: Number(version),
  };
}
