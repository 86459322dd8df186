import { LivePoller, type AskResult, type PollerClock } from './LivePoller';

class FakeClock implements PollerClock {
  #now = 0;
  #timers = new Map<number, { at: number; callback: () => void }>();
  #next = 1;
  now = () => this.#now;
  setTimeout(callback: () => void, milliseconds: number) {
    this.#timers.set(this.#next, { at: this.#now + milliseconds, callback });
    return this.#next++;
  }
  clearTimeout(handle: unknown) {
    this.#timers.delete(handle as number);
  }
  get pending() {
    return this.#timers.size;
  }
  async advance(milliseconds: number) {
    await settle();
    const until = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers]
        .filter(([, timer]) => timer.at <= until)
        .sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) {
        break;
      }
      this.#now = due[1].at;
      this.#timers.delete(due[0]);
      due[1].callback();
      await settle();
    }
    this.#now = until;
    await settle();
  }
}

/** Lets promises that are already resolved run on. */
async function settle() {
  for (let i = 0; i < 10; i++) {
    await Promise.resolve();
  }
}

function pollerOn(ask: (signal: AbortSignal) => Promise<AskResult>) {
  const clock = new FakeClock();
  const onError = jest.fn();
  const poller = new LivePoller({ ask, onError, clock });
  return { clock, onError, poller };
}

describe('LivePoller', () => {
  it('asks at once, then each 30 seconds, and not after it was stopped', async () => {
    const ask = jest.fn(async () => 'done' as const);
    const { clock, poller } = pollerOn(ask);
    poller.start();
    await settle();
    expect(ask).toHaveBeenCalledTimes(1);
    await clock.advance(30_000);
    expect(ask).toHaveBeenCalledTimes(2);
    poller.stop();
    await clock.advance(120_000);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(clock.pending).toBe(0);
  });

  it('makes one ask of a burst of wake-ups', async () => {
    const ask = jest.fn(async () => 'done' as const);
    const { clock, poller } = pollerOn(ask);
    poller.start();
    await clock.advance(5_000);
    poller.wake();
    await settle();
    expect(ask).toHaveBeenCalledTimes(2);
    for (let i = 0; i < 50; i++) {
      poller.wake();
    }
    await clock.advance(1_000);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('does not ask twice at a time, and asks again when woken meanwhile', async () => {
    let finish: (result: AskResult) => void = () => {};
    const ask = jest.fn(
      () => new Promise<AskResult>(resolve => (finish = resolve)),
    );
    const { clock, poller } = pollerOn(ask);
    poller.start();
    poller.wake();
    poller.wake();
    await clock.advance(10_000);
    expect(ask).toHaveBeenCalledTimes(1);
    finish('done');
    await clock.advance(0);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('goes on after an error and says it', async () => {
    const ask = jest
      .fn<Promise<AskResult>, [AbortSignal]>()
      .mockRejectedValueOnce(new Error('away'))
      .mockResolvedValue('done');
    const { clock, onError, poller } = pollerOn(ask);
    poller.start();
    await clock.advance(30_000);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('asks sooner when the replica was behind', async () => {
    const ask = jest.fn(async () => 'behind' as const);
    const { clock, poller } = pollerOn(ask);
    poller.start();
    await clock.advance(2_500);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('aborts the ask under way when it is stopped, without an error', async () => {
    let aborted = false;
    const { clock, onError, poller } = pollerOn(
      signal =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          }),
        ),
    );
    poller.start();
    poller.stop();
    await clock.advance(60_000);
    expect(aborted).toBe(true);
    expect(onError).not.toHaveBeenCalled();
  });
});
