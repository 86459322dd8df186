import type { KubeIndex, ResourceDefinition } from '@lakefront/kube-index';
import { parse } from 'yaml';
import {
  GROUP,
  PLURAL,
  VERSION,
  type LakeFSBranch,
} from '../object/LakeFSBranch';

/** The one Kubernetes cluster that the index of a controller knows. */
export const HERE = 'here';

export interface NamespaceRow {
  domain: string;
}

export interface SettingsRow {
  repositories: string[];
}

/** What the controller watches. */
export function watchedResources(
  settingsNamespace: string,
): ResourceDefinition<any>[] {
  return [
    {
      ...{ id: 'branches', group: GROUP, version: VERSION, plural: PLURAL },
      project: object => {
        const { managedFields: _, ...metadata } = object.metadata;
        return { row: { ...object, metadata } as LakeFSBranch, keys: {} };
      },
    },
    {
      ...{ id: 'namespaces', group: '', version: 'v1', plural: 'namespaces' },
      labelSelector: 'lakefront.dev/domain',
      project: ({ metadata }) => {
        const domain = metadata.labels?.['lakefront.dev/domain'];
        return domain
          ? { row: { domain }, keys: { domain: [domain] } }
          : undefined;
      },
    },
    {
      ...{ id: 'settings', group: '', version: 'v1', plural: 'configmaps' },
      namespace: settingsNamespace,
      project: object => {
        const { data } = object as { data?: Record<string, string> };
        const text = data?.['settings.yaml'];
        return text === undefined
          ? undefined
          : { row: { repositories: readPatterns(text) }, keys: {} };
      },
    },
  ];
}

/** Settings that can't be read allow nothing. */
export function readPatterns(text: string): string[] {
  try {
    const patterns = parse(text, { maxAliasCount: 0 })?.lakefs?.repositories;
    return Array.isArray(patterns)
      ? patterns.filter(pattern => typeof pattern === 'string')
      : [];
  } catch {
    return [];
  }
}

/**
 * What the settings of a namespace's domain list. A domain that two namespaces
 * carry is a mistake of whoever labelled them: neither may use anything.
 */
export function patternsOf(
  index: KubeIndex,
  settingsNamespace: string,
  namespace: string,
): readonly string[] {
  const namespaces = index.resource<NamespaceRow>('namespaces');
  const domain = namespaces.get(HERE, undefined, namespace)?.row.domain;
  if (!domain || namespaces.count({ where: { domain: [domain] } }) !== 1) {
    return [];
  }
  const settings = index.resource<SettingsRow>('settings');
  return settings.get(HERE, settingsNamespace, domain)?.row.repositories ?? [];
}
