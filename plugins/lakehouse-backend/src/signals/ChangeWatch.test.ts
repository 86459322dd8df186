import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { migrate } from '../__testUtils__/migrate';
import { ChangeWatch } from './ChangeWatch';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())('ChangeWatch on %s', id => {
  it('wakes up for what people see of a change, once', async () => {
    const database = await databases.init(id);
    await migrate(database);
    const changed = jest.fn();
    const watch = new ChangeWatch({
      database,
      wakeUps: { changed },
      logger: mockServices.logger.mock(),
      clock: { now: () => 100_000, after: () => () => {} },
    });
    watch.start();
    await database('changes').insert({
      id: 'a',
      content_hash: 'h',
      phase: 'open',
      scope: 'west/sales',
      kubernetes_cluster: 'west',
      domain: 'sales',
      namespace: 'dom-sales',
      repository: 'r',
      branch: 'b',
      requested_by: 'user:default/mia',
      title: 't',
      body: 'b',
      files: '[]',
      details: '{}',
      created_at: 100_000,
      updated_at: 100_000,
      started_at: 100_000,
      poll_at: 0,
    });
    await watch.look();
    await watch.look();
    expect(changed.mock.calls).toEqual([['west', 'sales']]);
    await database('changes').update({ polled_at: 5, updated_at: 100_001 });
    await watch.look();
    expect(changed).toHaveBeenCalledTimes(1);
    await database('changes').update({ phase: 'merged', updated_at: 100_002 });
    await watch.look();
    expect(changed).toHaveBeenCalledTimes(2);
    watch.stop();
  });
});
