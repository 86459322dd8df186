import {
  checkPolicy,
  manifestPath,
  nameOfProposed,
  toManifest,
  validateName,
  withLakefrontMetadata,
  type ChangeProblem,
  type DomainSettings,
  type KubernetesObject,
  type ProposedObject,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace } from '../types';
import type { KindById } from './KindById';
import { schemaProblems } from './schemaProblems';

type WholeObject = Extract<ProposedObject, { object: unknown }>['object'];

/** Which object of which kind, and where its file is. */
export interface LocatedObject {
  kind: WorkloadKind;
  name: string;
  path: string;
}

/**
 * Finds out what an object of a proposal is about. Without a known kind and a
 * sound name there is no path, and nothing more to say.
 */
export function locateObject(
  input: ProposedObject,
  options: {
    place: DomainPlace;
    /** Directory in the repository that holds `clusters/`. */
    root: string;
    kinds: KindById;
  },
): { located?: LocatedObject; problems: ChangeProblem[] } {
  const { place, root, kinds } = options;
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
  if (kind.readOnly) {
    const message = `${kind.titlePlural} are made by their own system; none can be written, adopted or removed through Git`;
    return { problems: [error('kind', 'kind', message)] };
  }
  const name = nameOfProposed(input);
  const wrongName = validateName(kind, name);
  if (wrongName !== undefined || typeof name !== 'string') {
    return {
      problems: [
        error('name', 'metadata.name', wrongName ?? 'A name is needed.'),
      ],
    };
  }
  const { kubernetesCluster, domain } = place;
  const path = manifestPath({ root, kubernetesCluster, domain, kind, name });
  return { located: { kind, name, path }, problems: [] };
}

export interface PrepareOptions {
  kind: WorkloadKind;
  place: DomainPlace;
  settings: DomainSettings;
  /** Published schema of a kind; undefined where there is none. */
  schemaOf: (kind: string) => Promise<unknown>;
  requestedBy: string;
  changeId?: string;
  /** It stands in Git already: what somebody wrote there is not tidied up. */
  asWritten?: boolean;
}

/**
 * Puts an object where it belongs, with the annotations that say whose it is,
 * and looks at all that can be said about it alone: policy, schema and the
 * kind's own rules.
 */
export async function prepareObject(
  input: WholeObject,
  options: PrepareOptions,
): Promise<{ object: KubernetesObject; problems: ChangeProblem[] }> {
  const { kind, place, settings } = options;
  const complete = withLakefrontMetadata(input, {
    kind,
    namespace: place.namespace,
    owner: place.owner,
    requestedBy: options.requestedBy,
    changeId: options.changeId,
  });
  const object = options.asWritten ? complete : toManifest(complete);
  const schema = await options.schemaOf(kind.id);
  const problems = [
    ...contradictions(input, kind, place.namespace),
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
  return { object, problems };
}

/** What a manifest says of itself that the portal would silently put right otherwise. */
function contradictions(
  input: WholeObject,
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
