import type { UserInfoService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { handleLakehousePermission } from './handleLakehousePermission';

/**
 * The ready policy. Members see and change their own domains, platform
 * engineers all of them, strangers none; tasks are their maker's own; what
 * would act with the portal's own rights is for platform engineers. Every
 * other permission of a signed-in user is allowed, as in a stock portal.
 * @public
 */
export class LakehousePermissionPolicy implements PermissionPolicy {
  readonly #options: { userInfo: UserInfoService; platform: string[] };

  /** `platform`: entity refs of those who answer for every domain. */
  constructor(options: { userInfo: UserInfoService; platform: string[] }) {
    this.#options = options;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) {
      return { result: AuthorizeResult.DENY };
    }
    const decision = await handleLakehousePermission(
      request,
      user,
      this.#options,
    );
    return decision ?? { result: AuthorizeResult.ALLOW };
  }
}
