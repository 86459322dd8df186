import { createHash } from 'node:crypto';
import { CustomErrorBase } from '@backstage/errors';
import type { Response } from 'express';

/** What no answer is above. Lists are cut before they come near it. */
const LARGEST_ANSWER_BYTES = 1_000_000;

/** What was asked for cannot be cut, and does not fit. */
export class AnswerTooLargeError extends CustomErrorBase {
  name = 'AnswerTooLargeError' as const;
}

/**
 * Sends an answer, or 304 to who has the same one already.
 *
 * The tag is made of what the answer says and not of its version. A version is
 * sealed anew each time and holds where whole Kubernetes clusters stand: a tag
 * made of it would tell everybody when something happens in domains that are
 * not theirs. Who keeps an older version with the same rows loses nothing: it
 * only asks for changes from a little earlier on.
 */
export function sendAnswer<T extends object>(res: Response, whole: T): void {
  const { version, answer } = withoutVersion(whole);
  const text = JSON.stringify(answer);
  const body =
    version === undefined
      ? text
      : `{"version":${JSON.stringify(version)},${text.slice(1)}`;
  if (Buffer.byteLength(body) > LARGEST_ANSWER_BYTES) {
    throw new AnswerTooLargeError(
      'The answer would be above 1 MB, which is more than one page can use',
    );
  }
  const tag = createHash('sha256').update(text).digest('base64url');
  res.setHeader('ETag', `W/"${tag.slice(0, 27)}"`);
  // To be kept by one person's browser, and asked about each time.
  res.setHeader('Cache-Control', 'private, no-cache');
  res.vary('Authorization');
  res.type('json').send(body);
}

/** An answer may be about a version, too: that is no version of the answer. */
function withoutVersion<T extends object>(whole: T) {
  if (!('version' in whole) || typeof whole.version !== 'string') {
    return { answer: whole };
  }
  const { version, ...answer } = whole;
  return { version, answer };
}
