import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { AnswerTooBigError, readText, statusMessage } from './readAnswer';

const answer = (...chunks: string[]) =>
  Readable.from(chunks.map(chunk => Buffer.from(chunk))) as IncomingMessage;

describe('readText', () => {
  it('puts characters together that were cut', async () => {
    const [a, b] = [Buffer.from('ä').subarray(0, 1), Buffer.from('ä')];
    const cut = Readable.from([a, b.subarray(1)]) as IncomingMessage;
    expect(await readText(cut, { maxBytes: 2 })).toBe('ä');
  });

  it('reads no further than it may', async () => {
    const long = answer('1234', '5678', '9');
    await expect(readText(long, { maxBytes: 7 })).rejects.toThrow(
      AnswerTooBigError,
    );
    expect(long.destroyed).toBe(true);
    expect(await readText(answer('1234567'), { maxBytes: 7 })).toBe('1234567');
  });
});

describe('statusMessage', () => {
  it.each([
    ['{"kind":"Status","message":"no such thing"}', 'no such thing'],
    ['{"kind":"Status"}', '{"kind":"Status"}'],
    ['{"message":7}', '{"message":7}'],
    ['null', 'null'],
    ['<html>sign in</html>', '<html>sign in</html>'],
    [`${'x'.repeat(500)} and more`, 'x'.repeat(500)],
    ['', ''],
  ])('of %.40s ... is said in short', (text, message) => {
    expect(statusMessage(text)).toBe(message);
  });
});
