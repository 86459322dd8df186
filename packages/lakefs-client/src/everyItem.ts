import type { Page } from './types';

/**
 * All items of a list, a page at a time, asked for as they are needed:
 *
 * `for await (const branch of everyItem(after => client.branches.list(repository, { after, amount: 1000 })))`
 */
export async function* everyItem<T>(
  list: (after: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let after: string | undefined;
  do {
    const page = await list(after);
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
