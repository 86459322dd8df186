import {
  checkPolicy,
  createKindRegistry,
  getPath,
  type KubernetesObject,
  KUSTOMIZATION_NAMES,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { checkKustomizations } from './checkKustomizations';
import type { Fault } from './Fault';
import { type FileDocument, readDocuments } from './readDocuments';
import type { DomainPlatform } from './readPlatform';
import { readTree } from './readTree';

/** The file that keeps a domain's directory there when its last workload goes. */
const MARKER = 'marker.yaml';
/** One for each stage: two syncs would quarrel about the same object. */
const MARKER_NAMES = { 1: 'lakefront-marker', 2: 'lakefront-marker-after' };

const kinds = createKindRegistry();

/** Holds one directory of a domain's workloads against the policy. */
export function checkDomain(
  top: string,
  options: {
    directory: string;
    domain: string;
    stage: 1 | 2;
    platform: DomainPlatform & { namespace: string };
  },
): { files: number; faults: Fault[] } {
  const { directory, platform } = options;
  const { files, faults } = readTree(top, directory);
  const documents: FileDocument[] = [];
  const kustomizations: FileDocument[] = [];
  for (const file of files) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const isKustomization = KUSTOMIZATION_NAMES.includes(name);
    if (isKustomization || /\.(ya?ml|json)$/.test(name)) {
      const read = readDocuments(file);
      (isKustomization ? kustomizations : documents).push(...read.documents);
      faults.push(...read.faults);
    }
  }
  if (!files.some(({ path }) => path === `${directory}/${MARKER}`)) {
    faults.push({
      file: `${directory}/${MARKER}`,
      line: 1,
      message: `is not there; add the ConfigMap ${
        MARKER_NAMES[options.stage]
      }, which keeps the directory when its last workload goes`,
    });
  }
  return {
    files: files.length,
    faults: [
      ...faults,
      ...checkKustomizations(kustomizations, {
        directory,
        namespace: platform.namespace,
        files: files.map(({ path }) => path),
      }),
      ...twice(documents),
      ...documents.flatMap(document => checkObject(document, options)),
    ],
  };
}

function checkObject(
  { file, value, lineOf }: FileDocument,
  options: Parameters<typeof checkDomain>[1],
): Fault[] {
  const { domain, stage, platform } = options;
  const { namespace, settings } = platform;
  const say = (path: string, message: string): Fault => ({
    file,
    line: lineOf(path),
    message: path === '' ? message : `${path} ${message}`,
  });
  const isMarker =
    getPath(value, 'kind') === 'ConfigMap' &&
    getPath(value, 'metadata.name') === MARKER_NAMES[stage];
  const problems: Fault[] = [];
  if (getPath(value, 'metadata.namespace') === undefined) {
    problems.push(
      say('metadata', `names no namespace; it must be ${namespace}`),
    );
  }
  if (isMarker) {
    const found = getPath(value, 'metadata.namespace') ?? namespace;
    return found === namespace
      ? problems
      : [say('metadata.namespace', `must be ${namespace}, the domain's`)];
  }
  const kind = kinds.byObject(
    typeof value === 'object' && value !== null ? value : {},
  );
  const faults = checkPolicy({
    ...{ object: value, kind, settings, domain, namespace },
  });
  problems.push(...faults.map(({ path = '', message }) => say(path, message)));
  if (!kind) {
    return problems;
  }
  if (kind.stage !== stage) {
    problems.push(
      say(
        'kind',
        `is applied in the ${
          kind.stage === 2 ? 'second' : 'first'
        } stage; move the file to clusters/<cluster>/domains${
          kind.stage === 2 ? '-after' : ''
        }/${domain}/`,
      ),
    );
  }
  if (faults.length === 0) {
    problems.push(
      ...kind
        .validate(value as KubernetesObject)
        .map(({ path, message }) => say(path, message)),
    );
  }
  return problems;
}

/** Engines refuse a directory in which an object is twice, with all that is in it. */
function twice(documents: FileDocument[]): Fault[] {
  const seen = new Map<string, FileDocument>();
  return documents.flatMap(document => {
    const { value, file, lineOf } = document;
    const key = ['apiVersion', 'kind', 'metadata.namespace', 'metadata.name']
      .map(path => String(getPath(value, path)))
      .join(' ');
    const before = seen.get(key);
    seen.set(key, before ?? document);
    return before
      ? [
          {
            file,
            line: lineOf('metadata.name'),
            message: `metadata.name is that of another object, at ${
              before.file
            }:${before.lineOf(
              'metadata.name',
            )}; engines refuse both, so leave one`,
          },
        ]
      : [];
  });
}
