import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const buildSparkApplicationExamples: TemplateExample[] = [
  {
    description: 'A Python job with two executors and a catalog preset',
    example: stringify({
      steps: [
        {
          id: 'build',
          name: 'Build the manifest',
          action: 'lakehouse:spark-application:build',
          input: {
            domain: 'sales',
            kubernetesCluster: 'west',
            job: {
              name: 'daily-orders',
              language: 'Python',
              image: 'apache/spark:4.0.1',
              mainFile: 'local:///opt/app/main.py',
              size: {
                driverCores: 1,
                driverMemory: '2g',
                executorCores: 2,
                executorMemory: '4g',
                instances: 2,
              },
              catalogs: ['lake'],
            },
          },
        },
      ],
    }),
  },
];
