/** Lets the event loop turn until something holds; fails the test when it never does. */
export async function waitUntil(
  holds: () => boolean,
  what: string = 'a condition',
): Promise<void> {
  const deadline = Date.now() + 4_000;
  while (!holds()) {
    if (Date.now() > deadline) {
      throw new Error(`Waited too long for ${what}`);
    }
    await new Promise(resolve => setImmediate(resolve));
  }
}
