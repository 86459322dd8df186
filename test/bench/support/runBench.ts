import { type BenchOptions, readOptions } from './options';

interface Stoppable {
  stop(): Promise<unknown>;
}

/** What a bench is given. */
export interface Bench extends BenchOptions {
  /** Has it stopped in the end, the last one first, however the end comes. */
  with<T extends Stoppable>(starting: Promise<T> | T): Promise<T>;
}

/** Runs one bench and ends the process; what it threw is said. */
export function runBench(bench: (bench: Bench) => Promise<void>) {
  const started: Stoppable[] = [];
  const end = async (code: number) => {
    for (const part of started.splice(0).reverse()) await part.stop();
    process.exit(code);
  };
  const fail = (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return end(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => end(1));
  }
  bench({
    ...readOptions(),
    async with(starting) {
      const part = await starting;
      started.push(part);
      return part;
    },
  }).then(() => end(0), fail);
}
