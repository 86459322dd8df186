/** The API server and the lakeFS of the bench `branches`, in a process of their own. */
import {
  createKubeServer,
  createLakeFSServer,
  seededRandom,
  systemClock,
  type KubeObject,
} from '../../../packages/sandbox/src';

const BRANCHES = {
  group: 'lakefront.dev',
  version: 'v1alpha1',
  plural: 'lakefsbranches',
};
const admin = { name: 'admin', groups: ['system:masters'] };
const kube = createKubeServer({
  ...{ clock: systemClock, random: seededRandom(1), tokens: { admin } },
});
const lakefs = createLakeFSServer({
  ...{ clock: systemClock, random: seededRandom(2) },
  users: [{ name: 'admin', accessKeyId: 'key', secretAccessKey: 'secret' }],
});
let asked = 0;

const knowsItsBranch = ({ status }: KubeObject) =>
  (status as { commitId?: string } | undefined)?.commitId !== undefined;

const orders = {
  async start() {
    for (const id of ['raw-lake', 'sales-lake']) {
      lakefs.host.createRepository({
        ...{ id, defaultBranch: 'main', readOnly: false },
        storageNamespace: `mem://${id}`,
      });
    }
    for (const [name, labels] of [
      ['lakefront-system', {}],
      ['dom-sales', { 'lakefront.dev/domain': 'sales' }],
    ] as const) {
      kube.seed({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels },
      });
    }
    kube.seed({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'sales', namespace: 'lakefront-system' },
      data: { 'settings.yaml': 'lakefs: { repositories: [lake/sales-*] }' },
    });
    lakefs.faults.set(() => {
      asked += 1;
      return undefined;
    });
    const { url: kubeUrl } = await kube.listen(0);
    const { url: lakefsUrl } = await lakefs.listen(0);
    return { kubeUrl, lakefsUrl, ca: kube.caCertificate };
  },
  async apply(names: string[]) {
    for (const name of names) {
      kube.as(admin).create(BRANCHES, {
        apiVersion: 'lakefront.dev/v1alpha1',
        kind: 'LakeFSBranch',
        metadata: { name, namespace: 'dom-sales' },
        spec: { server: 'lake', repository: 'sales-lake', source: 'main' },
      });
    }
  },
  /** How many branches there are. */
  async branches() {
    return lakefs.host.repository('sales-lake').branches.size;
  },
  /** How many objects know their branch. */
  async ready() {
    return kube.as(admin).list(BRANCHES).filter(knowsItsBranch).length;
  },
  async isReady(name: string) {
    const object = kube.as(admin).get(BRANCHES, 'dom-sales', name);
    return object !== undefined && knowsItsBranch(object);
  },
  /** Requests to lakeFS so far. */
  async asked() {
    return asked;
  },
};

export type BranchOrders = typeof orders;

process.on('message', async (message: unknown) => {
  const { id, name, argument } = message as {
    id: number;
    name: keyof BranchOrders;
    argument: never;
  };
  process.send?.({ id, result: await orders[name](argument) });
});
process.on('disconnect', () => process.exit(0));
