import fc from 'fast-check';
import { splitLines } from './splitLines';

async function* chunksOf(bytes: Buffer, sizes: number[]) {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length];
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>) {
  const lines: string[] = [];
  for await (const line of splitLines(chunks)) {
    lines.push(line);
  }
  return lines;
}

describe('splitLines', () => {
  it('gives the same lines however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc
            .string({ unit: 'binary', minLength: 1 })
            .map(text => JSON.stringify(text)),
        ),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        fc.boolean(),
        async (lines, sizes, ended) => {
          const text = lines.join('\n') + (ended ? '\n' : '');
          expect(await collect(chunksOf(Buffer.from(text), sizes))).toEqual(
            lines,
          );
        },
      ),
    );
  });

  it('passes over empty lines and carriage returns', async () => {
    const bytes = Buffer.from('\n{"a":1}\r\n\r\n\n{"b":2}');
    expect(await collect(chunksOf(bytes, [1]))).toEqual(['{"a":1}', '{"b":2}']);
  });
});
