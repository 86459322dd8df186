const NEWLINE = 0x0a;

/**
 * The lines of a byte stream. Bytes are cut, not characters: no byte of a
 * multi-byte UTF-8 character is a newline, so a chunk may end anywhere.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (
      let end = chunk.indexOf(NEWLINE);
      end >= 0;
      end = chunk.indexOf(NEWLINE, start)
    ) {
      parts.push(chunk.subarray(start, end));
      const line = Buffer.concat(parts).toString('utf8').trim();
      parts = [];
      start = end + 1;
      if (line) {
        yield line;
      }
    }
    if (start < chunk.length) {
      parts.push(chunk.subarray(start));
    }
  }
  const rest = Buffer.concat(parts).toString('utf8').trim();
  if (rest) {
    yield rest;
  }
}
