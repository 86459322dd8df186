import { mockServices } from '@backstage/backend-test-utils';
import type {
  UsualDuration,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { toRunsKey, type WhoseRuns } from './RunStore';
import { UsualDurations } from './UsualDurations';

const job = (name: string) =>
  ({
    kubernetesCluster: 'west',
    domain: 'sales',
    namespace: 'dom-sales',
    kind: 'spark-application',
    name,
  } as Workload);

/** Answers a length for whoever is asked about, and remembers who that was. */
function fakeRuns() {
  const asked: string[][] = [];
  const runs = {
    seconds: 60,
    async usualOf(workloads: readonly WhoseRuns[]) {
      asked.push(workloads.map(({ name }) => name));
      const { seconds } = runs;
      await Promise.resolve();
      return new Map(
        workloads
          .filter(({ name }) => name !== 'never')
          .map((workload): [string, UsualDuration] => [
            toRunsKey(workload),
            { runs: 1, medianSeconds: seconds },
          ]),
      );
    },
  };
  return { runs, asked };
}

describe('UsualDurations', () => {
  const logger = mockServices.logger.mock();

  it('leaves lists as they are while the database is away, and asks again', async () => {
    const { runs } = fakeRuns();
    const usual = new UsualDurations({ runs, logger });
    const away = jest
      .spyOn(runs, 'usualOf')
      .mockRejectedValue(new Error('The database is away'));
    expect(await usual.addTo([job('daily')])).toEqual([job('daily')]);
    expect(logger.warn).toHaveBeenCalledWith(expect.stringMatching(/away$/));
    await expect(usual.of(job('daily'))).rejects.toThrow('away');
    away.mockRestore();
    expect((await usual.addTo([job('daily')]))[0].usual).toBeDefined();
  });

  it('looks once for what a page lacks, also for what never ran', async () => {
    const { runs, asked } = fakeRuns();
    const usual = new UsualDurations({ runs, logger });
    const rows = await usual.addTo([job('daily'), job('never')]);
    expect(rows).toEqual([
      { ...job('daily'), usual: { runs: 1, medianSeconds: 60 } },
      job('never'),
    ]);
    await usual.addTo([job('daily'), job('never'), job('weekly')]);
    await usual.addTo([job('weekly')]);
    await usual.addTo([]);
    expect(asked).toEqual([['daily', 'never'], ['weekly']]);
    expect(await usual.of(job('weekly'))).toEqual({
      runs: 1,
      medianSeconds: 60,
    });
    expect(await usual.of(job('never'))).toBeUndefined();
  });

  it('looks again when a run ended, even while it looks', async () => {
    const { runs, asked } = fakeRuns();
    const usual = new UsualDurations({ runs, logger });
    await usual.addTo([job('daily'), job('weekly')]);
    runs.seconds = 90;
    usual.forget(job('daily'));
    const looking = usual.of(job('daily'));
    runs.seconds = 120;
    usual.forget(job('daily'));
    expect(await looking).toMatchObject({ medianSeconds: 90 });
    expect(await usual.of(job('daily'))).toMatchObject({ medianSeconds: 120 });
    expect(await usual.of(job('weekly'))).toMatchObject({ medianSeconds: 60 });
    expect(asked).toEqual([['daily', 'weekly'], ['daily'], ['daily']]);
  });

  it('keeps only so many, those that were asked for last', async () => {
    const { runs, asked } = fakeRuns();
    const usual = new UsualDurations({ runs, logger, mostKept: 2 });
    await usual.addTo([job('a'), job('b')]);
    await usual.of(job('a'));
    await usual.of(job('c'));
    await usual.addTo([job('a'), job('c')]);
    expect(asked).toEqual([['a', 'b'], ['c']]);
    await usual.of(job('b'));
    expect(asked).toHaveLength(3);
  });
});
