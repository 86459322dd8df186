import { FakeKube } from './FakeKube';
import { TestControl } from './TestControl';
import { TestLake } from './TestLake';

/** A lakeFS with a commit on `main`, objects that ask for branches of it, and who makes them. */
export async function startTestControl(): Promise<{
  lake: TestLake;
  kube: FakeKube;
  control: TestControl;
}> {
  const lake = await TestLake.start();
  const kube = new FakeKube(() => lake.clock.now());
  await lake.commit('main', 'tables/orders/a.parquet');
  return { lake, kube, control: new TestControl(lake, kube) };
}
