import type { ProposeInput } from '../../../../plugins/lakehouse-common/src/types';

type Values = Record<string, unknown>;

/** A job that runs for two seconds, small enough to fit anywhere. */
export function sparkJob(name: string, spec: Values = {}) {
  return {
    metadata: { name } as { name: string } & Values,
    spec: {
      type: 'Python',
      mode: 'cluster',
      sparkVersion: '4.0.1',
      image: 'apache/spark:4.0.1',
      mainApplicationFile: 'local:///opt/spark/examples/src/main/python/pi.py',
      arguments: ['--sandbox-seconds=2'],
      driver: { cores: 1, memory: '512m', serviceAccount: 'spark' },
      executor: { cores: 1, memory: '512m', instances: 1 },
      ...spec,
    } as Values,
  };
}

/** A proposal of one job. */
export function proposal(
  object: ReturnType<typeof sparkJob>,
  where: { domain?: string; kubernetesCluster?: string } = {},
): ProposeInput {
  return {
    domain: where.domain ?? 'sales',
    kubernetesCluster: where.kubernetesCluster ?? 'west',
    objects: [{ kind: 'spark-application', object }],
  };
}

/** Where a job (or another kind) of sales is in Git. */
export function pathOf(
  name: string,
  domain = 'sales',
  kind = 'spark-application',
  kubernetesCluster = 'west',
): string {
  return `clusters/${kubernetesCluster}/domains/${domain}/${kind}/${name}.yaml`;
}

/** A name that no earlier run of the tests took. */
export function freshName(prefix: string): string {
  return `${prefix}-${Date.now().toString(36)}`;
}
