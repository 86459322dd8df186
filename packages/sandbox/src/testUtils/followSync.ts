import type { ManualClock } from '../clock';

/** How a test waits for an engine, and ends it with its Git host. */
export function followSync(
  engine: { idle(): Promise<void>; stop(): void },
  options: {
    clock: Pick<ManualClock, 'advanceAsync'>;
    host: { stop(): Promise<void> };
    /** Shown where it never came to what was waited for. */
    status: () => unknown;
  },
) {
  const { clock, host, status } = options;
  return {
    /** Moves time on until something holds, with what Git needs of real time. */
    async until(what: () => boolean, seconds = 60): Promise<void> {
      for (let i = 0; i < seconds * 2; i++) {
        if (what()) return;
        await clock.advanceAsync(500);
        await engine.idle();
      }
      throw new Error(
        `not within ${seconds} s: ${what}\n${JSON.stringify(status())}`,
      );
    },
    async stop() {
      engine.stop();
      await engine.idle();
      await host.stop();
    },
  };
}
