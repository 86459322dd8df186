import { expect, test } from '@playwright/test';
import { JOBS } from '../support/follow';
import { LATER_JOB, type CircleDesk } from './circleDesk';

/** What is asked for on a job that is there. One story builds on the ones before it. */
export function dayTwoStories(desk: CircleDesk) {
  const {
    fileOf,
    gitops,
    kubernetes,
    follow,
    step,
    numberOf,
    carryOut,
    jobSpec,
  } = desk;

  test('an edit changes that value in Git and in the cluster, and nothing else', async () => {
    const before = await gitops().text(fileOf(LATER_JOB));
    await carryOut('edit', {
      action: 'edit',
      values: [{ path: 'spec.driver.memory', value: '768m' }],
    });
    const after = await gitops().text(fileOf(LATER_JOB));
    const lines = (text: string) => new Set(text.split('\n'));
    const changed = [...lines(after)].filter(line => !lines(before).has(line));
    expect(changed.map(line => line.trim())).toEqual(
      expect.arrayContaining(['memory: 768m']),
    );
    // Beside the value, only who asked and by which change.
    expect(
      changed.filter(line => !line.includes('lakefront.dev/')),
    ).toHaveLength(1);
    expect((await jobSpec()).driver.memory).toBe('768m');
  });

  test('suspend, resume, suspend again: three pull requests', async () => {
    const numbers = new Set<number>();
    for (const [at, [verb, state]] of [
      ['suspend', 'SUSPENDED'],
      ['resume', 'RESUMING'],
      ['suspend', 'SUSPENDED'],
    ].entries()) {
      const rest = { action: 'verb', verb };
      const done = await carryOut(`${verb}-${at}`, rest, state);
      numbers.add(numberOf(done));
      expect((await jobSpec()).suspend).toBe(verb === 'suspend');
    }
    expect(numbers.size).toBe(3);
  });

  test('what has finished is run again', async () => {
    await carryOut('resume', { action: 'verb', verb: 'resume' }, 'RESUMING');
    await follow().says(LATER_JOB, 'COMPLETED');
    const again = { action: 'verb', verb: 'run-again' };
    await carryOut('again', again, 'PENDING_RERUN');
    expect(Object.keys((await jobSpec()).driver.annotations)).toEqual([
      'lakefront.dev/run-requested-at',
    ]);
  });

  test('a removal is live when the job is gone, and can be undone', async () => {
    const text = await gitops().text(fileOf(LATER_JOB));
    const done = await carryOut('remove', { action: 'delete' });
    expect(step(done, 'live')).toMatchObject({ state: 'done' });
    expect((await kubernetes().get(`${JOBS}/${LATER_JOB}`)).status).toBe(404);
    await expect(gitops().text(fileOf(LATER_JOB))).rejects.toThrow(/: 404 /);

    // Undone, the file is what it was but for which change wrote it, and the job is there again.
    await carryOut('undo', { action: 'undo', change: done.id });
    const unsigned = (file: string) =>
      file.replace(/lakefront\.dev\/change: .*/, '');
    expect(unsigned(await gitops().text(fileOf(LATER_JOB)))).toBe(
      unsigned(text),
    );
    expect((await kubernetes().get(`${JOBS}/${LATER_JOB}`)).status).toBe(200);
  });
}
