import {
  ANNOTATION_CHANGE,
  ANNOTATION_OWNER,
  ANNOTATION_PURPOSE,
  ANNOTATION_REQUESTED_BY,
} from './annotations';
import { formatPath, isRecord, selectPath } from './jsonPath';
import { isSubset } from './kinds/isSubset';
import { matchesLabels } from './kinds/labelSelector';
import { mayUseRepository } from './kinds/lakefs/repositoryPatterns';
import type { WorkloadKind } from './kinds/WorkloadKind';
import { findCredentials } from './mask';
import { validateName } from './names';
import { checkSecretReferences } from './policySecrets';
import { checkTexts } from './policyText';
import { isImageAllowed } from './settings';
import type { ChangeProblem, DomainSettings, KubernetesObject } from './types';

const TOP_LEVEL = new Set(['apiVersion', 'kind', 'metadata', 'spec']);
const METADATA = new Set(['name', 'namespace', 'labels', 'annotations']);
const OWN_ANNOTATIONS = new Set([
  ANNOTATION_OWNER,
  ANNOTATION_REQUESTED_BY,
  ANNOTATION_CHANGE,
  ANNOTATION_PURPOSE,
]);
/** Annotations and labels by which a sync engine or kubectl is steered. */
const STEERING =
  /^(lakefront\.dev|([\w-]+\.)*toolkit\.fluxcd\.io|argocd\.argoproj\.io|([\w-]+\.)?kubernetes\.io|([\w-]+\.)?k8s\.io)\//;
const HARMLESS_LABEL = /^app\.kubernetes\.io\//;
const MAX_PROBLEMS = 50;

/**
 * What speaks against writing an object to a domain: the one rule book of
 * form, service and repository, together with what the kind itself adds
 * (`kind.validate`). Pure, and never throws, whatever it is given. Paths are
 * those of the object; the object itself is the empty path.
 * @public
 */
export function checkPolicy(options: {
  object: unknown;
  /** Undefined where the kind is not known. */
  kind: WorkloadKind | undefined;
  settings: DomainSettings;
  domain: string;
  /** The domain's namespace on the Kubernetes cluster. */
  namespace: string;
}): ChangeProblem[] {
  const { object, kind, settings, domain, namespace } = options;
  const problems: ChangeProblem[] = [];
  const say: Say = (path, message, code = 'policy') =>
    problems.push({ severity: 'error', code, path, message });
  if (!isRecord(object)) {
    say('', 'must be an object');
    return problems;
  }
  checkTexts(object, kind?.compiled).forEach(({ path, message }) =>
    say(path, message),
  );
  if (!kind) {
    say('kind', 'is not a kind that may be written here');
    return problems;
  }
  if (kind.readOnly) {
    say('kind', `is made by its own system; nobody writes a ${kind.title}`);
    return problems;
  }
  if (problems.some(({ path }) => path === '')) {
    return problems;
  }
  checkIdentity({ object, kind, namespace, say });
  checkChoices({ object, kind, settings, domain, say });
  checkSecretReferences(object, settings).forEach(({ path, message }) =>
    say(path, message),
  );
  if (isRecord(object.metadata)) {
    kind
      .checkSettings?.(object as KubernetesObject, { settings, domain })
      .forEach(({ path, message }) => say(path, message));
  }
  findCredentials(object, kind).forEach(({ path, key }) =>
    say(
      path,
      `looks like a credential (${key}); keep it in a Secret and refer to it with env and secretKeyRef`,
      'mask',
    ),
  );
  return problems.slice(0, MAX_PROBLEMS);
}

type Say = (path: string, message: string, code?: string) => unknown;

