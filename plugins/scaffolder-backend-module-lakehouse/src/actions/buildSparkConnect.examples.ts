import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const buildSparkConnectExamples: TemplateExample[] = [
  {
    description: 'A compute cluster with up to four executors and a catalog',
    example: stringify({
      steps: [
        {
          id: 'build',
          name: 'Build the manifest',
          action: 'lakehouse:spark-connect:build',
          input: {
            domain: 'sales',
            kubernetesCluster: 'west',
            compute: {
              name: 'sales-sql',
              image: 'apache/spark:4.0.1',
              size: {
                driverCores: 2,
                driverMemory: '4g',
                executorCores: 2,
                executorMemory: '4g',
                dynamicAllocation: { minExecutors: 0, maxExecutors: 4 },
              },
              catalogs: ['lake'],
            },
          },
        },
      ],
    }),
  },
];
