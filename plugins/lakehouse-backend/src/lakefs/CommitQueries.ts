import type {
  LakeFSAddress,
  LakeFSCommit,
  LakeFSList,
  WorkloadAddress,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { maskObject } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Commit } from '@lakefront/lakefs-client';
import type { DomainMap } from '../index/DomainMap';
import type { LakehouseIndex } from '../index/LakehouseIndex';
import { maskText } from '../maskText';
import { takePage } from '../queries/pageSize';
import type { DomainKey } from '../types';
import { askLakeFS } from './askLakeFS';
import type { LakeFSAsker } from './LakeFSAsker';
import type { LakeFSBooks } from './LakeFSBooks';
import type { LakeFSPermits } from './LakeFSPermits';
import type { LakeFSServer } from './LakeFSServer';
import { lakeFSUrls } from './lakeFSUrls';

const LONGEST_TEXT = 4_000;
const MOST_METADATA = 100;

/** Commits, with the job that made each where the asker may see it. */
export class CommitQueries {
  readonly #books: LakeFSBooks;
  readonly #permits: LakeFSPermits;
  readonly #domains: Pick<DomainMap, 'placeOf'>;
  readonly #index: Pick<LakehouseIndex, 'workloads'>;

  constructor(options: {
    books: LakeFSBooks;
    permits: LakeFSPermits;
    domains: Pick<DomainMap, 'placeOf'>;
    index: Pick<LakehouseIndex, 'workloads'>;
  }) {
    this.#books = options.books;
    this.#permits = options.permits;
    this.#domains = options.domains;
    this.#index = options.index;
  }

  /** Newest first; asked for each time, as it is looked at seldom. */
  async list(
    asker: LakeFSAsker,
    address: LakeFSAddress,
    question: { ref: string; limit: number; cursor?: string },
  ): Promise<LakeFSList<LakeFSCommit>> {
    this.#permits.require(asker.scope, address);
    const { server, repository } = await this.#books.find(address);
    const { ref, limit, cursor } = question;
    const page = await askLakeFS(
      server,
      `branch, tag or commit ${ref} in ${address.server}/${address.repository}`,
      client =>
        client.commits.log(repository.id, ref, {
          after: cursor,
          amount: limit,
        }),
    );
    const { items, last, more } = takePage(page.items, {
      limit,
      toItem: commit =>
        this.describe(asker.scope, server, repository.id, commit),
    });
    const next = more ? last?.id : page.next;
    return {
      items,
      ...(next !== undefined && { nextCursor: next }),
      freshness: [{ ...address, state: 'live' }],
    };
  }

  describe(
    scope: ReadonlySet<DomainKey>,
    server: LakeFSServer,
    repository: string,
    commit: Commit,
  ): LakeFSCommit {
    const { id, parents, committer, message, createdAt, metadata } = commit;
    const job = this.#jobOf(scope, metadata);
    return {
      ...{ id, parents: [...parents] },
      committer: maskText(committer).slice(0, LONGEST_TEXT),
      message: maskText(message).slice(0, LONGEST_TEXT),
      createdAt: new Date(createdAt * 1000).toISOString(),
      metadata: shownMetadata(metadata),
      ...(job && { job }),
      url: lakeFSUrls(server, repository).commit(id),
    };
  }

  #jobOf(
    scope: ReadonlySet<DomainKey>,
    metadata: Readonly<Record<string, string>>,
  ): WorkloadAddress | undefined {
    const { kubernetes_cluster: kubernetesCluster, namespace, job } = metadata;
    if (!kubernetesCluster || !namespace || !job) {
      return undefined;
    }
    const place = this.#domains.placeOf(kubernetesCluster, namespace);
    if (!place || !scope.has(place.key)) {
      return undefined;
    }
    const kind = [...this.#index.workloads].find(
      ([, view]) =>
        view.get(kubernetesCluster, namespace, job)?.row.workload.role ===
        'job',
    )?.[0];
    return kind === undefined
      ? undefined
      : { kubernetesCluster, namespace, kind, name: job };
  }
}

function shownMetadata(
  metadata: Readonly<Record<string, string>>,
): Record<string, string> {
  const entries = Object.entries(metadata)
    .slice(0, MOST_METADATA)
    .map(([key, value]) => [key, value.slice(0, LONGEST_TEXT)]);
  // Under a name whose keys are free, so that a key alone gives a credential away.
  return maskObject({ data: Object.fromEntries(entries) }).data;
}
