/** What stands in place of a value that looks like a credential. @public */
export const MASKED = '••••••';

/** Spark's own redaction pattern, widened to how env and arguments spell the same. */
const SENSITIVE =
  'secret|passw(?:or)?d|passphrase|token(?!i[sz])|access[-_.]?key|credential|api[-_.]?key|private[-_.]?key';
const SENSITIVE_KEY = new RegExp(SENSITIVE, 'i');

/** Keys that speak about a credential without holding one. */
const HARMLESS_ENDING =
  /[._-]?(providers?|class|files?|paths?|name|enabled|type|ur[il]|endpoint|ttl|interval|expiry|expiration|lifetime|required|refresh)$/i;
/** Counts of tokens, as language models have them. */
const TOKEN_COUNT =
  /(max|min|num|n|new)[-_.]?tokens?$|tokens?[-_.]?(count|limit|length)$/i;
/** Spark's keys whose values are names of Secrets. */
const SECRET_NAME_KEY =
  /^spark\.kubernetes\.(driver|executor)\.(secretKeyRef|secrets)\./;

/** `$(NAME)` of Kubernetes, `${env:NAME}` of Spark, `${env.NAME}` of Hadoop, `{{$.inputs...}}` of KFP: names, not values. */
const REFERENCE = /^(\$\(\w+\)|\$\{(env[:.])?\w+\}|\{\{\$[^{}]*\}\})$/;
const HARMLESS_VALUE = /^(true|false|)$/i;

const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const AWS_KEY_ID = /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g;
const USER_INFO = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/@:]*:[^\s@/]+)@/gi;

const INLINE_VALUE = `("(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^\\s&;,]+)`;
/**
 * A whole word with such a key in it, tried once from where it begins: texts
 * may be megabytes without a space, and every other way of looking takes the
 * square of that.
 */
const WORD = `(?=([\\w.-]*(?:${SENSITIVE})[\\w.-]*))\\1`;
const INLINE = new RegExp(
  `(?<![\\w.-])${WORD}(["']?\\s*=\\s*|["']\\s*:\\s*|:\\s+)${INLINE_VALUE}`,
  'gi',
);
/** `--password x` inside one longer text, as in `sh -c "..."`. */
const INLINE_FLAG = new RegExp(
  `(?<![\\w.-])(?=[\\w.]*-[\\w.-]*(?:${SENSITIVE}))${WORD}(\\s+)(?!-)${INLINE_VALUE}`,
  'gi',
);

/** Whether a key is one whose value looks like a credential. @public */
export function isCredentialKey(key: string): boolean {
  return (
    SENSITIVE_KEY.test(key) &&
    !SECRET_NAME_KEY.test(key) &&
    !TOKEN_COUNT.test(key) &&
    !HARMLESS_ENDING.test(key)
  );
}

/** Whether a value could be a credential at all: not empty, not a switch, not a reference by name. */
export function isCredentialValue(value: unknown): boolean {
  if (typeof value === 'number') {
    return true;
  }
  const text = typeof value === 'string' ? value.trim() : '';
  return !HARMLESS_VALUE.test(text) && !REFERENCE.test(text);
}

/** `name: str = "..."`: what stands between name and value in Python. */
const ANNOTATION = /:\s{0,9}[\w.]{1,99}(\[[\w., ]{0,99}\])?\s{0,9}=/g;

/**
 * A text with what looks like credentials in it taken out; `onFound` hears of
 * each. In a program only what is written out in quotes is one.
 */
export function maskText(
  given: string,
  onFound: (key: string) => void = () => {},
  { program = false }: { program?: boolean } = {},
): string {
  const text = program ? given.replace(ANNOTATION, '=') : given;
  if (PEM.test(text)) {
    onFound('private key');
    return MASKED;
  }
  const byKey = (
    whole: string,
    key: string,
    separator: string,
    value: string,
  ) => {
    const bare = value.replace(/^["']|["']$/g, '');
    const isVariable = program && bare === value;
    if (isVariable || !isCredentialKey(key) || !isCredentialValue(bare)) {
      return whole;
    }
    onFound(key);
    const quote = /^["']/.exec(value)?.[0] ?? '';
    return `${key}${separator}${quote}${MASKED}${quote}`;
  };
  return text
    .replace(USER_INFO, (_whole, scheme: string) => {
      onFound('user and password in a URL');
      return `${scheme}${MASKED}@`;
    })
    .replace(INLINE, byKey)
    .replace(INLINE_FLAG, byKey)
    .replace(AWS_KEY_ID, () => {
      onFound('access key');
      return MASKED;
    });
}
