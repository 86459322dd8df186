import { InputError } from '@backstage/errors';
import type { GitRepositoryTarget } from '@lakefront/backstage-plugin-lakehouse-node';
import type { AzureList } from './azureShapes';
import { HostRequest, type HostRequestOptions } from './HostRequest';

export type AzureQuery = Record<string, string>;

const PAGE_SIZE = 100;

/** Azure DevOps' way with addresses, versions, lists and pages, on `HostRequest`. */
export class AzureRequest {
  readonly #request: HostRequest;

  constructor(options: HostRequestOptions) {
    this.#request = new HostRequest(options);
  }

  async read<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string; query?: AzureQuery; as?: 'text' },
  ): Promise<T | undefined> {
    const { doing, query, as } = call;
    return this.#request.read<T>({
      ...{ doing, as, path: toPath(repository, path, query) },
      within: toPath(repository, ''),
    });
  }

  /** A list that comes whole. */
  async values<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string; query?: AzureQuery },
  ): Promise<T[]> {
    const answer = await this.read<AzureList<T> | T[]>(repository, path, call);
    // The description has bare lists where servers answer with an envelope.
    return Array.isArray(answer) ? answer : answer?.value ?? [];
  }

  /** A list that comes in pages, which are asked for until one is empty. */
  async pages<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string; query: AzureQuery },
  ): Promise<T[]> {
    let skip = 0;
    const next = () =>
      toPath(repository, path, {
        ...call.query,
        ...{ $top: String(PAGE_SIZE), $skip: String(skip) },
      });
    return this.#request.readWhile<AzureList<T>, T>(
      { path: next(), doing: call.doing, within: toPath(repository, '') },
      ({ value }) => {
        skip += value.length;
        return { items: value, next: value.length > 0 ? next() : undefined };
      },
    );
  }

  async post<T>(
    repository: GitRepositoryTarget,
    path: string,
    call: { doing: string; body: unknown },
  ): Promise<T> {
    return this.#request.write<T>({
      ...call,
      method: 'POST',
      path: toPath(repository, path),
    });
  }
}

/** `/<organization>/<project>/_apis/git/repositories/<name>...`, from the web address. */
function toPath(
  { url }: GitRepositoryTarget,
  path: string,
  query?: AzureQuery,
): string {
  const [project, name, ...more] = new URL(url).pathname.split('/_git/');
  if (!name || name.includes('/') || more.length > 0) {
    throw new InputError(
      `${url} is not a repository of Azure DevOps: expected https://dev.azure.com/<organization>/<project>/_git/<repository>`,
    );
  }
  // The repository that has its project's name goes by that name alone.
  const levels = /\.visualstudio\.com$/.test(new URL(url).host) ? 1 : 2;
  const inProject =
    project.split('/').length > levels ? project : `${project}/${name}`;
  const search = toQuery({ ...query, 'api-version': '7.1' });
  return `${inProject}/_apis/git/repositories/${name}${path}?${search}`;
}

/** Spaces as `%20`, which is read alike everywhere. */
export function toQuery(query: AzureQuery): string {
  return new URLSearchParams(query).toString().replaceAll('+', '%20');
}
