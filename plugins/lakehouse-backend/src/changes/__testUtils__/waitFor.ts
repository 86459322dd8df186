/** Looks until it is so; the test's own time limit ends it otherwise. */
export async function waitFor(
  condition: () => Promise<boolean>,
): Promise<void> {
  while (!(await condition())) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
