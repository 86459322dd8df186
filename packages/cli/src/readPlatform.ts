import {
  type DomainSettings,
  EMPTY_SETTINGS,
  getPath,
  LABEL_DOMAIN,
  parseSettings,
  SETTINGS_KEY,
  SETTINGS_NAMESPACE,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { LineCounter, parseDocument } from 'yaml';
import type { Fault } from './Fault';
import { type FileDocument, readDocuments } from './readDocuments';
import { readTree } from './readTree';

/** What the platform team says of a domain on one Kubernetes cluster. */
export interface DomainPlatform {
  /** Nothing where no Namespace, or more than one, is labelled with the domain. */
  namespace?: string;
  settings: DomainSettings;
}

/** Reads `platform/<kubernetesCluster>/<domain>/`. */
export function readPlatform(
  top: string,
  directory: string,
  domain: string,
): { platform: DomainPlatform; files: number; faults: Fault[] } {
  const { files, faults } = readTree(top, directory);
  const documents: FileDocument[] = [];
  for (const file of files.filter(({ path }) => /\.ya?ml$/.test(path))) {
    const read = readDocuments(file);
    documents.push(...read.documents);
    faults.push(...read.faults);
  }
  const namespaces = documents.filter(
    ({ value }) =>
      getPath(value, 'kind') === 'Namespace' &&
      labelsOf(value)[LABEL_DOMAIN] === domain,
  );
  for (const { file, lineOf } of namespaces.slice(1)) {
    faults.push({
      file,
      line: lineOf('metadata.name'),
      message: `is a second Namespace of ${domain} on this Kubernetes cluster; leave one`,
    });
  }
  const { settings, faults: wrong } = readSettings(documents, domain);
  const name = getPath(namespaces[0]?.value, 'metadata.name');
  return {
    platform: {
      settings,
      ...(namespaces.length === 1 &&
        typeof name === 'string' && { namespace: name }),
    },
    files: files.length,
    faults: [...faults, ...wrong],
  };
}

/** The domain's ConfigMap; without one a domain may choose from nothing. */
function readSettings(
  documents: FileDocument[],
  domain: string,
): { settings: DomainSettings; faults: Fault[] } {
  const found = documents.find(
    ({ value }) =>
      getPath(value, 'kind') === 'ConfigMap' &&
      getPath(value, 'metadata.name') === domain &&
      getPath(value, 'metadata.namespace') === SETTINGS_NAMESPACE,
  );
  const data = found && getPath(found.value, 'data');
  const text = (data as Record<string, unknown> | undefined)?.[SETTINGS_KEY];
  if (!found || text === undefined) {
    return { settings: EMPTY_SETTINGS, faults: [] };
  }
  try {
    return { settings: parseSettings(valueOf(String(text))), faults: [] };
  } catch (error) {
    return {
      settings: EMPTY_SETTINGS,
      faults: [
        {
          file: found.file,
          line: found.lineOf(`data["${SETTINGS_KEY}"]`),
          message: `${SETTINGS_KEY} can't be read, so ${domain} may choose from nothing: ${
            (error as Error).message.split('\n')[0]
          }`,
        },
      ],
    };
  }
}

function valueOf(text: string): unknown {
  const document = parseDocument(text, { lineCounter: new LineCounter() });
  const [wrong] = document.errors;
  if (wrong) {
    throw wrong;
  }
  return document.toJS();
}

function labelsOf(value: unknown): Record<string, unknown> {
  const labels = getPath(value, 'metadata.labels');
  return typeof labels === 'object' && labels !== null
    ? (labels as Record<string, unknown>)
    : {};
}
