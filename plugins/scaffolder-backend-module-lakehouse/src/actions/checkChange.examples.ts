import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const checkChangeExamples: TemplateExample[] = [
  {
    description: 'Check a Spark job',
    example: stringify({
      steps: [
        {
          id: 'check',
          name: 'Check',
          action: 'lakehouse:change:check',
          input: {
            domain: 'sales',
            kubernetesCluster: 'west',
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
