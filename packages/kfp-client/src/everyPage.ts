import { KfpTooLargeError } from './errors';
import type { Page, PageOptions } from './types';

/** What KFP gives at most, whatever is asked. */
const MOST = 200;

/**
 * All pages of a list, one at a time, asked for as they are needed: what is
 * held is one page. `next` of a page is where to go on another day. A page of
 * more bytes than may be read is asked for again in smaller ones.
 *
 * `for await (const page of everyPage(page => client.runs.list({ namespace, ...page })))`
 */
export async function* everyPage<T>(
  list: (page: Pick<PageOptions, 'pageToken' | 'pageSize'>) => Promise<Page<T>>,
  from: { pageToken?: string; pageSize?: number } = {},
): AsyncGenerator<Page<T>, void, undefined> {
  let { pageToken, pageSize = MOST } = from;
  for (;;) {
    let page: Page<T>;
    try {
      page = await list({ pageToken, pageSize });
    } catch (error) {
      if (!(error instanceof KfpTooLargeError) || pageSize === 1) throw error;
      pageSize = Math.ceil(pageSize / 4);
      continue;
    }
    yield page;
    pageToken = page.next;
    if (pageToken === undefined) return;
  }
}

/**
 * All items of a list, holding one page of them:
 *
 * `for await (const run of everyItem(page => client.runs.list({ namespace, ...page })))`
 */
export async function* everyItem<T>(
  list: (page: Pick<PageOptions, 'pageToken' | 'pageSize'>) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  for await (const page of everyPage(list)) yield* page.items;
}
