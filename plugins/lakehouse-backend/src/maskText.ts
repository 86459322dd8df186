import { maskObject } from '@lakefront/backstage-plugin-lakehouse-common';

/** Hides what looks like a credential in a sentence of another system. */
export function maskText(text: string): string {
  return maskObject(text);
}
