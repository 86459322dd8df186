import { stringify } from 'yaml';
import type { KubeObject } from '../types';
import { buildJob } from './buildJob';
import { buildCompute } from './compute/buildCompute';
import { buildPlatform } from './buildPlatform';
import { MARKER, MARKER_AFTER } from './buildSyncs';
import { buildPipelines } from './pipelines/buildPipelines';
import type { SeedCluster } from './SeedCluster';
import { namespaceOf } from './SeedDomain';

const README = `# lakehouse/gitops

What runs in the lakehouse, and what may run. Git is the only way in: a change
is a pull request, and what is merged is applied.

| directory | holds | approved by |
| --- | --- | --- |
| \`platform/<cluster>/<domain>/\` | namespace, quota, limits, access, network, sync, settings | the platform engineers |
| \`clusters/<cluster>/domains/<domain>/\` | workloads, \`<kind>/<name>.yaml\` | the domain's team |
| \`clusters/<cluster>/domains-after/<domain>/\` | what is applied after those: versions of pipelines | the domain's team |

\`marker.yaml\` keeps a domain's directory there when its last workload goes.
`;

function toYaml(objects: KubeObject[]): string {
  return objects
    .map(object =>
      stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }),
    )
    .join('---\n');
}

/** The ConfigMap that keeps a domain's directory alive. */
export function buildMarker(domain: string, name = MARKER): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: namespaceOf(domain) },
    data: { domain },
  };
}

export function workloadRoot(
  cluster: string,
  domain: string,
  stage: 'domains' | 'domains-after' = 'domains',
): string {
  return `clusters/${cluster}/${stage}/${domain}`;
}

/** The files of one Kubernetes cluster in `lakehouse/gitops`: path to text. */
export function gitopsFiles(
  cluster: SeedCluster,
  gitUrl: string,
  /** Of the API of Kubeflow Pipelines. */
  kubeflowUrl = 'http://localhost:7074',
): Record<string, string> {
  const site = {
    cluster: cluster.name,
    engine: cluster.engine,
    gitUrl,
    ...(cluster.kubeflow && { kubeflowUrl }),
  };
  const files: Record<string, string> = { 'README.md': README };
  for (const domain of cluster.domains) {
    const root = workloadRoot(cluster.name, domain.name);
    files[`${root}/marker.yaml`] = toYaml([buildMarker(domain.name)]);
    const after = workloadRoot(cluster.name, domain.name, 'domains-after');
    files[`${after}/marker.yaml`] = toYaml([
      buildMarker(domain.name, MARKER_AFTER),
    ]);
    for (const [name, objects] of Object.entries(buildPlatform(domain, site))) {
      files[`platform/${cluster.name}/${domain.name}/${name}`] =
        toYaml(objects);
    }
  }
  for (const job of cluster.jobs) {
    const root = workloadRoot(cluster.name, job.domain);
    files[`${root}/spark-application/${job.name}.yaml`] = toYaml([
      buildJob(job),
    ]);
  }
  if (cluster.kubeflow) {
    for (const { domain, stage, path, object } of buildPipelines(kubeflowUrl)) {
      const root = workloadRoot(cluster.name, domain, stage);
      files[`${root}/${path}`] = toYaml([object]);
    }
  }
  for (const compute of cluster.compute) {
    const root = workloadRoot(cluster.name, compute.domain);
    files[`${root}/spark-connect/${compute.name}.yaml`] = toYaml([
      buildCompute(compute),
    ]);
  }
  return files;
}
