import type { SentCredentials } from '@lakefront/rest-client';
import type { KfpCredentials } from './types';

/** The headers that say who asks. Throws a `TypeError`, without any value, on what none can carry. */
export function toSent({ token, userHeader }: KfpCredentials): SentCredentials {
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError('the token is empty, or holds spaces or line ends');
  }
  if (userHeader && !/^[\x20-\x7e]+$/.test(userHeader.value)) {
    throw new TypeError('the user header is empty, or not plain ASCII');
  }
  return {
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(userHeader && { [userHeader.name]: userHeader.value }),
    },
    secrets: token === undefined ? [] : [token],
  };
}
