import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATION_GIT_LOGIN } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Clock } from './Clock';

const KNOWN_FOR_MS = 60_000;
const MAX_KNOWN = 1_000;

export interface LoginDirectoryOptions {
  /** `lakehouse.gitops.users`: login, lower case, to entity ref. */
  users: Record<string, string>;
  /** Without it only config is asked. */
  catalog?: Pick<CatalogService, 'getEntities'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  clock: Clock;
}

/**
 * Who somebody on the Git host is in the portal: as config says, else the one
 * User of the catalog whose annotation names the login. A login that two Users
 * claim is nobody's.
 */
export class LoginDirectory {
  readonly #known = new Map<string, { user?: string; until: number }>();

  constructor(private readonly options: LoginDirectoryOptions) {}

  /** Entity refs of those who are known, by login in lower case. Throws where the catalog does not answer. */
  async usersOf(logins: string[]): Promise<Record<string, string>> {
    const keys = [...new Set(logins.map(toKey))];
    await this.#askFor(keys.filter(key => !this.#isKnown(key)));
    const { users } = this.options;
    return Object.fromEntries(
      keys.flatMap(key => {
        const user = Object.hasOwn(users, key)
          ? users[key]
          : this.#known.get(key)?.user;
        return user === undefined ? [] : [[key, user]];
      }),
    );
  }

  #isKnown(key: string): boolean {
    const { users, catalog, clock } = this.options;
    return (
      !catalog ||
      Object.hasOwn(users, key) ||
      (this.#known.get(key)?.until ?? 0) > clock.now()
    );
  }

  async #askFor(keys: string[]): Promise<void> {
    const { catalog, auth, clock } = this.options;
    if (!catalog || keys.length === 0) {
      return;
    }
    const { items } = await catalog.getEntities(
      {
        filter: {
          kind: 'User',
          [`metadata.annotations.${ANNOTATION_GIT_LOGIN}`]: keys,
        },
        fields: [
          'kind',
          'metadata.name',
          'metadata.namespace',
          'metadata.annotations',
        ],
      },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    if (this.#known.size + keys.length > MAX_KNOWN) {
      this.#known.clear();
    }
    for (const key of keys) {
      const claimed = items.filter(entity => loginOf(entity) === key);
      this.#known.set(key, {
        user: claimed.length === 1 ? stringifyEntityRef(claimed[0]) : undefined,
        until: clock.now() + KNOWN_FOR_MS,
      });
    }
  }
}

function loginOf({ kind, metadata }: Entity): string | undefined {
  const login = metadata.annotations?.[ANNOTATION_GIT_LOGIN];
  return kind === 'User' && login ? toKey(login) : undefined;
}

function toKey(login: string): string {
  return login.toLocaleLowerCase('en-US');
}
