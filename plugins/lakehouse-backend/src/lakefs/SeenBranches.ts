import type {
  LakeFSAddress,
  LakeFSBranchRow,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Ref } from '@lakefront/lakefs-client';
import type { DomainMap } from '../index/DomainMap';
import type { DomainKey } from '../types';
import type { DeclaredBranch, DeclaredByBranch } from './DeclaredBranches';
import type { Head } from './HeadMemory';
import type { LakeFSBook } from './readBook';

/** A branch as somebody may see it. */
export interface SeenBranch {
  ref: Ref;
  /** In lower case, to be searched. */
  name: string;
  declaredBy?: LakeFSBranchRow['declaredBy'];
  claimedByAnother: boolean;
  /** Of its object, in milliseconds since the epoch. */
  expiresAt?: number;
  /** Kept here once it is known: a commit never changes, and ten thousand look-ups are most of an answer. */
  head?: Head;
}

interface Remembered {
  book: LakeFSBook;
  declared: DeclaredByBranch;
  branches: readonly SeenBranch[];
}

/**
 * Branches of a repository with the objects that declare them, as far as a
 * scope may see those. Remembered for that very scope while nothing changes,
 * as joining ten thousand rows is most of what a page of them costs.
 */
export class SeenBranches {
  readonly #domains: Pick<DomainMap, 'placeOf'>;
  readonly #remembered = new WeakMap<
    ReadonlySet<DomainKey>,
    Map<string, Remembered>
  >();

  constructor(domains: Pick<DomainMap, 'placeOf'>) {
    this.#domains = domains;
  }

  of(
    scope: ReadonlySet<DomainKey>,
    address: LakeFSAddress,
    known: { book: LakeFSBook; declared: DeclaredByBranch },
  ): readonly SeenBranch[] {
    const { book, declared } = known;
    const key = `${address.server}/${address.repository}`;
    const ofScope = this.#remembered.get(scope) ?? new Map();
    this.#remembered.set(scope, ofScope);
    const remembered = ofScope.get(key);
    if (remembered?.book === book && remembered.declared === declared) {
      return remembered.branches;
    }
    const branches = book.branches.map(ref =>
      this.see(scope, ref, { book, declared }),
    );
    ofScope.set(key, { book, declared, branches });
    return branches;
  }

  see(
    scope: ReadonlySet<DomainKey>,
    ref: Ref,
    known: { book: LakeFSBook; declared: DeclaredByBranch },
  ): SeenBranch {
    const claims = known.book.marks.get(ref.id)?.claims ?? [];
    const declaring = (known.declared.get(ref.id) ?? [])
      .filter(one => this.#domainOf(scope, one) !== undefined)
      // Whose claim stands comes first.
      .sort(
        (a, b) =>
          Number(isClaimedBy(b, claims)) - Number(isClaimedBy(a, claims)),
      );
    const [first] = declaring;
    const expiresAt = first?.standing.expiresAt;
    return {
      ...{ ref, name: ref.id.toLocaleLowerCase('en-US') },
      ...(expiresAt !== undefined && { expiresAt: Date.parse(expiresAt) }),
      ...(first && {
        declaredBy: toDeclaredBy(first, this.#domainOf(scope, first)!),
      }),
      claimedByAnother:
        claims.some(
          claim => !declaring.some(one => isClaimedBy(one, [claim])),
        ) || (known.declared.get(ref.id)?.length ?? 0) > declaring.length,
    };
  }

  /** Of the object that declares it, where the scope has it. */
  #domainOf(
    scope: ReadonlySet<DomainKey>,
    { row }: DeclaredBranch,
  ): string | undefined {
    const { kubernetesCluster, namespace } = row.workload;
    const place = this.#domains.placeOf(kubernetesCluster, namespace);
    return place && scope.has(place.key) ? place.domain : undefined;
  }
}

/** A controller may call its Kubernetes cluster otherwise than the portal does. */
function isClaimedBy({ row }: DeclaredBranch, claims: string[]): boolean {
  const { namespace, name } = row.workload;
  return claims.some(claim => claim.endsWith(`/${namespace}/${name}`));
}

function toDeclaredBy(
  { row, standing }: DeclaredBranch,
  domain: string,
): NonNullable<LakeFSBranchRow['declaredBy']> {
  const { workload } = row;
  const { kubernetesCluster, namespace, kind, name, state } = workload;
  const { owner, requestedBy, changeId } = workload;
  return {
    ...{ kubernetesCluster, namespace, kind, name, domain, state, standing },
    ...(owner !== undefined && { owner }),
    ...(requestedBy !== undefined && { requestedBy }),
    ...(changeId !== undefined && { changeId }),
  };
}
