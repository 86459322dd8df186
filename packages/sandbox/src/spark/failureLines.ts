import type { Termination } from './Kubelet';

interface Line {
  level: 'INFO' | 'WARN' | 'ERROR';
  text: string;
}

const PYTHON = [
  'ApplicationMaster: User application exited with status 1',
  'Traceback (most recent call last):',
  '  File "/opt/app/main.py", line 84, in <module>',
  '    main(parse_args())',
  '  File "/opt/app/main.py", line 61, in main',
  '    frame = orders.join(customers, on="customer_id", how="left")',
  'pyspark.errors.exceptions.captured.AnalysisException: [UNRESOLVED_USING_COLUMN_FOR_JOIN] USING column `customer_id` cannot be resolved on the right side of the join. The right-side columns: [`customer_key`, `name`, `region`]. SQLSTATE: 42703',
];

const JVM = [
  'SparkApplication: Exception in thread "main" org.apache.spark.SparkException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `lake`.`staging`.`orders_new` cannot be found. SQLSTATE: 42P01',
  '\tat org.apache.spark.sql.catalyst.analysis.package$AnalysisErrorAt.tableNotFound(package.scala:96)',
  '\tat org.apache.spark.sql.Dataset.ofRows(Dataset.scala:139)',
  '\tat com.example.lakehouse.Main$.main(Main.scala:47)',
];

/** What a driver still says before it fails. One that is killed for its memory says little. */
export function failureLines(options: {
  termination: Termination;
  type: string;
  failures: number;
}): Line[] {
  const { termination, type, failures } = options;
  switch (termination.exitCode) {
    case 137:
      return [
        {
          level: 'WARN',
          text: 'TaskMemoryManager: Failed to allocate a page (67108864 bytes), try again.',
        },
        {
          level: 'WARN',
          text: 'MemoryStore: Not enough space to cache broadcast_14 in memory! (computed 1536.2 MiB so far)',
        },
      ];
    case 11:
      return [
        {
          level: 'ERROR',
          text: `ExecutorPodsAllocator: Max number of executor failures (${failures}) reached`,
        },
        {
          level: 'INFO',
          text: 'SparkContext: SparkContext is stopping with exitCode 11 from stop.',
        },
      ];
    default:
      return (type === 'Python' ? PYTHON : JVM).map(text => ({
        level: 'ERROR',
        text,
      }));
  }
}
