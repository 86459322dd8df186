import type { LakeHost } from '../../lakefs/host/LakeHost';
import { actionFile, jobMetadata } from './words';
import { LakeSeeder } from './LakeSeeder';
import type { Column } from './tables/columns';
import { deltaFiles } from './tables/deltaTable';
import { below, parquetFile } from './tables/files';
import {
  dataFile,
  icebergFiles,
  type IcebergSnapshot,
} from './tables/icebergTable';

const ORDERS = 'tables/orders';
const CUSTOMERS = 'tables/customers';
const EVENTS = 'raw/clicks';

const ORDER_COLUMNS: Column[] = [
  { name: 'order_id', type: 'long', required: true },
  { name: 'customer_id', type: 'long', required: true },
  { name: 'ordered_at', type: 'timestamp' },
  { name: 'amount', type: 'double' },
];

const CUSTOMER_COLUMNS: Column[] = [
  { name: 'customer_id', type: 'long', required: true },
  { name: 'name', type: 'string' },
  { name: 'country', type: 'string' },
];

const day = (days: number) => days * 24;

/**
 * The lake of `sales`: an Iceberg table, a Delta table and plain Parquet, with
 * a check that lets every merge pass. Nothing is uncommitted on `main`.
 */
export function seedSalesLake(host: LakeHost): void {
  const lake = new LakeSeeder(host, { id: 'sales-lake', hoursAgo: day(40) });
  const orders: IcebergSnapshot[] = [];
  const load = (hoursAgo: number, addedRecords: number, bytes: number) => {
    orders.push({
      at: lake.timeOf(hoursAgo),
      operation: 'append',
      ...{ addedRecords, bytes },
    });
    return icebergFiles(ORDERS, {
      name: 'orders',
      schemas: [ORDER_COLUMNS],
      snapshots: orders,
    });
  };

  lake.commit('main', day(39), {
    by: 'pat',
    message: 'Check every merge into main',
    files: {
      '_lakefs_actions/check-files.yaml': actionFile({
        name: 'check files',
        branch: 'main',
        hook: 'names_are_fine',
        script: ['print("looked at the names of all files: fine")'],
      }),
    },
  });
  lake.commit('main', day(38), {
    by: 'mia',
    message: 'First load of orders',
    metadata: jobMetadata('sales', 'backfill-2024'),
    files: load(day(38), 184_200, 18_000),
  });
  lake.commit('main', day(37), {
    by: 'mia',
    message: 'Customers from the shop',
    metadata: jobMetadata('sales', 'clean-customers'),
    files: deltaFiles(CUSTOMERS, 0, {
      at: lake.timeOf(day(37)),
      operation: 'CREATE TABLE',
      records: 51_000,
      bytes: 9_000,
      columns: CUSTOMER_COLUMNS,
    }),
  });
  lake.tag('before-clicks', 'main', day(30));
  for (const [days, letter] of [
    [21, 'a'],
    [14, 'b'],
    [7, 'c'],
  ] as const) {
    lake.commit('main', day(days), {
      by: 'spark',
      message: `Clicks of week ${letter}`,
      files: below(`${EVENTS}/week=${letter}`, {
        'part-00000.parquet': parquetFile(12_000, letter),
        'part-00001.parquet': parquetFile(11_000, letter),
      }),
    });
  }
  lake.branch('close-june', 'main', day(16));
  for (const days of [6, 5, 4, 3]) {
    lake.commit('main', day(days), {
      by: 'spark',
      message: 'Daily orders',
      metadata: jobMetadata('sales', 'daily-orders'),
      files: load(day(days), 4_100 + days * 37, 4_000 + days * 100),
    });
  }

  lake.branch('customers-v2', 'main', day(3) - 4);
  lake.commit('customers-v2', day(3) - 6, {
    by: 'ben',
    message: 'Customers know their segment',
    metadata: jobMetadata('sales', 'clean-customers'),
    files: deltaFiles(CUSTOMERS, 1, {
      at: lake.timeOf(day(3) - 6),
      operation: 'MERGE',
      records: 51_320,
      bytes: 9_400,
      columns: [...CUSTOMER_COLUMNS, { name: 'segment', type: 'string' }],
    }),
  });
  lake.merge('customers-v2', 'main', day(2), {
    by: 'mia',
    message: 'Customers know their segment',
  });

  seedOpenBranches(lake, orders);
}

/** Work that is not done: ahead, in conflict, uncommitted, and forgotten. */
function seedOpenBranches(lake: LakeSeeder, orders: IcebergSnapshot[]): void {
  // One column more, and one file written again.
  lake.branch('orders-currency', 'main', 30);
  lake.commit('orders-currency', 28, {
    by: 'mia',
    message: 'Orders know their currency',
    metadata: jobMetadata('sales', 'daily-orders'),
    files: {
      ...icebergFiles(ORDERS, {
        name: 'orders',
        schemas: [
          ORDER_COLUMNS,
          [...ORDER_COLUMNS, { name: 'currency', type: 'string' }],
        ],
        snapshots: [
          ...orders,
          {
            at: lake.timeOf(28),
            operation: 'overwrite',
            addedRecords: 4_260,
            bytes: 4_500,
          },
        ],
      }),
      [`${ORDERS}/${dataFile(1)}`]: parquetFile(19_500, 'e'),
    },
  });

  // Both changed the same price list since.
  const prices = 'raw/prices/current.parquet';
  lake.commit('main', 27, {
    by: 'spark',
    message: 'Prices of today',
    files: { [prices]: parquetFile(2_000, 'm') },
  });
  lake.branch('price-test', 'main', 26);
  lake.commit('price-test', 25, {
    by: 'ben',
    message: 'Prices two percent up',
    metadata: jobMetadata('sales', 'price-elasticity'),
    files: { [prices]: parquetFile(2_100, 'p') },
  });
  lake.commit('main', 3, {
    by: 'spark',
    message: 'Prices of today',
    files: { [prices]: parquetFile(2_050, 'n') },
  });

  lake.branch('returns-fix', 'main', 2);
  lake.write('returns-fix', 1, {
    ...below(`${EVENTS}/week=c`, { 'part-00001.parquet': null }),
    'raw/returns/part-00000.parquet': parquetFile(3_000, 'r'),
  });
}
