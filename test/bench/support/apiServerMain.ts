import { BenchApiServer } from './BenchApiServer';
import { branchObject, settingsObject } from './lake';
import {
  type BenchSize,
  jobObject,
  namespaceObject,
  podObject,
} from './objects';

/** What the bench may order, by messages; each is answered once it is done. */
const server = new BenchApiServer();
let size: BenchSize = { domains: 0, jobs: 0, pods: 0 };

const orders = {
  start: () => server.start(),
  /** Fills an empty server. */
  fill(wanted: BenchSize) {
    size = wanted;
    for (let n = 0; n < size.domains; n++) {
      server.put('namespaces', namespaceObject(n));
    }
    for (let n = 0; n < size.jobs; n++) {
      server.put('sparkapplications', jobObject(n, size));
    }
    for (let n = 0; n < size.pods; n++) {
      server.put('pods', podObject(n, size));
    }
    return server.version;
  },
  /** Settings for each domain, and so many declared branches of the first. */
  fillLake(branches: number) {
    for (let n = 0; n < size.domains; n++) {
      server.put('configmaps', settingsObject(n));
    }
    for (let n = 0; n < branches; n++) {
      server.put('lakefsbranches', branchObject(n));
    }
    return server.version;
  },
  /** Moves one job to another state; answers when, as its watchers are told. */
  changeJob(wanted: { index: number; revision: number }) {
    const at = performance.timeOrigin + performance.now();
    server.put(
      'sparkapplications',
      jobObject(wanted.index, size, wanted.revision),
    );
    return { at, version: server.version };
  },
  removeJob(index: number) {
    server.remove('sparkapplications', jobObject(index, size));
    return server.version;
  },
  changePods(wanted: { from: number; count: number; revision: number }) {
    for (let n = wanted.from; n < wanted.from + wanted.count; n++) {
      server.put('pods', podObject(n % size.pods, size, wanted.revision));
    }
    return server.version;
  },
  removePod(index: number) {
    server.remove('pods', podObject(index, size));
    return server.version;
  },
  compact: () => server.compact(),
  cut: () => server.cut(),
  takeRequests: () => server.takeRequests(),
};

export type Orders = typeof orders;

process.on('message', async (message: unknown) => {
  const { id, name, argument } = message as {
    id: number;
    name: keyof Orders;
    argument: never;
  };
  const result = await orders[name](argument);
  process.send?.({ id, result });
});
// Without a bench there is nobody to serve.
process.on('disconnect', () => process.exit(0));
