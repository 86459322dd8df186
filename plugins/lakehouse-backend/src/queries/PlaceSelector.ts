import type { DomainMap } from '../index/DomainMap';
import { type NamespaceKey, toNamespaceKey } from '../index/rows';
import type { DomainKey, DomainPlace } from '../types';
import { hashOf } from '../versions/Versions';

/** Selections kept for one scope; more are worked out again. */
const REMEMBERED = 20;

export interface PlaceFilters {
  domain?: readonly string[];
  kubernetesCluster?: readonly string[];
}

/** The places that a question is about. */
export interface Selection {
  keys: ReadonlySet<DomainKey>;
  places: ReadonlyMap<NamespaceKey, DomainPlace>;
  kubernetesClusters: readonly string[];
  /** What a version remembers of it: another one means a full answer. */
  hash: string;
}

interface Remembered {
  /** The map of domains that they were selected from. */
  of: readonly DomainPlace[];
  selections: Map<string, Selection>;
}

/**
 * Selects places of a scope, and remembers it for that very scope as long as
 * the map of domains stays as it is: one user's selection is never another's.
 */
export class PlaceSelector {
  readonly #domains: Pick<DomainMap, 'places'>;
  readonly #remembered = new WeakMap<ReadonlySet<DomainKey>, Remembered>();

  constructor(domains: Pick<DomainMap, 'places'>) {
    this.#domains = domains;
  }

  select(scope: ReadonlySet<DomainKey>, filters: PlaceFilters = {}): Selection {
    const { domain, kubernetesCluster } = filters;
    const selections = this.#of(scope);
    const question = JSON.stringify([domain, kubernetesCluster]);
    let selection = selections.get(question);
    if (!selection) {
      selection = toSelection(
        this.#domains
          .places()
          .filter(
            place =>
              scope.has(place.key) &&
              (!domain?.length || domain.includes(place.domain)) &&
              (!kubernetesCluster?.length ||
                kubernetesCluster.includes(place.kubernetesCluster)),
          ),
      );
      if (selections.size >= REMEMBERED) {
        selections.clear();
      }
      selections.set(question, selection);
    }
    return selection;
  }

  #of(scope: ReadonlySet<DomainKey>): Remembered['selections'] {
    const of = this.#domains.places();
    let remembered = this.#remembered.get(scope);
    if (remembered?.of !== of) {
      remembered = { of, selections: new Map() };
      this.#remembered.set(scope, remembered);
    }
    return remembered.selections;
  }
}

function toSelection(selected: DomainPlace[]): Selection {
  const places = new Map(
    selected.map(place => [
      toNamespaceKey(place.kubernetesCluster, place.namespace),
      place,
    ]),
  );
  return {
    keys: new Set(selected.map(({ key }) => key)),
    places,
    kubernetesClusters: [
      ...new Set(selected.map(place => place.kubernetesCluster)),
    ],
    hash: hashOf([...places].map(([key, place]) => `${key}=${place.key}`)),
  };
}
