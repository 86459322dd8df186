/** The lakeFS of the bench `lakefs`, in a process of its own. */
import {
  createLakeFSServer,
  seededRandom,
  systemClock,
} from '../../../packages/sandbox/src';
import { branchName, LAKE_KEY, LAKE_REPOSITORY } from './lake';

const lakefs = createLakeFSServer({
  ...{ clock: systemClock, random: seededRandom(2) },
  users: [{ name: 'admin', ...LAKE_KEY }],
});
let asked = 0;

const orders = {
  async start() {
    lakefs.faults.set(() => {
      asked += 1;
      return undefined;
    });
    const { url } = await lakefs.listen(0);
    return url;
  },
  /** A repository with so many branches, each with a head of its own. */
  async fill(branches: number) {
    const { host } = lakefs;
    host.createRepository({
      ...{ id: LAKE_REPOSITORY, defaultBranch: 'main', readOnly: false },
      storageNamespace: `mem://${LAKE_REPOSITORY}`,
    });
    const repository = host.repository(LAKE_REPOSITORY);
    const { commitId } = repository.branch('main');
    const tree = repository.commit(commitId).tree;
    for (let n = 0; n < branches; n++) {
      const commit = repository.addCommit({
        ...{ parents: [commitId], committer: 'spark', metadata: {}, tree },
        message: `Load the orders of day ${n} once more, as some were missing`,
      });
      repository.setBranch(branchName(n), commit.id);
    }
  },
  /** Requests so far. */
  async asked() {
    return asked;
  },
};

export type LakeOrders = typeof orders;

process.on('message', async (message: unknown) => {
  const { id, name, argument } = message as {
    id: number;
    name: keyof LakeOrders;
    argument: never;
  };
  process.send?.({ id, result: await orders[name](argument) });
});
process.on('disconnect', () => process.exit(0));
