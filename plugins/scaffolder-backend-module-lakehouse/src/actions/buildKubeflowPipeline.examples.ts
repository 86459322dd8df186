import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

const compiled = stringify({
  pipelineInfo: { name: 'orders-features' },
  schemaVersion: '2.1.0',
  components: { 'comp-extract': { executorLabel: 'exec-extract' } },
  deploymentSpec: {
    executors: {
      'exec-extract': {
        container: {
          image: 'registry.example.com/sales/steps:1.0.0',
          command: ['extract'],
        },
      },
    },
  },
  root: {
    dag: {
      tasks: {
        extract: {
          componentRef: { name: 'comp-extract' },
          taskInfo: { name: 'extract' },
        },
      },
    },
  },
});

export const buildKubeflowPipelineExamples: TemplateExample[] = [
  {
    description: 'A pipeline and its first version',
    example: stringify({
      steps: [
        {
          id: 'build',
          name: 'Build the manifests',
          action: 'lakehouse:kubeflow-pipeline:build',
          input: {
            domain: 'sales',
            kubernetesCluster: 'west',
            pipeline: {
              name: 'orders-features',
              version: 'v1',
              title: 'Orders features',
              description: 'Features of each order, by day',
              source: { text: compiled },
            },
          },
        },
      ],
    }),
  },
];
