import type { KfpCredentials } from '../types';

/** Throws a `TypeError`, without any value, on what no header can carry. */
export function checkCredentials({ token, userHeader }: KfpCredentials): void {
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError('the token is empty, or holds spaces or line ends');
  }
  if (userHeader && !/^[\x20-\x7e]+$/.test(userHeader.value)) {
    throw new TypeError('the user header is empty, or not plain ASCII');
  }
}

/** The headers that say who asks. */
export function credentialHeaders(
  credentials: KfpCredentials,
): Record<string, string> {
  const { token, userHeader } = credentials;
  return {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(userHeader && { [userHeader.name]: userHeader.value }),
  };
}

/** The same text without the token, whatever a server or a proxy echoes. */
export function withoutSecrets(
  text: string,
  credentials: KfpCredentials | undefined,
): string {
  const token = credentials?.token;
  return token ? text.replaceAll(token, '***') : text;
}
