import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type {
  AuthenticationStrategy,
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import type { StrategyName } from './KubernetesCluster';

/** Asks a strategy for what a cluster is to be shown now. */
export type AskStrategy = (
  name: StrategyName,
  cluster: ClusterDetails,
) => Promise<KubernetesCredential>;

type Backend = Pick<
  typeof import('@backstage/plugin-kubernetes-backend'),
  | 'ServiceAccountStrategy'
  | 'AwsIamStrategy'
  | 'AzureIdentityStrategy'
  | 'GoogleServiceAccountStrategy'
>;

type Strategy = Pick<AuthenticationStrategy, 'getCredential'>;

/**
 * Asks the strategies of Backstage's Kubernetes backend. Loading them takes
 * about a second and the clients of three clouds, so that happens when the
 * first cluster that needs one is connected to.
 *
 * A strategy is kept, as some keep a token that is not expired yet; one that
 * failed is made anew, as the one for Azure repeats its first failure for ever.
 */
export function createAskStrategy(options: {
  config: Config;
  logger: LoggerService;
  /** The package; replaced in tests. */
  load?: () => Promise<Backend>;
}): AskStrategy {
  const load =
    options.load ?? (() => import('@backstage/plugin-kubernetes-backend'));
  const made = new Map<StrategyName, Strategy>();
  return async (name, cluster) => {
    const backend = await load();
    const strategy = made.get(name) ?? make(backend, name, options);
    made.set(name, strategy);
    try {
      return await strategy.getCredential(cluster, {});
    } catch (error) {
      if (made.get(name) === strategy) {
        made.delete(name);
      }
      throw error;
    }
  };
}

function make(
  backend: Backend,
  name: StrategyName,
  options: { config: Config; logger: LoggerService },
): Strategy {
  switch (name) {
    case 'aws':
      return new backend.AwsIamStrategy(options);
    case 'azure':
      return new backend.AzureIdentityStrategy(options.logger);
    case 'googleServiceAccount':
      return new backend.GoogleServiceAccountStrategy(options);
    default:
      return new backend.ServiceAccountStrategy();
  }
}
