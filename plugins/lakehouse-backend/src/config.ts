import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { LABEL_DOMAIN } from '@lakefront/backstage-plugin-lakehouse-common';
import { type GitOpsConfig, readGitOpsConfig } from './gitopsConfig';
import type { KubernetesCluster } from './kubernetes/KubernetesCluster';
import { readKubernetesClusters } from './kubernetes/readKubernetesClusters';
import {
  type LakeFSServerConfig,
  readLakeFSConfig,
} from './lakefs/readLakeFSConfig';
import {
  type KubeflowServerConfig,
  readKubeflowConfig,
} from './kubeflow/servers/readKubeflowConfig';
import { readTidyConfig, type TidyConfig } from './tidyConfig';

/** Everything that the plugin reads from config; `config.d.ts` explains it. */
export interface LakehouseConfig {
  kubernetesClusters: KubernetesCluster[];
  permissions: {
    /** Entity refs of users and groups that answer for every domain. */
    platform: string[];
    dangerouslyOpen: boolean;
  };
  domains: {
    /** Whose namespace labels are believed. */
    kubernetesClusters: string[];
    namespaceLabel: string;
  };
  runs: { keepDays: number };
  /** Runs of pipelines of Kubeflow. */
  pipelineRuns: { keepDays: number };
  /** Samples of how quotas were used. */
  history: { keepDays: number };
  gitops: GitOpsConfig;
  lakefs: { servers: LakeFSServerConfig[] };
  kubeflow: KubeflowServerConfig[];
  tidy: TidyConfig;
}

/** Reads and checks the configuration; throws with the key at fault. */
export function readLakehouseConfig(config: Config): LakehouseConfig {
  const kubernetesClusters = readKubernetesClusters(config);
  const names = kubernetesClusters.map(({ name }) => name);
  const gitops = readGitOpsConfig(config);
  const believed =
    config.getOptionalStringArray('lakehouse.domains.kubernetesClusters') ??
    names;
  assertKnown(believed, names, 'lakehouse.domains.kubernetesClusters');
  assertKnown(
    gitops.repositories.flatMap(({ targets }) =>
      targets.map(({ kubernetesCluster }) => kubernetesCluster),
    ),
    names,
    'lakehouse.gitops.repositories[].targets[].kubernetesCluster',
  );
  return {
    kubernetesClusters,
    permissions: {
      platform: (
        config.getOptionalStringArray('lakehouse.permissions.platform') ?? []
      ).map(ref => ref.toLocaleLowerCase('en-US')),
      dangerouslyOpen:
        config.getOptionalBoolean('lakehouse.permissions.dangerouslyOpen') ??
        false,
    },
    domains: {
      kubernetesClusters: believed,
      namespaceLabel:
        config.getOptionalString('lakehouse.domains.namespaceLabel') ??
        LABEL_DOMAIN,
    },
    runs: { keepDays: readDays(config, 'lakehouse.runs.keepDays', 90) },
    pipelineRuns: {
      keepDays: readDays(config, 'lakehouse.pipelineRuns.keepDays', 400),
    },
    history: { keepDays: readDays(config, 'lakehouse.history.keepDays', 14) },
    gitops,
    lakefs: { servers: readLakeFSConfig(config) },
    kubeflow: readKubeflowConfig(config, names),
    tidy: readTidyConfig(config),
  };
}

function readDays(config: Config, key: string, otherwise: number): number {
  const days = config.getOptionalNumber(key) ?? otherwise;
  if (!(days > 0)) {
    throw new InputError(
      `${key} must be a number of days above 0, got ${days}`,
    );
  }
  return days;
}

function assertKnown(used: string[], known: string[], key: string) {
  const unknown = used.find(name => !known.includes(name));
  if (unknown) {
    throw new InputError(
      `${key} names the Kubernetes cluster '${unknown}', which kubernetes.clusterLocatorMethods does not have`,
    );
  }
}
