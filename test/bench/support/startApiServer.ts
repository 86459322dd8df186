import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { Orders } from './apiServerMain';

/** A process that does what it is told. */
export interface OrderedProcess<O> {
  /** Has it do something; resolves when it has. */
  order<N extends keyof O>(
    name: N,
    ...argument: Parameters<Extract<O[N], (...args: never[]) => unknown>>
  ): Promise<Awaited<ReturnType<Extract<O[N], (...args: never[]) => unknown>>>>;
  stop(): Promise<void>;
}

export interface ApiServerProcess extends OrderedProcess<Orders> {
  url: string;
}

/** Starts the API server of the benches in a process of its own, so that its work is not ours. */
export async function startApiServer(): Promise<ApiServerProcess> {
  const started = startOrdered<Orders>('apiServerMain.ts');
  return { ...started, url: await started.order('start') };
}

/** Starts a file beside this one that takes orders. */
export function startOrdered<O>(file: string): OrderedProcess<O> {
  const child = fork(path.join(__dirname, file), {
    execArgv: [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      '--max-old-space-size=4096',
    ],
  });
  const order = createOrder(child) as unknown as OrderedProcess<O>['order'];
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
  });
  return {
    order,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

function createOrder(child: ChildProcess) {
  const waiting = new Map<
    number,
    { resolve: (result: never) => void; reject: (error: Error) => void }
  >();
  let last = 0;
  child.on('message', (message: unknown) => {
    const { id, result } = message as { id: number; result: never };
    waiting.get(id)?.resolve(result);
    waiting.delete(id);
  });
  child.once('exit', code => {
    const error = new Error(`the API server of the bench ended (${code})`);
    waiting.forEach(({ reject }) => reject(error));
  });
  return (name: unknown, argument?: unknown) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      child.send({ id: last, name, argument });
    });
}
