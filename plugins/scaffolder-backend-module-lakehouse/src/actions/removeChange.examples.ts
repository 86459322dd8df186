import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const removeChangeExamples: TemplateExample[] = [
  {
    description: 'Open a pull request that removes a Spark job',
    example: stringify({
      steps: [
        {
          id: 'remove',
          name: 'Open the pull request',
          action: 'lakehouse:change:remove',
          input: {
            domain: 'sales',
            kubernetesCluster: 'west',
            objects: [{ kind: 'spark-application', name: 'daily-orders' }],
          },
        },
      ],
    }),
  },
];
