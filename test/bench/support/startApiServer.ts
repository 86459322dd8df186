import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { Orders } from './apiServerMain';

export interface ApiServerProcess {
  url: string;
  /** Has the server do something; resolves when it has. */
  order<N extends keyof Orders>(
    name: N,
    ...argument: Parameters<Orders[N]>
  ): Promise<Awaited<ReturnType<Orders[N]>>>;
  stop(): Promise<void>;
}

/** Starts the API server of the benches in a process of its own, so that its work is not ours. */
export async function startApiServer(): Promise<ApiServerProcess> {
  const child = fork(path.join(__dirname, 'apiServerMain.ts'), {
    execArgv: [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      '--max-old-space-size=4096',
    ],
  });
  const order = createOrder(child);
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
  });
  const url = await order('start');
  return {
    url,
    order,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

function createOrder(child: ChildProcess): ApiServerProcess['order'] {
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
  return (name, argument?) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      child.send({ id: last, name, argument });
    });
}
