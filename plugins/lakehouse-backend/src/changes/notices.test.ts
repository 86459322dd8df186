import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import { migrate } from '../__testUtils__/migrate';
import { changeRow, NOW } from './__testUtils__/changeRow';
import { ManualClock } from './__testUtils__/ManualClock';
import type { ChangePatch, ChangeRow } from './ChangeRow';
import { ChangeStore } from './ChangeStore';
import { NoticeSender } from './NoticeSender';
import { NoticeStore } from './NoticeStore';
import { noticeOf } from './notices';

const MINUTE = 60_000;
const blocked = {
  reason: 'Flux on west can’t apply it',
  who: 'user:default/ben',
};

describe('what gives a notice', () => {
  const cases: Array<[string, Partial<ChangeRow>, ChangePatch, unknown]> = [
    ['live', { phase: 'synced' }, { phase: 'live' }, 'live'],
    ['closed', { phase: 'open' }, { phase: 'closed' }, 'closed'],
    ['merged', { phase: 'open' }, { phase: 'merged' }, undefined],
    ['failed', { phase: 'open' }, { phase: 'failed' }, undefined],
    ['blocked', { phase: 'merged' }, { blocked }, 'blocked-merged'],
    ['blocked as before', { blocked }, { blocked }, undefined],
    ['nothing more to block', { blocked }, { blocked: undefined }, undefined],
    ['a look that finds nothing', {}, { polledAt: NOW }, undefined],
    [
      'blocked, and live in the end',
      { phase: 'synced', blocked },
      { phase: 'live', blocked: undefined },
      'live',
    ],
  ];
  it.each(cases)('%s', (_title, over, patch, event) => {
    expect(noticeOf(changeRow(over), patch, NOW)?.event).toBe(event);
  });
});

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())('notices on %s', id => {
  let knex: Knex;
  let changes: ChangeStore;
  let clock: ManualClock;
  let sent: NotificationSendOptions[];
  let failure: Error | undefined;

  beforeEach(async () => {
    knex = await databases.init(id);
    await migrate(knex);
    changes = new ChangeStore(knex);
    clock = new ManualClock();
    sent = [];
    failure = undefined;
    await changes.insert(changeRow(), {
      owner: 'me',
      until: Number.MAX_SAFE_INTEGER,
    });
  });

  afterEach(() => knex.destroy());

  const logger = mockServices.logger.mock();
  const notifications: NotificationService = {
    async send(options) {
      if (failure) {
        throw failure;
      }
      sent.push(options);
    },
  };

  /** Of one replica, or of one that started anew. */
  const sender = (service = notifications) =>
    new NoticeSender({
      ...{ changes, clock, logger, notifications: service },
      notices: new NoticeStore(knex),
      contextOf: () => ({ needsFourEyes: false }),
    });

  /** What somebody who holds the lease writes. */
  const write = async (patch: ChangePatch) => {
    const row = await changes.get(changeRow().id);
    await changes.update(row!, 'me', patch, clock.now());
  };

  it('tells the requester once that it is live, over restarts and replicas', async () => {
    await write({ phase: 'merged', mergedAt: NOW });
    await write({ phase: 'synced', syncedAt: NOW });
    await sender().run();
    expect(sent).toEqual([]);

    await write({ phase: 'live', liveAt: NOW });
    const [one, other] = [sender(), sender()];
    await Promise.all([one.run(), other.run(), one.run(), other.run()]);
    clock.advance(24 * 60 * MINUTE);
    await sender().run();

    expect(sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: 'user:default/mia' },
        payload: {
          title: 'Live: Add Spark job daily-orders to sales',
          description: 'daily-orders is live on west.',
          link: '/lakehouse/changes/abcdefgh23456777',
          severity: 'normal',
          topic: 'lakehouse-change',
          scope: 'change:abcdefgh23456777:live',
        },
      },
    ]);
  });

  it('tells that it is blocked when it is so for a minute, once while it waits for the same', async () => {
    await write({ phase: 'merged', mergedAt: NOW });
    await write({ blocked });
    await sender().run();
    expect(sent).toEqual([]);

    clock.advance(MINUTE);
    await sender().run();
    await write({ blocked: undefined });
    await write({ blocked });
    clock.advance(MINUTE);
    await sender().run();

    expect(sent.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({
        title: 'Blocked: Add Spark job daily-orders to sales',
        description: 'Flux on west can’t apply it. ben can unblock it.',
        severity: 'high',
      }),
    ]);
  });

  it('keeps to itself what is over before a minute, and tells of it when it comes again', async () => {
    await write({ blocked });
    await write({ blocked: undefined });
    clock.advance(MINUTE);
    await sender().run();
    expect(sent).toEqual([]);

    await write({ blocked });
    clock.advance(MINUTE);
    await sender().run();
    expect(sent).toHaveLength(1);
  });

  it('tells why it was closed, in a few words of many', async () => {
    await write({ phase: 'closed', message: 'x'.repeat(10_000) });
    await sender().run();

    expect(sent).toHaveLength(1);
    expect(sent[0].payload.title).toMatch(/^Closed: /);
    expect(sent[0].payload.description).toHaveLength(500);
  });

  it('tells nothing of changes that were over before there was anything to tell with', async () => {
    await knex('changes').update({ phase: 'live' });
    await sender().run();
    expect(sent).toEqual([]);
  });

  it('tries again where notifications are away, fails nobody, and gives up', async () => {
    failure = new Error('404: no notifications here');
    await write({ phase: 'live', liveAt: NOW });
    for (let minute = 0; minute < 60; minute++) {
      await sender().run();
      clock.advance(MINUTE);
    }
    failure = undefined;
    await sender().run();
    expect(sent).toEqual([]);
    expect(await changes.get(changeRow().id)).toMatchObject({ phase: 'live' });

    await write({ phase: 'closed' });
    failure = new Error('starting');
    await sender().run();
    failure = undefined;
    await sender().run();
    expect(sent).toEqual([]);
    clock.advance(MINUTE);
    await sender().run();
    expect(sent).toHaveLength(1);
  });

  it('does not wait for ever', async () => {
    let asked = () => {};
    const called = new Promise<void>(resolve => {
      asked = resolve;
    });
    const stuck = sender({
      send() {
        asked();
        return new Promise(() => {});
      },
    });
    await write({ phase: 'live', liveAt: NOW });

    const run = stuck.run();
    await called;
    clock.advance(20_000);
    await run;

    expect(sent).toEqual([]);
    clock.advance(MINUTE);
    await sender().run();
    expect(sent).toHaveLength(1);
  });

  it('sends again where its sender died, in place of what may have arrived', async () => {
    await write({ phase: 'live', liveAt: NOW });
    const notices = new NoticeStore(knex);
    const [due] = await notices.due(clock.now(), 1);
    await notices.take(due, clock.now() + MINUTE);

    await sender().run();
    expect(sent).toEqual([]);
    clock.advance(MINUTE);
    await sender().run();
    expect(sent).toHaveLength(1);
  });
});
