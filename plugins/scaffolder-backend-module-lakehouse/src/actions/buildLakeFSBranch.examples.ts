import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const buildLakeFSBranchExamples: TemplateExample[] = [
  {
    description: 'A branch of the newest data, for a month',
    example: stringify({
      steps: [
        {
          id: 'build',
          name: 'Build the manifest',
          action: 'lakehouse:lakefs-branch:build',
          input: {
            branch: {
              name: 'orders-fix',
              repository: { server: 'lake', repository: 'sales-lake' },
              source: 'main',
              purpose: 'Correct the orders of October',
              expires: 'P30D',
              deletionPolicy: 'Retain',
            },
          },
        },
      ],
    }),
  },
];
