import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

const at = { domain: 'sales', kubernetesCluster: 'west' };

const example = (run: Record<string, unknown>) =>
  stringify({
    steps: [
      {
        id: 'build',
        name: 'Build the manifest',
        action: 'lakehouse:kubeflow-run:build',
        input: { ...at, run },
      },
    ],
  });

export const buildKubeflowRunExamples: TemplateExample[] = [
  {
    description: 'One run of the newest version',
    example: example({
      name: 'orders-features-once',
      what: { pipeline: 'orders-features' },
      parameters: { day: '2026-11-20' },
    }),
  },
  {
    description: 'A run each night',
    example: example({
      name: 'orders-features-nightly',
      what: { pipeline: 'orders-features' },
      parameters: { day: 'yesterday' },
      schedule: { cron: '0 3 * * *', timeZone: 'Europe/Berlin' },
    }),
  },
  {
    description: "A recurring run of KFP's own",
    example: example({
      name: 'orders-features-recurring',
      what: { pipeline: 'orders-features', version: 'orders-features-v1' },
      parameters: { day: 'yesterday' },
      schedule: { cron: '0 3 * * *', how: 'recurring-run' },
    }),
  },
];
