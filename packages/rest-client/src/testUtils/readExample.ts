import { readFile } from 'node:fs/promises';

/**
 * The first TypeScript of a README without its imports, and what a test says
 * to be that, from the line after `README's.` to the one of `Up to here`. They
 * are broken into lines as each fits, so both come without what is between
 * words.
 */
export async function readExample(
  readme: string,
  test: string,
): Promise<{ shown: string; run: string }> {
  const [, shown = ''] =
    /```ts\n(.*?)```/s.exec(await readFile(readme, 'utf8')) ?? [];
  const [, run = ''] =
    /README's\.\n(.*)\/\/ Up to here/s.exec(await readFile(test, 'utf8')) ?? [];
  const code = (text: string) => text.replace(/\s|,(?=\s*[)}\]])/g, '');
  return { shown: code(shown.replace(/^import.*?;\n/gms, '')), run: code(run) };
}
