import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const proposeChangeExamples: TemplateExample[] = [
  {
    description: 'Open a pull request that adds a Spark job',
    example: stringify({
      steps: [
        {
          id: 'propose',
          name: 'Open the pull request',
          action: 'lakehouse:change:propose',
          input: {
            domain: 'sales',
            kubernetesCluster: 'west',
            title: 'Add Spark job daily-orders to sales',
            description: 'Rolls up yesterday.',
            objects: [
              {
                kind: 'spark-application',
                object: {
                  metadata: { name: 'daily-orders' },
                  spec: {
                    type: 'Python',
                    sparkVersion: '4.0.1',
                    image: 'apache/spark:4.0.1',
                    mainApplicationFile: 'local:///opt/app/main.py',
                    driver: { serviceAccount: 'spark' },
                    executor: { instances: 2 },
                  },
                },
              },
            ],
          },
        },
      ],
    }),
  },
];
