import { setTimeout as rest } from 'node:timers/promises';

/** Closed sockets and ended loops let go of what they hold a moment later. */
const REST_MS = 100;

/** How many bytes are alive once the garbage is collected, on the heap and in buffers outside of it. */
export function liveHeap(): number {
  const { gc } = globalThis;
  if (!gc) throw new Error('start this with node --expose-gc');
  gc();
  // Buffers found dead are freed in another thread, and count as external until
  // the next collection has waited for it.
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The same after what has just been stopped is gone. */
export async function restedHeap(): Promise<number> {
  await rest(REST_MS);
  liveHeap();
  await rest(REST_MS);
  return liveHeap();
}
