/** Lets the event loop turn until something holds; fails the test when it never does. */
export async function waitUntil(
  holds: () => boolean,
  what: string = 'a condition',
  timeoutMs: number = 4_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > deadline) {
      throw new Error(`Waited too long for ${what}`);
    }
    await new Promise(resolve => setImmediate(resolve));
  }
}
