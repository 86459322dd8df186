import { mockServices } from '@backstage/backend-test-utils';
import { WakeUps } from './WakeUps';

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
  const MIA = 'user:default/mia';
  const NOAH = 'user:default/noah';
  const PAT = 'user:default/pat';

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
