import {
  KUBERNETES_YAML,
  type KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { parse } from 'yaml';

/** The object of a file; nothing where the text is not YAML of one object. */
export function parseManifest(text: string): KubernetesObject | undefined {
  try {
    const value: unknown = parse(text, KUBERNETES_YAML);
    const metadata =
      typeof value === 'object' && value !== null && 'metadata' in value
        ? value.metadata
        : undefined;
    return typeof metadata === 'object' && metadata !== null
      ? (value as KubernetesObject)
      : undefined;
  } catch {
    return undefined;
  }
}
