/** The Kubeflow Pipelines of the bench `kubeflow`, in a process of its own. */
import { FakeKubeflow } from '../../../plugins/lakehouse-backend/src/kubeflow/__testUtils__/FakeKubeflow';
import { benchRun } from './kfpRuns';
import { namespaceName } from './objects';

const kubeflow = new FakeKubeflow();

const orders = {
  start: () => kubeflow.start(),
  /** So many runs: every second one of the first domain, the others of all. */
  async fill({ runs, domains }: { runs: number; domains: number }) {
    kubeflow.put(
      ...Array.from({ length: runs }, (_, n) =>
        benchRun(n, namespaceName(n % 2 === 0 ? 0 : n % domains)),
      ),
    );
  },
  /** Requests so far. */
  async asked() {
    return kubeflow.requests.length;
  },
};

export type KfpOrders = typeof orders;

process.on('message', async (message: unknown) => {
  const { id, name, argument } = message as {
    id: number;
    name: keyof KfpOrders;
    argument: never;
  };
  process.send?.({ id, result: await orders[name](argument) });
});
process.on('disconnect', () => process.exit(0));
