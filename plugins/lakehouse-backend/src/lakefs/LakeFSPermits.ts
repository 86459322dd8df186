import type {
  LakeFSAddress,
  LakeFSSettings,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { mayUseRepository } from '@lakefront/lakefs-client';
import { notThere } from '../access/DefaultDomainAccess';
import type { DomainKey, DomainPlace, LakehouseReader } from '../types';

/** A domain on one Kubernetes cluster, and what it has of lakeFS. */
export interface LakePlace {
  place: DomainPlace;
  settings: LakeFSSettings;
}

/** Which repositories somebody may see: those that settings of domains name which they may read. */
export class LakeFSPermits {
  readonly #reader: Pick<LakehouseReader, 'places' | 'settings'>;

  constructor(reader: Pick<LakehouseReader, 'places' | 'settings'>) {
    this.#reader = reader;
  }

  /** All domains of a scope that have something of lakeFS. */
  places(scope: ReadonlySet<DomainKey>): LakePlace[] {
    return this.#reader.places().flatMap(place => {
      const settings =
        scope.has(place.key) &&
        this.#reader.settings(place.kubernetesCluster, place.domain).lakefs;
      return settings ? [{ place, settings }] : [];
    });
  }

  /** Those of a scope whose settings name the repository; throws as for what is not there where none does. */
  require(scope: ReadonlySet<DomainKey>, address: LakeFSAddress): LakePlace[] {
    const places = this.places(scope).filter(({ settings }) =>
      mayUseRepository(settings.repositories, address),
    );
    if (places.length === 0) {
      throw notThere();
    }
    return places;
  }
}
