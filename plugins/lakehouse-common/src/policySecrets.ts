import { formatPath, isRecord, type PathPart } from './jsonPath';
import type { DomainSettings } from './types';

/** References to Secrets that the domain's settings do not name. */
export function checkSecretReferences(
  object: unknown,
  settings: Pick<DomainSettings, 'secrets'>,
): Array<{ path: string; message: string }> {
  const problems: Array<{ path: string; message: string }> = [];
  const say = (path: PathPart[], message: string) =>
    problems.push({ path: formatPath(path), message });
  const keysOf = (name: unknown) =>
    settings.secrets.find(secret => secret.name === name)?.keys;

  const visit = (value: unknown, path: PathPart[]) => {
    if (path.length > 50) {
      return;
    }
    if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, [...path, index]));
      return;
    }
    if (!isRecord(value)) {
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      const at = [...path, key];
      if (key === 'secretKeyRef' && isRecord(item)) {
        const keys = keysOf(item.name);
        if (!keys) {
          say(
            at,
            `the Secret "${item.name}" is not one that the domain offers`,
          );
        } else if (!keys.includes(String(item.key))) {
          say(at, `the Secret "${item.name}" offers no key "${item.key}"`);
        }
      } else if (key === 'secretRef' && isRecord(item)) {
        say(
          at,
          'whole Secrets cannot be taken; name single keys with secretKeyRef',
        );
      } else if (key === 'envSecretKeyRefs') {
        say(at, 'is out of date; use env with valueFrom.secretKeyRef');
      } else if (key === 'secrets' && Array.isArray(item)) {
        item.forEach((secret, index) => {
          if (!isRecord(secret) || !keysOf(secret.name)) {
            say([...at, index], 'is not a Secret that the domain offers');
          }
        });
      } else {
        visit(item, at);
      }
    }
  };
  visit(object, []);
  return problems;
}
