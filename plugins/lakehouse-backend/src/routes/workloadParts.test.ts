import { mockCredentials } from '@backstage/backend-test-utils';
import type {
  DomainRuns,
  RunMark,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { job, warningAbout } from '../__testUtils__/lakehouseObjects';
import { MIA } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(60_000);

const DAILY = '/workloads/west/dom-sales/spark-application/sales-daily';

function marksOf({ body }: { body: { items?: DomainRuns[] } }): RunMark[] {
  return (body.items ?? []).flatMap(({ runs }) => runs);
}

describe('a workload over HTTP', () => {
  const lakehouse = useTestLakehouse();

  it('shows a workload with its pods and warnings, credentials hidden', async () => {
    const detail = await lakehouse.get(MIA, DAILY).expect(200);
    expect(detail.body).toMatchObject({
      workload: { name: 'sales-daily', domain: 'sales', state: 'running' },
      openChanges: [],
      capacity: { namespace: 'dom-sales' },
    });
    const pods = await lakehouse.get(MIA, `${DAILY}/pods`).expect(200);
    expect(pods.body.items).toEqual([
      expect.objectContaining({
        name: 'sales-daily-driver',
        role: 'driver',
        phase: 'Running',
        node: 'node-1',
        cpu: 1,
        memory: 2 * 1024 ** 3,
        containers: ['spark-kubernetes-driver'],
      }),
    ]);
    const events = await lakehouse.get(MIA, `${DAILY}/events`).expect(200);
    expect(events.body.items).toEqual([
      expect.objectContaining({
        reason: 'BackOff',
        about: 'Pod sales-daily-driver',
        count: 3,
      }),
    ]);
    expect(JSON.stringify(events.body)).not.toContain('hunter2');
  });

  it('gives the warnings of a pod that is gone to the workload with the longest name', async () => {
    const gone = { kind: 'Pod', name: 'sales-daily-late-driver' };
    lakehouse.kubernetes.put(
      job('sales', 'sales-daily-late'),
      warningAbout('sales', gone, 'late'),
    );
    const late = await lakehouse.until(
      () =>
        lakehouse.get(
          MIA,
          '/workloads/west/dom-sales/spark-application/sales-daily-late/events',
        ),
      ({ body }) => body.items?.length === 1,
    );
    expect(late.body.items[0].message).toBe('late');
    const first = await lakehouse.get(MIA, `${DAILY}/events`).expect(200);
    expect(first.body.items).toHaveLength(1);
    lakehouse.kubernetes.remove(job('sales', 'sales-daily-late'));
    lakehouse.kubernetes.remove(warningAbout('sales', gone, 'late'));
  });

  it('remembers runs when their pods and objects are gone', async () => {
    const nightly = job('sales', 'nightly', { state: 'COMPLETED' });
    lakehouse.kubernetes.put(nightly);
    const span = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z';
    const { body } = await lakehouse.until(
      () => lakehouse.get(MIA, `/runs?${span}`),
      answer => marksOf(answer).some(({ name }) => name === 'nightly'),
    );
    expect(body.items).toMatchObject([{ domain: 'sales' }]);
    const runs = await lakehouse
      .get(
        MIA,
        '/workloads/west/dom-sales/spark-application/nightly/runs?limit=5',
      )
      .expect(200);
    expect(runs.body.items).toMatchObject([
      { state: 'succeeded', endedAt: '2026-11-20T10:08:00.000Z' },
    ]);
    const detail = await lakehouse
      .get(MIA, '/workloads/west/dom-sales/spark-application/nightly')
      .expect(200);
    expect(detail.body.usual).toEqual({ runs: 1, medianSeconds: 480 });
    lakehouse.kubernetes.remove(nightly);
    const kept = await lakehouse.get(MIA, `/runs?${span}`).expect(200);
    expect(marksOf(kept)).toContainEqual(
      expect.objectContaining({ name: 'nightly', state: 'succeeded' }),
    );
    await lakehouse
      .get(MIA, '/runs?from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z')
      .expect(400);
  });

  it('ends the run of a job that is deleted while it runs', async () => {
    const doomed = job('sales', 'doomed');
    const path = '/runs?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z';
    const state = async () => {
      const marks = marksOf(await lakehouse.get(MIA, path));
      return marks.find(({ name }) => name === 'doomed')?.state;
    };
    lakehouse.kubernetes.put(doomed);
    await lakehouse.until(state, value => value === 'running');
    lakehouse.kubernetes.remove(doomed);
    expect(await lakehouse.until(state, value => value !== 'running')).toBe(
      'unknown',
    );
  });

  it('streams a log to members only, of pods of the workload only', async () => {
    lakehouse.kubernetes.logs.set('dom-sales/sales-daily-driver', 'one\ntwo\n');
    lakehouse.kubernetes.logs.set('dom-sales/other', 'not yours\n');
    const log = `${DAILY}/pods/sales-daily-driver/logs`;
    const answer = await lakehouse
      .get(MIA, `${log}?tailLines=10&container=spark-kubernetes-driver`)
      .expect(200);
    expect(answer.text).toBe('one\ntwo\n');
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.headers['cache-control']).toContain('no-transform');
    expect(lakehouse.kubernetes.requests.at(-1)).toContain(
      'tailLines=10&container=spark-kubernetes-driver',
    );
    await lakehouse.get(MIA, `${DAILY}/pods/other/logs`).expect(404);
  });

  it('follows a log line by line, and lets go when the reader leaves', async () => {
    lakehouse.kubernetes.logs.set('dom-sales/sales-daily-driver', 'one\n');
    const gone = new AbortController();
    const { body } = await fetch(
      `${lakehouse.url}${DAILY}/pods/sales-daily-driver/logs?follow=true`,
      {
        headers: { Authorization: mockCredentials.user.header(MIA) },
        signal: gone.signal,
      },
    );
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('one\n');
    const [follower] = lakehouse.kubernetes.followers;
    follower.write('two\n');
    expect((await reader.read()).value).toBe('two\n');
    gone.abort();
    await expect(reader.read()).rejects.toThrow();
    const left = await lakehouse.until(
      async () => lakehouse.kubernetes.followers.size,
      size => size === 0,
    );
    expect(left).toBe(0);
  });

  it('shows the live manifest with credentials hidden', async () => {
    lakehouse.kubernetes.put(
      job('sales', 'leaky', {
        spec: { sparkConf: { 'spark.hadoop.fs.s3a.secret.key': 'hunter3' } },
      }),
    );
    const { body } = await lakehouse.until(
      () =>
        lakehouse.get(
          MIA,
          '/workloads/west/dom-sales/spark-application/leaky/manifest',
        ),
      answer => answer.status === 200,
    );
    expect(body.live.spec.sparkConf).toEqual({
      'spark.hadoop.fs.s3a.secret.key': '••••••',
    });
    lakehouse.kubernetes.remove(job('sales', 'leaky'));
  });
});
