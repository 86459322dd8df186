import { isObject, JsonObject, setKey } from '../json';

/** JSON merge patch, RFC 7386: a new value; neither input is changed. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) {
    return patch;
  }
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      const current = Object.hasOwn(result, key) ? result[key] : undefined;
      setKey(result, key, applyMergePatch(current, value));
    }
  }
  return result;
}
