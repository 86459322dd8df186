import { mockServices } from '@backstage/backend-test-utils';
import { WakeUps } from './WakeUps';
import { MIA, NOAH, PAT } from '../__testUtils__/samplePeople';

/** Time by hand. */
class TestClock {
  #now = 0;
  #timers: Array<{ at: number; callback: () => void }> = [];

  now = () => this.#now;
  after = (ms: number, callback: () => void) => {
    const timer = { at: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer);
    };
  };
  advance(ms: number) {
    this.#now += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    due.forEach(({ callback }) => callback());
  }
}

describe('WakeUps', () => {
  function setUp() {
    const clock = new TestClock();
    const sent: Array<{ at: number; users: string[] }> = [];
    const publish = jest.fn(async signal => {
      expect(signal).toMatchObject({ channel: 'lakehouse', message: {} });
      sent.push({ at: clock.now(), users: signal.recipients.entityRef });
    });
    const wakeUps = new WakeUps({
      signals: { publish },
      logger: mockServices.logger.mock(),
      clock,
    });
    return { clock, sent, publish, wakeUps };
  }

  it('tells those who were told about the domain, the first at once', () => {
    const { sent, wakeUps } = setUp();
    wakeUps.remember(MIA, ['west/sales']);
    wakeUps.remember(NOAH, ['west/risk']);
    wakeUps.remember(PAT, ['west/sales', 'west/risk']);
    wakeUps.changed('west', 'sales');
    expect(sent).toEqual([{ at: 0, users: [MIA, PAT] }]);
    wakeUps.changed('east', undefined);
    expect(sent).toHaveLength(1);
  });

  it('then at most once a second to each user', () => {
    const { clock, sent, wakeUps } = setUp();
    wakeUps.remember(MIA, ['west/sales']);
    for (let round = 0; round < 30; round++) {
      wakeUps.changed('west', undefined);
      clock.advance(100);
    }
    expect(sent.map(({ at }) => at)).toEqual([0, 1000, 2000, 3000]);
    clock.advance(10_000);
    expect(sent).toHaveLength(4);
  });

  it('forgets who has not asked for two minutes', () => {
    const { clock, sent, wakeUps } = setUp();
    wakeUps.remember(MIA, ['west/sales']);
    clock.advance(110_000);
    wakeUps.remember(MIA, ['west/sales']);
    clock.advance(110_000);
    wakeUps.changed('west', 'sales');
    expect(sent).toHaveLength(1);
    clock.advance(121_000);
    wakeUps.changed('west', 'sales');
    expect(sent).toHaveLength(1);
  });

  it('keeps nobody who left, though nothing happens any more', () => {
    const { clock, wakeUps } = setUp();
    for (let visitor = 0; visitor < 1_000; visitor++) {
      wakeUps.remember(`user:default/visitor-${visitor}`, [
        'west/sales',
        `west/quiet-${visitor}`,
      ]);
      clock.advance(1_000);
    }
    // Two minutes of visitors, and at most as many that wait for the next look.
    expect(wakeUps.remembered).toBeLessThanOrEqual(2 * 2 * 121);
    clock.advance(121_000);
    wakeUps.remember(MIA, ['west/sales']);
    expect(wakeUps.remembered).toBe(1);
  });

  it('sends one message for all who are to be told, however much happens', () => {
    const { clock, publish, sent, wakeUps } = setUp();
    const users = Array.from({ length: 500 }, (_, n) => `user:default/u${n}`);
    users.forEach(user => wakeUps.remember(user, ['west/sales']));
    for (let event = 0; event < 10_000; event++) {
      wakeUps.changed('west', 'sales');
    }
    expect(publish).toHaveBeenCalledTimes(1);
    clock.advance(1_000);
    expect(sent.map(({ at, users: told }) => [at, told.length])).toEqual([
      [0, 500],
      [1000, 500],
    ]);
    clock.advance(10_000);
    expect(publish).toHaveBeenCalledTimes(2);
  });

  it('goes on when signals throw instead of failing later', () => {
    const { clock, publish, wakeUps } = setUp();
    publish.mockImplementation(() => {
      throw new Error('not connected');
    });
    wakeUps.remember(MIA, ['west/sales']);
    expect(() => wakeUps.changed('west', 'sales')).not.toThrow();
    wakeUps.changed('west', 'sales');
    expect(() => clock.advance(1_000)).not.toThrow();
    expect(publish).toHaveBeenCalledTimes(2);
  });

  it('survives signals that cannot be sent, and stops', async () => {
    const { clock, publish, wakeUps } = setUp();
    publish.mockRejectedValue(new Error('too large'));
    wakeUps.remember(MIA, ['west/sales']);
    wakeUps.changed('west', 'sales');
    wakeUps.changed('west', 'sales');
    wakeUps.stop();
    clock.advance(5000);
    expect(publish).toHaveBeenCalledTimes(1);
  });
});
