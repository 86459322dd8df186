import { Failed } from './Failure';

/** The whole body; fails, and reads no further, past `maxBytes`. */
export async function readBody(
  response: Response,
  maxBytes: number,
): Promise<Buffer> {
  const { bytes, cut } = await readStart(response, maxBytes);
  if (cut) throw new Failed({ kind: 'too-large', maxBytes });
  return bytes;
}

/** The first `maxBytes` of a body, and whether there was more. */
export async function readStart(
  response: Response,
  maxBytes: number,
): Promise<{ bytes: Buffer; cut: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.byteLength;
    // Leaving the loop closes the connection.
    if (length > maxBytes) break;
  }
  const bytes = Buffer.concat(chunks);
  return { bytes: bytes.subarray(0, maxBytes), cut: length > maxBytes };
}
