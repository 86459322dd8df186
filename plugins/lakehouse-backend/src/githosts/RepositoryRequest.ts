import { isError } from '@backstage/errors';
import type { GitRepositoryTarget } from '@lakefront/backstage-plugin-lakehouse-node';
import type { HostCall } from './hostExchange';
import { HostRequest, type HostRequestOptions } from './HostRequest';

/**
 * Requests below the path of a repository, on `HostRequest`: what is asked for
 * there counts as "not there" only while the repository itself is there.
 */
export class RepositoryRequest {
  readonly host: HostRequest;

  constructor(
    options: HostRequestOptions,
    /** Path of a repository, without trailing slash. */
    readonly pathOf: (repository: GitRepositoryTarget) => string,
  ) {
    this.host = new HostRequest(options);
  }

  async read<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string; as?: 'text' },
  ): Promise<T | undefined> {
    const within = this.pathOf(repository);
    return this.host.read<T>({ ...call, path: `${within}${path}`, within });
  }

  /** All items of a list whose pages have a `Link` to the next one. */
  async readPages<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string },
  ): Promise<T[]> {
    const within = this.pathOf(repository);
    return this.host.readPages<T>({
      ...call,
      path: `${within}${path}`,
      within,
    });
  }

  async post<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string; body: unknown },
  ): Promise<T> {
    return this.write<T>(repository, path, { ...call, method: 'POST' });
  }

  async write<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: Omit<HostCall, 'path'>,
  ): Promise<T> {
    const address = `${this.pathOf(repository)}${path}`;
    return this.host.write<T>({ ...call, path: address });
  }

  /** Deletes what may be gone already. */
  async remove(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string; saysGone?: (error: Error) => boolean },
  ): Promise<void> {
    const { doing, saysGone = isNotFound } = call;
    try {
      await this.write(repository, path, { method: 'DELETE', doing });
    } catch (error) {
      if (!isError(error) || !saysGone(error)) {
        throw error;
      }
    }
  }
}

function isNotFound({ name }: Error): boolean {
  return name === 'NotFoundError';
}
