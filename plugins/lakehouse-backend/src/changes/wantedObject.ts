import {
  type ChangeOperation,
  type ChangeProblem,
  type EditableField,
  getPath,
  type JsonValue,
  isRecord,
  type KubernetesObject,
  type ProposedObject,
  setPath,
  tryParseQuantity,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { isKept, keptProblem } from './isKept';

/** What is to become of an object, as a whole. */
export interface WantedObject {
  action: ChangeOperation['action'];
  /** Null where it is to go. */
  object: Extract<ProposedObject, { object: unknown }>['object'] | null;
  /** What is done, where it has a name: `Suspend`. */
  verb?: string;
  /** Text that its file is made from, where that is not what stands in Git. */
  from?: string;
  /** What is live under its name is what the new file is about. */
  mayBeLive?: boolean;
  /** Says that a merge runs it again, where the kind can't tell from two manifests. */
  runsAgain?: string;
  /** What else is to be known of it before it is asked for, a sentence each. */
  notes?: string[];
}

export interface WantedOptions {
  kind: WorkloadKind;
  name: string;
  path: string;
  /** The object as it is in Git now. */
  previous: KubernetesObject | undefined;
  /** Now, ISO 8601. */
  at: string;
}

/**
 * What one object of a proposal is to be. Pure: what is said of a part of it
 * (a value, a verb) is put into what stands in Git.
 */
export function wantedObject(
  input: Exclude<ProposedObject, { action: 'adopt' | 'undo' }>,
  options: WantedOptions,
): { wanted?: WantedObject; problems: ChangeProblem[] } {
  const { kind, name, path, previous } = options;
  if (isWhole(input) && input.action !== 'update') {
    return {
      wanted: { action: 'create', object: input.object },
      problems: [],
    };
  }
  if (!previous) {
    return { problems: [notInGit(options)] };
  }
  if (previous.kind !== kind.kind || previous.metadata.name !== name) {
    const holds = `${previous.kind} ${previous.metadata.name}`;
    const message = `${path} holds ${holds} instead of ${name}; put that right in Git first`;
    return { problems: [error('name', 'metadata.name', message)] };
  }
  switch (input.action) {
    case 'delete':
      return removal(previous, options);
    case 'verb':
      return toldTo(input, previous, options);
    case 'edit':
      return edited(previous, input.values, {
        ...kind,
        editable: kind.editable.filter(({ verbOnly }) => !verbOnly),
      });
    default:
      return {
        wanted: { action: 'update', object: input.object },
        problems: [],
      };
  }
}

/** Whether the whole object is given, not only what is to become of it. */
export function isWhole(
  input: ProposedObject,
): input is Extract<ProposedObject, { object: unknown }> {
  return (
    input.action === undefined ||
    input.action === 'create' ||
    input.action === 'update'
  );
}

function toldTo(
  { verb: verbId, values }: Extract<ProposedObject, { action: 'verb' }>,
  previous: KubernetesObject,
  { kind, at }: WantedOptions,
): { wanted?: WantedObject; problems: ChangeProblem[] } {
  const verb = kind.verbs.find(({ id }) => id === verbId);
  if (!verb) {
    const known = kind.verbs.map(({ id }) => id).join(', ') || 'no verb';
    const message = `${verbId} is nothing that a ${kind.title} can be told; it knows ${known}`;
    return { problems: [error('verb', 'verb', message)] };
  }
  const { title, fields } = verb;
  if (!fields) {
    const problems = values
      ? [error('value', 'values', `${title} takes no values`)]
      : [];
    const object = verb.apply(previous, at);
    return problems.length > 0
      ? { problems }
      : { wanted: { action: 'update', object, verb: title }, problems };
  }
  const { wanted, problems } = edited(previous, values, {
    ...kind,
    editable: kind.editable.filter(({ path }) => fields.includes(path)),
  });
  return wanted?.object
    ? {
        wanted: {
          ...wanted,
          object: verb.apply(wanted.object as KubernetesObject, at),
          verb: title,
        },
        problems,
      }
    : { problems };
}

function removal(
  previous: KubernetesObject,
  { name }: WantedOptions,
): { wanted?: WantedObject; problems: ChangeProblem[] } {
  return isKept(previous)
    ? { problems: [keptProblem(name)] }
    : { wanted: { action: 'delete', object: null }, problems: [] };
}

function edited(
  previous: KubernetesObject,
  values: Array<{ path: string; value: JsonValue }> | undefined,
  kind: WorkloadKind,
): { wanted?: WantedObject; problems: ChangeProblem[] } {
  const problems = (values ?? []).flatMap(({ path, value }) => {
    const field = kind.editable.find(one => one.path === path);
    const message = field
      ? fieldProblem(field, value, previous)
      : `is not a value of a ${kind.title} that is edited here`;
    return message ? [error('value', path, message)] : [];
  });
  if (!values?.length) {
    problems.push(error('value', 'values', 'say what is to change'));
  }
  if (problems.length > 0) {
    return { problems };
  }
  const object = (values ?? []).reduce(
    (before, { path, value }) =>
      kind.parameters && isParameters(path, kind)
        ? kind.parameters.write(
            before,
            (isRecord(value) ? value : {}) as Record<string, JsonValue>,
          )
        : setPath(before, path, value ?? undefined),
    previous,
  );
  return {
    wanted: {
      action: 'update',
      object: kind.settle?.(previous, object) ?? object,
    },
    problems,
  };
}

function isParameters(path: string, { editable }: WorkloadKind): boolean {
  return editable.some(one => one.path === path && one.type === 'parameters');
}

/** What is wrong with a value of a field; null, which leaves it out, never is. */
function fieldProblem(
  { type, min, max, onlyWith, options }: EditableField,
  value: JsonValue,
  manifest: KubernetesObject,
): string | undefined {
  if (value === null) {
    return undefined;
  }
  if (onlyWith && !getPath(manifest, onlyWith)) {
    return `says nothing without ${onlyWith}`;
  }
  switch (type) {
    case 'integer':
      return typeof value === 'number' &&
        Number.isInteger(value) &&
        value >= (min ?? -Infinity) &&
        value <= (max ?? Infinity)
        ? undefined
        : `must be a whole number${min === undefined ? '' : ` from ${min}`}${
            max === undefined ? '' : ` to ${max}`
          }`;
    case 'parameters':
      return isRecord(value)
        ? undefined
        : 'must be a map of values by the names of parameters';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'string[]':
      return Array.isArray(value) &&
        value.every(item => typeof item === 'string')
        ? undefined
        : 'must be a list of texts';
    case 'quantity':
      return tryParseQuantity(value) === undefined
        ? 'must be an amount as Kubernetes writes it, e.g. 500m or 4Gi'
        : undefined;
    default:
      if (typeof value !== 'string' || value === '') {
        return 'must be a text';
      }
      return !options || options.includes(value)
        ? undefined
        : `must be one of ${options.join(', ')}`;
  }
}

function notInGit({ name, path }: WantedOptions): ChangeProblem {
  return error(
    'name',
    'metadata.name',
    `${name} can't be changed: it is not in Git at ${path}`,
  );
}

function error(code: string, path: string, message: string): ChangeProblem {
  return { severity: 'error', code, path, message };
}
