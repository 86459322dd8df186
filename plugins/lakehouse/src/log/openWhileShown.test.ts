import { openWhileShown } from './openWhileShown';

class Page extends EventTarget {
  hidden = false;

  show(shown: boolean) {
    this.hidden = !shown;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

function setUp(options: { hidden?: boolean } = {}) {
  const page = new Page();
  page.hidden = options.hidden ?? false;
  const opened: AbortSignal[] = [];
  const nobody = new AbortController();
  const open = openWhileShown(async (_, signal) => {
    opened.push(signal);
    return {} as ReadableStream<Uint8Array>;
  }, page);
  return { page, opened, nobody, open: () => open({}, nobody.signal) };
}

it('opens at once where the page is looked at, and ends when it is not', async () => {
  const { page, opened, open } = setUp();
  await open();
  expect(opened[0].aborted).toBe(false);
  page.show(false);
  expect(opened[0].aborted).toBe(true);
});

it('opens what was hidden once it is looked at, and again after that', async () => {
  const { page, opened, open } = setUp({ hidden: true });
  const first = open();
  expect(opened).toEqual([]);
  page.show(true);
  await first;
  page.show(false);
  const second = open();
  page.show(true);
  await second;
  expect(opened.map(({ aborted }) => aborted)).toEqual([true, false]);
});

it('ends with who reads it', async () => {
  const { opened, open, nobody } = setUp();
  await open();
  nobody.abort();
  expect(opened[0].aborted).toBe(true);
});

it('is not opened any more for who went while it was hidden', async () => {
  const { opened, open, nobody } = setUp({ hidden: true });
  const opening = open();
  nobody.abort();
  await expect(opening).rejects.toThrow('Nobody waits');
  expect(opened).toEqual([]);
});
