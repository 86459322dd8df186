import { isAbsent, isObject, type Fields } from './fields';
import type { Refusal } from './Failure';
import { readStart } from './readBody';
import { retryAfterMs } from './time';

const MAX_BYTES = 64 * 1024;
/** No page of a proxy in between is worth more to anybody. */
const LONGEST = 4_000;

/** What an answer says that is not a success. */
export async function readRefusal(
  response: Response,
  options: {
    /** The field of its JSON that says why; the first that is there. */
    saidIn: readonly string[];
    now: number;
    /** Takes credentials out of what the server or a proxy echoes. */
    clean: (text: string) => string;
  },
): Promise<Refusal> {
  const { status, headers } = response;
  const { bytes } = await readStart(response, MAX_BYTES);
  const body = bytes.toString('utf8');
  const wait = retryAfterMs(headers.get('retry-after'), options.now);
  const fields = fieldsOf(body);
  const words = fields
    ? options.saidIn.map(name => fields[name]).find(word => !isAbsent(word))
    : body;
  // Before it is cut: half a credential is not found.
  const said = options.clean(typeof words === 'string' ? words.trim() : '');
  return {
    status,
    ...(wait !== undefined && { retryAfterMs: wait }),
    said: said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said,
    ...(typeof fields?.code === 'number' && { code: fields.code }),
  };
}

/** Undefined where it is no JSON: no answer of the server's own. */
function fieldsOf(body: string): Fields | undefined {
  try {
    const parsed = JSON.parse(body);
    return isObject(parsed) ? parsed : {};
  } catch {
    return undefined;
  }
}
