import { isError } from '@backstage/errors';
import {
  formAnswers,
  manifestPath,
  maskObject,
  workloadDirectory,
  type WorkloadAddress,
  type WorkloadManifest,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { GitHosts } from '../githosts';
import { repositoryFor, type GitOpsConfig } from '../gitopsConfig';
import type { LakehouseReader } from '../types';
import { idsIn } from './idsIn';
import type { KindById } from './KindById';
import {
  findObject,
  isOthersIn,
  objectKeyOf,
  SeenBlobs,
  WorkingFiles,
} from './layout';

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
  const seen = new Map<string, SeenBlobs>();
  const seenOf = (url: string) => {
    const known = seen.get(url) ?? new SeenBlobs();
    seen.set(url, known);
    return known;
  };
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
    const { domain } = place;
    const { root } = repository;
    const own = manifestPath({ root, kubernetesCluster, domain, kind, name });
    const directory = workloadDirectory({ ...place, root, stage: kind.stage });
    const at = { repository: repository.url, path: own };
    try {
      const host = hosts.forRepository(repository);
      const { baseBranch } = repository;
      const found = await findObject(objectKeyOf({ kind, name, namespace }), {
        path: own,
        directory,
        isOthers: isOthersIn(directory, kinds),
        trustNames: false,
        files: new WorkingFiles(host, repository),
        seen: seenOf(repository.url),
      });
      const path = found?.path ?? own;
      at.path = path;
      const url = host.fileUrl(repository, path, baseBranch);
      if (!found) {
        return { ...at, url, object: null };
      }
      const { object } = found;
      const ids = idsIn(place, reader);
      const answers =
        object &&
        formAnswers(object, {
          ...{ kind, namespace, owner: place.owner, ids },
          settings: reader.settings(kubernetesCluster, domain),
          capacity: reader.capacity(kubernetesCluster, domain),
        });
      const commit = await host.getLastCommit(repository, path, baseBranch);
      const masked = object ? maskObject(object, kind) : null;
      const parameters = masked && kind.parameters?.read(masked, ids);
      return {
        ...at,
        url,
        object: masked,
        ...(parameters && { parameters }),
        ...(answers &&
          kind.template && { form: { template: kind.template, answers } }),
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
