import {
  maskObject,
  type ChangeRequest,
  type ChangeRequestDetail,
  type KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { ChangeRow } from './ChangeRow';
import { deriveSteps, summarizeChange, type StepContext } from './deriveSteps';
import type { KindById } from './KindById';
import { parseManifest } from './parseManifest';
import { toYaml } from './toYaml';

/** A row as people see it. */
export function toChangeRequest(
  row: ChangeRow,
  context: StepContext,
): ChangeRequest {
  const { blocked, details } = row;
  return {
    id: row.id,
    title: row.title,
    phase: row.phase,
    ...(blocked && {
      blocked: {
        reason: blocked.reason,
        ...(blocked.who && { who: blocked.who }),
      },
    }),
    domain: row.domain,
    kubernetesCluster: row.kubernetesCluster,
    requestedBy: row.requestedBy,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
    repository: row.repository,
    ...(row.url !== undefined && { url: row.url }),
    ...(row.number !== undefined && { number: row.number }),
    operations: row.files.map(({ action, kind, name, path, verb }) => ({
      action,
      ...(verb && { verb }),
      kind,
      name,
      path,
      kubernetesCluster: row.kubernetesCluster,
      domain: row.domain,
      namespace: row.namespace,
    })),
    steps: deriveSteps(row, context),
    summary: summarizeChange(row, context),
    ...(details.footprint && { footprint: details.footprint }),
    ...(details.fit && { fit: details.fit }),
    ...(row.message !== undefined && { message: row.message }),
  };
}

/** With the files as they were proposed, credentials masked. */
export function toChangeRequestDetail(
  row: ChangeRow,
  context: StepContext,
  options: { withFiles: boolean; kinds: KindById },
): ChangeRequestDetail {
  const listedIn = row.writes
    .map(({ path }) => path)
    .filter(path => !row.files.some(file => file.path === path));
  return {
    ...toChangeRequest(row, context),
    ...(options.withFiles && listedIn.length > 0 && { listedIn }),
    consequences: row.details.consequences,
    files: options.withFiles
      ? row.files.map(file => {
          const kind = options.kinds.byId(file.kind);
          const masked = (value: KubernetesObject | null | undefined) =>
            value && kind ? maskObject(value, kind) : null;
          const object = masked(file.object);
          const before = masked(
            file.before === undefined ? null : parseManifest(file.before),
          );
          return {
            path: file.path,
            action: file.action,
            ...(file.action === 'delete' &&
              row.writes.some(
                ({ path, action }) => path === file.path && action !== 'delete',
              ) && { othersStay: true }),
            object,
            ...(before && { before }),
            text: object ? toYaml(object) : '',
            lines: file.lines,
          };
        })
      : [],
  };
}
