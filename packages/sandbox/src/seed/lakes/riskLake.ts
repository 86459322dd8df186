import type { LakeHost } from '../../lakefs/host/LakeHost';
import { LakeSeeder } from './LakeSeeder';
import type { Column } from './tables/columns';
import { parquetFile } from './tables/files';
import { icebergFiles, type IcebergSnapshot } from './tables/icebergTable';
import { actionFile, jobMetadata } from './words';

const SCORES = 'tables/scores';

const COLUMNS: Column[] = [
  { name: 'customer_id', type: 'long' },
  { name: 'score', type: 'double' },
  { name: 'scored_at', type: 'date' },
];

const day = (days: number) => days * 24;

/**
 * The lake of `risk`: a gate refuses every merge into `main`, which nobody may
 * write to, and what nothing names any more is collected after a week.
 */
export function seedRiskLake(host: LakeHost): void {
  const lake = new LakeSeeder(host, { id: 'risk-lake', hoursAgo: day(35) });
  const snapshots: IcebergSnapshot[] = [];
  const load = (hoursAgo: number, addedRecords: number, bytes: number) => {
    snapshots.push({
      at: lake.timeOf(hoursAgo),
      operation: 'append',
      ...{ addedRecords, bytes },
    });
    return icebergFiles(SCORES, {
      name: 'scores',
      schemas: [COLUMNS],
      snapshots,
    });
  };

  lake.commit('main', day(34), {
    by: 'noah',
    message: 'First scores',
    metadata: jobMetadata('risk', 'score-customers'),
    files: load(day(34), 51_000, 14_000),
  });
  lake.commit('main', day(20), {
    by: 'noah',
    message: 'Scores again',
    metadata: jobMetadata('risk', 'score-customers'),
    files: load(day(20), 51_400, 14_200),
  });
  lake.tag('audited-1', 'main', day(19));
  lake.commit('main', day(12), {
    by: 'pat',
    message: 'Let nothing without customers into main',
    files: {
      '_lakefs_actions/quality-gate.yaml': actionFile({
        name: 'quality gate',
        branch: 'main',
        hook: 'columns_are_filled',
        script: [
          'print("looked at tables/scores")',
          'error("column customer_id must not be null")',
        ],
      }),
    },
  });
  lake.repository.protection.set(['main'], undefined);
  lake.repository.garbageCollection = {
    defaultRetentionDays: 7,
    branches: [{ branch: 'main', retentionDays: 30 }],
  };

  lake.branch('drift-study', 'main', day(4));
  lake.commit('drift-study', day(4) - 2, {
    by: 'noah',
    message: 'Scores of the new model',
    metadata: jobMetadata('risk', 'model-drift'),
    files: load(day(4) - 2, 51_900, 14_600),
  });
  lake.commit('drift-study', day(2), {
    by: 'noah',
    message: 'What the models say of each other',
    metadata: jobMetadata('risk', 'model-drift'),
    files: { 'reports/drift.parquet': parquetFile(5_000, 'd') },
  });
}
