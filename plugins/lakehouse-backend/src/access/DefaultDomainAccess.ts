import type {
  BackstageCredentials,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  type DomainRole,
  lakehouseDomainReadPermission,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseDomainResource } from '@lakefront/backstage-plugin-lakehouse-node';
import type { DomainAccess, DomainKey, DomainPlace } from '../types';
import { toDomainResource } from './toDomainResource';
import { roleIn } from './roleIn';

/** One request asks several times; a later request asks again. */
const MEMO_MS = 5_000;
/** Different decisions, as many as there are users at work, of which it is kept where they lead. */
const DECISIONS_KEPT = 1_000;

interface Memo {
  until: number;
  decisions: Map<string, Promise<PolicyDecision>>;
  claims?: Promise<string[]>;
}

export interface DomainAccessOptions {
  permissions: PermissionsService;
  userInfo: UserInfoService;
  places: () => DomainPlace[];
  /** Evaluates conditions: `createConditionAuthorizer` over the registered rules. */
  isAllowed: (
    decision: PolicyDecision,
    resource: LakehouseDomainResource,
  ) => boolean;
  platform: readonly string[];
  dangerouslyOpen: boolean;
  now?: () => number;
}

/**
 * Asks the permission framework with the user's own credentials, and turns its
 * answer into the set of keys that every list, count and action selects by.
 */
export class DefaultDomainAccess implements DomainAccess {
  readonly #options: DomainAccessOptions;
  readonly #memos = new WeakMap<BackstageCredentials, Memo>();
  /** Decisions to the places that they allow, of the map of domains as it is. */
  #allowed: { of: DomainPlace[]; by: Map<string, ReadonlySet<DomainKey>> } = {
    of: [],
    by: new Map(),
  };

  constructor(options: DomainAccessOptions) {
    this.#options = options;
  }

  async scope(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
  ): Promise<ReadonlySet<DomainKey>> {
    const decision = await this.#decide(credentials, permission);
    const believes = await this.#believes(credentials, permission, decision);
    const allowed = this.#allowedBy(decision);
    return believes
      ? new Set(
          this.#options
            .places()
            .filter(place => allowed.has(place.key) && believes(place))
            .map(({ key }) => key),
        )
      : allowed;
  }

  async require(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
    place: { kubernetesCluster: string; domain: string },
  ): Promise<DomainPlace> {
    const { kubernetesCluster, domain } = place;
    const found = this.#options
      .places()
      .find(
        candidate =>
          candidate.kubernetesCluster === kubernetesCluster &&
          candidate.domain === domain,
      );
    const readable = await this.scope(
      credentials,
      lakehouseDomainReadPermission,
    );
    if (!found || !readable.has(found.key)) {
      throw notThere();
    }
    const allowed = await this.scope(credentials, permission);
    if (!allowed.has(found.key)) {
      throw new NotAllowedError(
        `You may see ${domain} on ${kubernetesCluster}, but not do this (${permission.name}); its owner can give you a role that may`,
      );
    }
    return found;
  }

  /** Whether config names the user, or a group of theirs, as answering for every domain. */
  async isPlatform(credentials: BackstageCredentials): Promise<boolean> {
    const claims = await this.claims(credentials);
    return this.#options.platform.some(ref => claims.includes(ref));
  }

  /** Tells the user's best role at a place. */
  async roles(
    credentials: BackstageCredentials,
  ): Promise<(place: DomainPlace) => DomainRole | undefined> {
    const claims = await this.claims(credentials);
    const { platform } = this.#options;
    return place => roleIn(place, { claims, platform });
  }

  /**
   * A stock portal's policy allows everything to everybody. On logs, specs and
   * changes we believe an unconditional ALLOW for members and platform
   * engineers only; any other answer as it is.
   */
  async #believes(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
    decision: PolicyDecision,
  ): Promise<((place: DomainPlace) => boolean) | undefined> {
    const { platform, dangerouslyOpen } = this.#options;
    if (
      decision.result !== AuthorizeResult.ALLOW ||
      permission.name === lakehouseDomainReadPermission.name ||
      dangerouslyOpen
    ) {
      return undefined;
    }
    const claims = await this.claims(credentials);
    const changes = permission.attributes.action !== 'read';
    return place => {
      const role = roleIn(place, { claims, platform });
      return role !== undefined && !(changes && role === 'viewer');
    };
  }

  /**
   * Where a decision leads: the framework was asked anew, but the same answer
   * over the same domains is the same set, and checking each condition for
   * each of hundreds of domains is most of what a short list costs.
   */
  #allowedBy(decision: PolicyDecision): ReadonlySet<DomainKey> {
    const { isAllowed, places } = this.#options;
    const of = places();
    if (this.#allowed.of !== of || this.#allowed.by.size >= DECISIONS_KEPT) {
      this.#allowed = { of, by: new Map() };
    }
    // What the framework answers carries an id of the question, too.
    const key = JSON.stringify({ ...decision, id: undefined });
    let allowed = this.#allowed.by.get(key);
    if (!allowed) {
      allowed = new Set(
        of
          .filter(place => isAllowed(decision, toDomainResource(place)))
          .map(place => place.key),
      );
      this.#allowed.by.set(key, allowed);
    }
    return allowed;
  }

  #decide(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
  ): Promise<PolicyDecision> {
    const { decisions } = this.#memo(credentials);
    const known = decisions.get(permission.name);
    if (known) {
      return known;
    }
    const decision = this.#options.permissions
      .authorizeConditional([{ permission }], { credentials })
      .then(([answer]) => answer);
    decisions.set(permission.name, decision);
    return decision;
  }

  /** Entity refs of the user and of what they belong to, in lower case. */
  claims(credentials: BackstageCredentials): Promise<string[]> {
    const memo = this.#memo(credentials);
    memo.claims ??= this.#options.userInfo
      .getUserInfo(credentials)
      .then(({ userEntityRef, ownershipEntityRefs }) =>
        [userEntityRef, ...ownershipEntityRefs].map(ref =>
          ref.toLocaleLowerCase('en-US'),
        ),
      );
    return memo.claims;
  }

  #memo(credentials: BackstageCredentials): Memo {
    const now = (this.#options.now ?? Date.now)();
    const memo = this.#memos.get(credentials);
    if (memo && memo.until > now) {
      return memo;
    }
    const fresh: Memo = { until: now + MEMO_MS, decisions: new Map() };
    this.#memos.set(credentials, fresh);
    return fresh;
  }
}

/** One answer for "not yours" and "not there": nobody can tell them apart. */
export function notThere(): NotFoundError {
  return new NotFoundError('There is nothing here, or it is not yours to see');
}
