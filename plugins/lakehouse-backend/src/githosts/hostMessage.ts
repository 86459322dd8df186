const MAX_LENGTH = 500;

/**
 * What a host said about a failure. Each has its own shape: `message` as text,
 * list or record (GitHub, Gitea, GitLab, Azure DevOps), `errors[]` beside it
 * (GitHub), `error` as text or record (GitLab, Bitbucket).
 */
export function messageOf(body: unknown): string {
  const said = [...new Set(textsOf(body))].join('; ');
  return said.length > MAX_LENGTH ? `${said.slice(0, MAX_LENGTH)}…` : said;
}

const TELLING = ['message', 'errors', 'error', 'error_description', 'detail'];

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') {
    return value.trim() ? [value.trim()] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap(textsOf);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return TELLING.flatMap(key => {
    const inner = (value as Record<string, unknown>)[key];
    return key === 'message' && isRecord(inner) && !('message' in inner)
      ? // GitLab: { message: { base: ['...'] } }
        Object.values(inner).flatMap(textsOf)
      : textsOf(inner);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const SECRET_HEADERS = /authorization|token|key|cookie/i;

/** Takes the credentials of request headers, in any form, out of a text. */
export function withoutSecrets(
  text: string,
  headers: Record<string, string>,
): string {
  let clean = text;
  const secrets = Object.entries(headers)
    .filter(([name]) => SECRET_HEADERS.test(name))
    .flatMap(([, value]) => secretsOf(value));
  for (const secret of secrets) {
    clean = clean.replaceAll(secret, '***');
  }
  return clean;
}

/** Shorter ones would take words out of messages. */
const MIN_SECRET_LENGTH = 4;

function secretsOf(value: string): string[] {
  const parts = value.trim().split(/\s+/);
  const token = parts[parts.length - 1];
  const basic =
    parts.length === 2 && parts[0].toLowerCase() === 'basic'
      ? Buffer.from(token, 'base64').toString('utf8').split(':').slice(1)
      : [];
  return [value, token, ...basic].filter(
    secret => secret.length >= MIN_SECRET_LENGTH,
  );
}
