import {
  checkPolicy,
  manifestPath,
  toManifest,
  validateName,
  withLakefrontMetadata,
  type ChangeProblem,
  type DomainSettings,
  type KubernetesObject,
  type ProposeInput,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace } from '../types';
import type { KindById } from './KindById';
import { schemaProblems } from './schemaProblems';

/** An object of a proposal with its kind, path and defaults. */
export interface PreparedObject {
  action: 'create' | 'update';
  kind: WorkloadKind;
  name: string;
  path: string;
  object: KubernetesObject;
}

export interface PrepareOptions {
  place: DomainPlace;
  /** Directory in the repository that holds `clusters/`. */
  root: string;
  kinds: KindById;
  settings: DomainSettings;
  /** Published schema of a kind; undefined where there is none. */
  schemaOf: (kind: string) => Promise<unknown>;
  requestedBy: string;
  changeId?: string;
}

/**
 * Puts an object where it belongs, with the annotations that say whose it is,
 * and looks at all that can be said about it alone: kind, name, policy, schema
 * and the kind's own rules. Without a known kind and a sound name there is no
 * path, and nothing more to say.
 */
export async function prepareObject(
  input: ProposeInput['objects'][number],
  options: PrepareOptions,
): Promise<{ prepared?: PreparedObject; problems: ChangeProblem[] }> {
  const { place, kinds, settings } = options;
  const kind = kinds.byId(input.kind);
  if (!kind) {
    return {
      problems: [
        error(
          'kind',
          'kind',
          `${input.kind} is not a kind that can be asked for`,
        ),
      ],
    };
  }
  const name: unknown = input.object.metadata?.name;
  const wrongName = validateName(kind, name);
  if (wrongName !== undefined || typeof name !== 'string') {
    return {
      problems: [
        error('name', 'metadata.name', wrongName ?? 'A name is needed.'),
      ],
    };
  }
  const complete = withLakefrontMetadata(input.object, {
    kind,
    namespace: place.namespace,
    owner: place.owner,
    requestedBy: options.requestedBy,
    changeId: options.changeId,
  });
  const object = toManifest(complete);
  const schema = await options.schemaOf(kind.id);
  const problems = [
    ...contradictions(input.object, kind, place.namespace),
    ...checkPolicy({
      object: complete,
      kind,
      settings,
      domain: place.domain,
      namespace: place.namespace,
    }),
    ...kind
      .validate(object)
      .map(({ path, message }) => error('kind-rule', path, message)),
    ...schemaProblems(schema, object).map(({ path, message }) =>
      error('schema', path, message),
    ),
  ];
  return {
    prepared: {
      action: input.action ?? 'create',
      kind,
      name,
      path: manifestPath({
        root: options.root,
        kubernetesCluster: place.kubernetesCluster,
        domain: place.domain,
        kind,
        name,
      }),
      object,
    },
    problems,
  };
}

/** What a manifest says of itself that the portal would silently put right otherwise. */
function contradictions(
  input: ProposeInput['objects'][number]['object'],
  kind: WorkloadKind,
  namespace: string,
): ChangeProblem[] {
  const apiVersion = kind.group
    ? `${kind.group}/${kind.version}`
    : kind.version;
  const given: Array<[path: string, is: unknown, must: string]> = [
    ['apiVersion', input.apiVersion, apiVersion],
    ['kind', input.kind, kind.kind],
    [
      'metadata.namespace',
      (input as KubernetesObject).metadata.namespace,
      namespace,
    ],
  ];
  return given.flatMap(([path, is, must]) =>
    is === undefined || is === must
      ? []
      : [error('policy', path, `must be ${must}`)],
  );
}

function error(code: string, path: string, message: string): ChangeProblem {
  return { severity: 'error', code, path, message };
}
