import type { JsonObject } from '../../kube/json';
import { fnv32a } from './hash';

/** Always the same of the same text, from 0 to below 1. */
function shareOf(text: string): number {
  return (fnv32a(text) % 10_000) / 10_000;
}

/**
 * What a step is said to have given: no program ran that could have. Undefined
 * where a made-up value would say nothing.
 */
export function playedParameter(
  what: string,
  type: unknown,
): number | boolean | string | undefined {
  switch (type) {
    case 'NUMBER_INTEGER':
      return 1_000 + Math.floor(shareOf(what) * 90_000);
    case 'NUMBER_DOUBLE':
      return shareOf(what);
    case 'BOOLEAN':
      return true;
    case 'STRING':
      return what.slice(what.lastIndexOf('/') + 1);
    default:
      return undefined;
  }
}

/** What the metadata of an artifact says; only metrics have some. */
export function playedMetadata(what: string, type: JsonObject): JsonObject {
  return type.schemaTitle === 'system.Metrics'
    ? {
        quality: 0.9 + shareOf(what) / 10,
        rows: 40_000 + (fnv32a(what) % 9_000),
      }
    : {};
}
