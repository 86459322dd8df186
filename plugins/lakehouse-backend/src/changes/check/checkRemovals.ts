import type { ChangeProblem } from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace, LakehouseReader } from '../../types';
import type { ProposedFile } from '../ChangeRow';
import type { KindById } from '../KindById';

/**
 * What speaks against removing objects of a change, seen from what stays: with
 * the place of each among the files.
 */
export function checkRemovals(
  files: ProposedFile[],
  options: {
    reader: Pick<LakehouseReader, 'workloads'>;
    kinds: KindById;
    place: DomainPlace;
  },
): Array<{ file: ProposedFile; problem: ChangeProblem }> {
  const { reader, kinds, place } = options;
  const removed = files.filter(({ action }) => action === 'delete');
  const checked = removed.filter(({ kind }) => kinds.byId(kind)?.checkRemoval);
  if (checked.length === 0) {
    return [];
  }
  const goes = new Set(removed.map(({ kind, name }) => `${kind}/${name}`));
  const staying = reader
    .workloads(place)
    .filter(({ kind, name }) => !goes.has(`${kind}/${name}`));
  return checked.flatMap(file =>
    (kinds.byId(file.kind)?.checkRemoval?.(file.name, staying) ?? []).map(
      found => ({ file, problem: { ...found, code: 'removal' } }),
    ),
  );
}
