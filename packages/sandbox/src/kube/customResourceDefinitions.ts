import { KubeObject } from '../types';
import { publish } from './openapi';
import { PRINTER_COLUMNS } from './printerColumns';
import { ResourceDefinition, RESOURCES } from './resources';

/** The definitions that a real cluster would hold for the custom kinds served here. */
export function customResourceDefinitions(
  served: ResourceDefinition[] = RESOURCES,
): KubeObject[] {
  return served.filter(({ custom }) => custom).map(definitionOf);
}

function definitionOf(resource: ResourceDefinition): KubeObject {
  const { group, version, plural, singular, kind, shortNames } = resource;
  const names = {
    kind,
    listKind: `${kind}List`,
    plural,
    singular,
    shortNames,
  };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names,
      scope: resource.namespaced ? 'Namespaced' : 'Cluster',
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              ...publish(resource.schema ?? {}),
              type: 'object',
            },
          },
          subresources: resource.status ? { status: {} } : {},
          additionalPrinterColumns: PRINTER_COLUMNS[plural] ?? [],
        },
      ],
    },
    status: {
      acceptedNames: names,
      conditions: ['NamesAccepted', 'Established'].map(type => ({
        type,
        status: 'True',
      })),
      storedVersions: [version],
    },
  };
}
