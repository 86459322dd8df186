import type { KindInfo } from '../types';
import { lakefsBranchKind } from './lakefs-branch';
import { sparkApplicationKind } from './spark-application';
import { sparkConnectKind } from './spark-connect';
import type { WorkloadKind } from './WorkloadKind';

/** The kinds that come with Lakefront. @public */
export const builtInKinds: WorkloadKind[] = [
  sparkApplicationKind,
  sparkConnectKind,
  lakefsBranchKind,
];

/** The kinds that are known, by their names. @public */
export interface KindRegistry {
  all(): WorkloadKind[];
  byId(id: string): WorkloadKind | undefined;
  /** By API group, since two operators share the kind `SparkApplication`. */
  byGroupKind(group: string, kind: string): WorkloadKind | undefined;
  /** By the `apiVersion` and `kind` of an object. */
  byObject(object: {
    apiVersion?: unknown;
    kind?: unknown;
  }): WorkloadKind | undefined;
}

/** Throws where two kinds have one id or one group and kind. @public */
export function createKindRegistry(
  kinds: WorkloadKind[] = builtInKinds,
): KindRegistry {
  const byId = new Map<string, WorkloadKind>();
  const byGroupKind = new Map<string, WorkloadKind>();
  for (const kind of kinds) {
    const groupKind = `${kind.group}/${kind.kind}`;
    if (byId.has(kind.id) || byGroupKind.has(groupKind)) {
      throw new Error(`The kind ${kind.id} (${groupKind}) is there twice`);
    }
    byId.set(kind.id, kind);
    byGroupKind.set(groupKind, kind);
  }
  return {
    all: () => [...byId.values()],
    byId: id => byId.get(id),
    byGroupKind: (group, kind) => byGroupKind.get(`${group}/${kind}`),
    byObject({ apiVersion, kind }) {
      const [group, version] = String(apiVersion ?? '').split('/');
      return byGroupKind.get(`${version === undefined ? '' : group}/${kind}`);
    },
  };
}

/** The part of a kind that the browser needs. @public */
export function toKindInfo(kind: WorkloadKind): KindInfo {
  return {
    id: kind.id,
    group: kind.group,
    version: kind.version,
    kind: kind.kind,
    role: kind.role,
    title: kind.title,
    titlePlural: kind.titlePlural,
    nameRule: kind.nameRule,
    verbs: kind.verbs.map(({ id, title, states, fields }) => ({
      id,
      title,
      states,
      ...(fields && { fields }),
    })),
    editable: kind.editable,
    ...(kind.template && { template: kind.template }),
  };
}
