import { randomUuid } from '../../random';
import type { KubeServer, KubeUser, Random } from '../../types';
import { KfpRefusal } from '../KfpRefusal';

const GROUP = 'pipelines.kubeflow.org';

/** Who asks, and whether the cluster lets them. */
export class Access {
  /** Bearer token to user. */
  readonly #tokens: Map<string, KubeUser>;

  constructor(
    private readonly options: {
      kube: KubeServer;
      random: Random;
      tokens: Record<string, KubeUser>;
    },
  ) {
    this.#tokens = new Map(Object.entries(options.tokens));
  }

  userOf(token: string | undefined): KubeUser | undefined {
    return token === undefined ? undefined : this.#tokens.get(token);
  }

  /** A token of a ServiceAccount, as the kubelet puts it into a pod. */
  issueToken(namespace: string, account: string): string {
    const name = `system:serviceaccount:${namespace}:${account}`;
    const token = `sandbox-token-${randomUuid(this.options.random)}`;
    this.#tokens.set(token, { name, groups: [] });
    return token;
  }

  /** Throws where the cluster does not let this user: KFP tells it the name only, no groups. */
  authorize(
    user: KubeUser,
    verb: string,
    resource: 'runs' | 'pipelines' | 'experiments' | 'jobs',
    namespace: string,
    name?: string,
  ): void {
    const may = this.options.kube.allows(
      { name: user.name, groups: [] },
      { verb, group: GROUP, resource, namespace, name },
    );
    if (!may) {
      throw new KfpRefusal(
        'PermissionDenied',
        `User '${
          user.name
        }' is not authorized with reason:  (request: &ResourceAttributes{Namespace:${namespace},Verb:${verb},Group:${GROUP},Version:v1beta1,Resource:${resource},Subresource:,Name:${
          name ?? ''
        },})`,
      );
    }
  }
}