function checkIdentity(options: {
  object: Record<string, unknown>;
  kind: WorkloadKind;
  namespace: string;
  say: Say;
}) {
  const { object, kind, namespace, say } = options;
  const apiVersion = `${kind.group}/${kind.version}`;
  if (object.apiVersion !== undefined && object.apiVersion !== apiVersion) {
    say('apiVersion', `must be ${apiVersion}`);
  }
  if (object.kind !== undefined && object.kind !== kind.kind) {
    say('kind', `must be ${kind.kind}`);
  }
  for (const key of Object.keys(object).filter(one => !TOP_LEVEL.has(one))) {
    if (key !== 'status' || !kind.emptyStatus || !isEmptyRecord(object[key])) {
      say(formatPath([key]), 'cannot be written');
    }
  }
  const { metadata } = object;
  if (!isRecord(metadata)) {
    say('metadata', 'is needed');
    return;
  }
  for (const key of Object.keys(metadata).filter(one => !METADATA.has(one))) {
    say(formatPath(['metadata', key]), 'cannot be written');
  }
  if (metadata.namespace !== undefined && metadata.namespace !== namespace) {
    say('metadata.namespace', `must be ${namespace}, the domain's`);
  }
  const badName = validateName(kind, metadata.name);
  if (badName) {
    say('metadata.name', badName, 'name');
  }
  for (const map of ['labels', 'annotations']) {
    checkLabels(map, metadata[map], say);
  }
  if (!matchesLabels(kind.labelSelector, metadata.labels)) {
    say(
      'metadata.labels',
      `must have ${kind.labelSelector}, by which a ${kind.title} is known`,
    );
  }
}

function isEmptyRecord(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0;
}

function checkLabels(map: string, value: unknown, say: Say) {
  if (value === undefined) {
    return;
  }
  if (!isRecord(value)) {
    say(`metadata.${map}`, 'must be a map of texts');
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const path = formatPath(['metadata', map, key]);
    if (typeof item !== 'string') {
      say(path, 'must be a text');
    }
    const isOwn = map === 'annotations' && OWN_ANNOTATIONS.has(key);
    if (STEERING.test(key) && !HARMLESS_LABEL.test(key) && !isOwn) {
      say(path, 'is kept for the platform');
    }
  }
}

function checkChoices(options: {
  object: Record<string, unknown>;
  kind: WorkloadKind;
  settings: DomainSettings;
  domain: string;
  say: Say;
}) {
  const { object, kind, settings, domain, say } = options;
  const { images, serviceAccounts, volumes, forbidden } = kind.policyPaths;
  const { lakefsRepositories = [] } = kind.policyPaths;
  const each = (
    paths: string[],
    check: (value: unknown, path: string) => void,
  ) =>
    paths
      .flatMap(path => selectPath(object, path))
      .forEach(({ parts, value }) => check(value, formatPath(parts)));

  each(images, (image, path) => {
    if (typeof image !== 'string' || !isImageAllowed(settings, image)) {
      say(path, `"${image}" is not an image that ${domain} may run`);
    }
  });
  each(serviceAccounts, (account, path) => {
    if (!settings.serviceAccounts.some(one => one === account)) {
      say(path, `"${account}" is not a service account that ${domain} may use`);
    }
  });
  each(volumes, (list, path) => {
    if (!Array.isArray(list)) {
      say(path, 'must be a list');
      return;
    }
    list.forEach((volume, index) => {
      if (!isVolumeAllowed(settings, volume)) {
        say(`${path}[${index}]`, `is not a volume that ${domain} may mount`);
      }
    });
  });
  each(lakefsRepositories, (place, path) => {
    const { server, repository } = isRecord(place) ? place : {};
    const named = { server: String(server), repository: String(repository) };
    // Whether there is such a repository is not said, and not known here.
    if (!mayUseRepository(settings.lakefs?.repositories ?? [], named)) {
      say(
        `${path}.repository`,
        `"${server}/${repository}" is not a lakeFS repository that ${domain} may use; its settings list those that it may`,
      );
    }
  });
  each(forbidden, (value, path) => {
    if (value !== false) {
      say(path, 'is kept for the platform and cannot be set');
    }
  });
}

/** The name of a volume is the job's own; where it comes from is the domain's. */
function isVolumeAllowed(settings: DomainSettings, volume: unknown): boolean {
  if (!isRecord(volume)) {
    return false;
  }
  const { name: _name, ...source } = volume;
  return settings.volumes.some(entry => {
    const { name: _unused, ...allowed } = entry.volume;
    return (
      Object.keys(source).length === Object.keys(allowed).length &&
      isSubset(allowed, source) &&
      isSubset(source, allowed)
    );
  });
}
