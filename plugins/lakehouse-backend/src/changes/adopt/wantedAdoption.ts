import {
  appliedBy,
  type ChangeProblem,
  isRecord,
  type KubernetesObject,
  type WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { nameError } from '../nameError';
import { engineTitle } from '../engineTitle';
import type { WantedObject } from '../wantedObject';
import { withoutDefaults } from './withoutDefaults';

/** What kubectl notes for itself; it says nothing of the object. */
const NOTE_OF_KUBECTL = /^kubectl\.kubernetes\.io\//;

/**
 * The manifest of an object that is live and not in Git, for Git to have it:
 * as somebody would have written it, without what servers and controllers
 * filled in. Pure.
 */
export function wantedAdoption(options: {
  kind: WorkloadKind;
  name: string;
  path: string;
  inGit: string | undefined;
  live: KubernetesObject | undefined;
  /** As the API server publishes it; undefined where it does not. */
  schema: unknown;
}): { wanted?: WantedObject; problems: ChangeProblem[] } {
  const { kind, name, path, inGit, live, schema } = options;
  if (inGit !== undefined) {
    return refused(`${name} is in Git already, at ${path}`, 'no-change');
  }
  if (!live) {
    return refused(`There is no ${kind.title} ${name} to adopt`);
  }
  if (live.metadata.deletionTimestamp !== undefined) {
    return refused(`${name} is being removed; there is nothing to adopt`);
  }
  const [maker] = asList(live.metadata.ownerReferences);
  if (maker) {
    return refused(
      `${name} was made by ${maker.kind} ${maker.name}, which makes it again as it needs it; adopt that`,
    );
  }
  const sync = appliedBy(live);
  if (sync) {
    const engine = `${engineTitle(sync.engine)} (${sync.name})`;
    return refused(
      `${name} is applied by ${engine} already: its file is elsewhere in Git, or was removed just now`,
    );
  }
  return {
    wanted: {
      action: 'create',
      object: toWritten(live, schema),
      verb: 'Adopt',
      mayBeLive: true,
      notes: [
        `${name} is live already and stays as it is: the merge does not run it again.`,
        `From then on Git says what ${name} is: what is changed by hand is put back.`,
      ],
    },
    problems: [],
  };
}

/** Without status, server metadata, notes of kubectl, and defaults of the schema. */
function toWritten(live: KubernetesObject, schema: unknown): KubernetesObject {
  const { apiVersion, kind, metadata, status: _status, ...rest } = live;
  const { name, namespace, labels, annotations } = metadata;
  const kept = Object.entries(annotations ?? {}).filter(
    ([key]) => !NOTE_OF_KUBECTL.test(key),
  );
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels }),
      ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }),
    },
    ...(withoutDefaults(rest, schema) as Record<string, unknown>),
  };
}

function asList(value: unknown): Array<Record<string, unknown>> {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function refused(
  message: string,
  code = 'adopt',
): { problems: ChangeProblem[] } {
  return { problems: [nameError(message, code)] };
}
