import {
  createLakeFSServer,
  saveToBranch,
  type SandboxLakeFSServer,
} from './lakefs';
import { seededRandom } from './random';
import { lakeUsers } from './sampleUsers';
import { parquetFile } from './seed/lakes/tables/files';
import { seedLakes } from './seed';
import type { Clock, JobLake } from './types';

/** What a job makes, in bytes: enough to be seen. */
const MADE_BYTES = 6_000;

/** A lakeFS with its repositories; it does not listen yet. */
export function startLake(options: {
  clock: Clock;
  seed: number;
}): SandboxLakeFSServer {
  const lakefs = createLakeFSServer({
    clock: options.clock,
    random: seededRandom(options.seed),
    users: lakeUsers(),
  });
  seedLakes(lakefs.host);
  return lakefs;
}

/** How jobs of one Kubernetes cluster save to it: one file of Parquet's kind, in one commit. */
export function jobLake(
  { host }: SandboxLakeFSServer,
  kubernetesCluster: string,
): JobLake {
  return {
    save({ repository, branch, folder, namespace, job, applicationId }) {
      const file = `part-00000-${applicationId.slice(-8)}.parquet`;
      return saveToBranch(host, {
        ...{ repository, branch },
        path: folder === '' ? file : `${folder}/${file}`,
        bytes: parquetFile(MADE_BYTES, applicationId.slice(-1)),
        committer: 'spark',
        message: `${job} of ${namespace}`,
        metadata: {
          kubernetes_cluster: kubernetesCluster,
          ...{ namespace, job },
          spark_application_id: applicationId,
        },
      });
    },
  };
}
