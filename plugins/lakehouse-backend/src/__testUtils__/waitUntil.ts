/** Waits for what happens by itself; a test that never sees it fails with what it was. */
export async function waitUntil(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > deadline) {
      throw new Error(`It never held: ${holds}`);
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
