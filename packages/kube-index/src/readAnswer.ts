import type { IncomingMessage } from 'node:http';

/** An answer that is too big to hold. */
export class AnswerTooBigError extends Error {
  constructor(readonly maxBytes: number) {
    super(`The answer of the API server is bigger than ${maxBytes} bytes`);
    this.name = 'AnswerTooBigError';
  }
}

/** All of an answer as text; rejects with an `AnswerTooBigError`, and reads no further, past `maxBytes`. */
export async function readText(
  response: IncomingMessage,
  { maxBytes }: { maxBytes: number },
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > maxBytes) {
      response.destroy();
      throw new AnswerTooBigError(maxBytes);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const LONGEST_MESSAGE = 500;

/** The message of a `metav1.Status`; the start of the text where it is none, as from a proxy in between. */
export function statusMessage(text: string): string {
  try {
    const { message } = JSON.parse(text);
    if (typeof message === 'string') return message;
  } catch {
    // Said below.
  }
  return text.slice(0, LONGEST_MESSAGE);
}
