import { TestDatabases } from '@backstage/backend-test-utils';
import type { PipelineRun } from './PipelineRun';
import { migrate } from '../../__testUtils__/migrate';
import { PipelineRunStore } from './PipelineRunStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

it.each(databases.eachSupportedId())(
  'names runs of a namespace that have none yet, on %s',
  async id => {
    const knex = await databases.init(id);
    await migrate(knex);
    const store = new PipelineRunStore(knex, { keptFrom: () => 0 });
    const run = (domain: string, more: Partial<PipelineRun>): PipelineRun => ({
      ...{ kubernetesCluster: 'west', namespace: `dom-${domain}`, domain },
      ...{ runId: `run-${domain}`, name: 'run', attempt: 0 },
      ...{ state: 'running', detail: 'RUNNING' },
      ...{ createdAt: '2026-11-22T00:00:00Z', pipelineId: 'p', versionId: 'v' },
      ...more,
    });
    await store.upsert([
      run('sales', {}),
      run('sales', { runId: 'named', pipeline: 'kept', version: 'kept' }),
      run('sales', { runId: 'of-none', pipelineId: undefined }),
      run('risk', {}),
    ]);
    const sales = { kubernetesCluster: 'west', namespace: 'dom-sales' };
    const risk = { kubernetesCluster: 'west', namespace: 'dom-risk' };
    const unnamed = await store.unnamed('pipeline');
    expect(unnamed).toHaveLength(2);
    expect(unnamed).toEqual(
      expect.arrayContaining([
        { ...sales, id: 'p' },
        { ...risk, id: 'p' },
      ]),
    );
    await store.name(sales, 'pipeline', 'p', 'features');
    await store.name(sales, 'version', 'v', 'features-1');
    expect(await store.unnamed('pipeline')).toEqual([{ ...risk, id: 'p' }]);
    expect(await store.unnamed('version')).toEqual([{ ...risk, id: 'v' }]);
    const rows = await knex('pipeline_runs')
      .select('run_id', 'pipeline', 'version')
      .orderBy('run_id');
    expect(
      rows.map(one => [one.run_id, one.pipeline, one.version].join(' ')).sort(),
    ).toEqual([
      'named kept kept',
      'of-none  features-1',
      'run-risk  ',
      'run-sales features features-1',
    ]);
  },
);
