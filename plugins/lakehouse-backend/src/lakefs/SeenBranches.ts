import type {
  LakeFSAddress,
  LakeFSBranchRow,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { Ref } from '@lakefront/lakefs-client';
import type { DomainMap } from '../index/DomainMap';
import type { DomainKey } from '../types';
import type { DeclaredBranch, DeclaredByBranch } from './DeclaredBranches';
import type { Head } from './HeadMemory';
import { compareText, type LakeFSBook } from './readBook';

/** A branch as somebody may see it. */
export interface SeenBranch {
  /** No commit where only an object tells of it that names no head. */
  ref: Pick<Ref, 'id'> & Partial<Ref>;
  /** In lower case, to be searched. */
  name: string;
  declaredBy?: LakeFSBranchRow['declaredBy'];
  claimedByAnother: boolean;
  /** Of its object, in milliseconds since the epoch. */
  expiresAt?: number;
  /** Kept here once it is known: a commit never changes, and ten thousand look-ups are most of an answer. */
  head?: Head;
}

/** Of one repository. */
interface WhatIsKnown {
  book: LakeFSBook;
  declared: DeclaredByBranch;
}

interface Remembered extends WhatIsKnown {
  isWhole: boolean;
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

  /** `isWhole`: the book has all branches; else those that only objects tell of are there, too. */
  of(
    scope: ReadonlySet<DomainKey>,
    address: LakeFSAddress,
    known: WhatIsKnown & { isWhole: boolean },
  ): readonly SeenBranch[] {
    const { book, declared, isWhole } = known;
    const key = `${address.server}/${address.repository}`;
    const ofScope = this.#remembered.get(scope) ?? new Map();
    this.#remembered.set(scope, ofScope);
    const remembered = ofScope.get(key);
    if (
      remembered?.book === book &&
      remembered.declared === declared &&
      remembered.isWhole === isWhole
    ) {
      return remembered.branches;
    }
    const told = book.branches.map(ref => this.see(scope, ref, known));
    const branches = isWhole
      ? told
      : [...told, ...this.#onlyDeclared(scope, known)].sort((a, b) =>
          compareText(a.ref.id, b.ref.id),
        );
    ofScope.set(key, { book, declared, isWhole, branches });
    return branches;
  }

  /** Branches that the book has not, as objects of the scope tell of them. */
  #onlyDeclared(
    scope: ReadonlySet<DomainKey>,
    known: WhatIsKnown,
  ): SeenBranch[] {
    return [...known.declared.keys()]
      .filter(id => !known.book.byName.has(id))
      .map(id => this.see(scope, { id }, known))
      .filter(({ declaredBy }) => declaredBy && !declaredBy.standing.deleted);
  }

  /** A branch without a commit is at the one that its object names. */
  see(
    scope: ReadonlySet<DomainKey>,
    ref: SeenBranch['ref'],
    known: WhatIsKnown,
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
    const commitId = ref.commitId ?? first?.standing.commitId;
    return {
      ref: commitId === ref.commitId ? ref : { ...ref, commitId },
      name: ref.id.toLocaleLowerCase('en-US'),
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
