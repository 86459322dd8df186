import { isError } from '@backstage/errors';
import {
  manifestPath,
  maskObject,
  type WorkloadAddress,
  type WorkloadManifest,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHosts } from '../githosts';
import { repositoryFor, type GitOpsConfig } from '../gitopsConfig';
import type { LakehouseReader } from '../types';
import type { KindById } from './KindById';
import { parseManifest } from './parseManifest';

/** Reads a workload's manifest in Git, credentials masked. */
export type ReadGitFile = (
  address: WorkloadAddress,
) => Promise<WorkloadManifest['git']>;

/** Why Git could not be read is part of the answer; nothing where no repository has the domain. */
export function createReadGitFile(options: {
  reader: LakehouseReader;
  kinds: KindById;
  gitops: GitOpsConfig;
  hosts: GitHosts;
}): ReadGitFile {
  const { reader, kinds, gitops, hosts } = options;
  return async ({ kubernetesCluster, namespace, kind: kindId, name }) => {
    const place = reader
      .places()
      .find(
        other =>
          other.kubernetesCluster === kubernetesCluster &&
          other.namespace === namespace,
      );
    const kind = kinds.byId(kindId);
    const repository =
      place && repositoryFor(gitops, kubernetesCluster, place.domain);
    if (!place || !kind || !repository) {
      return undefined;
    }
    const path = manifestPath({
      root: repository.root,
      kubernetesCluster,
      domain: place.domain,
      kind,
      name,
    });
    const at = { repository: repository.url, path };
    try {
      const host = hosts.forRepository(repository);
      const { baseBranch } = repository;
      const url = host.fileUrl(repository, path, baseBranch);
      const file = await host.getFile(repository, path, baseBranch);
      if (!file) {
        return { ...at, url, object: null };
      }
      const object = parseManifest(file.content);
      const commit = await host.getLastCommit(repository, path, baseBranch);
      return {
        ...at,
        url,
        object: object ? maskObject(object, kind) : null,
        ...(commit && { commit: { ...commit, message: headlineOf(commit) } }),
        ...(!object && { problem: `${path} is not a manifest` }),
      };
    } catch (error) {
      return {
        ...at,
        url: repository.url,
        object: null,
        problem: isError(error) ? error.message : String(error),
      };
    }
  };
}

/** A commit's message begins with one line that says it all. */
function headlineOf({ message }: { message: string }): string {
  return message.split('\n', 1)[0].trim();
}
