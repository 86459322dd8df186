import type {
  DomainCapacity,
  DomainSettings,
  Freshness,
  KubernetesObject,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import {
  EMPTY_SETTINGS,
  SETTINGS_NAMESPACE,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { KubeApi } from '../kubernetes/KubeApi';
import { readOpenApiSchema } from '../kubernetes/openApiSchema';
import type { DomainPlace, FollowedSync, LakehouseReader } from '../types';
import { type DomainMap, toDomainKey } from './DomainMap';
import type { LakehouseIndex } from './LakehouseIndex';
import { toSyncKey, toSyncPath } from './projectSync';
import { toDomainSync, toNamespaceKey } from './rows';
import { toPlaceOfEvent } from './toPlaceOfEvent';
import { toFreshness } from './toFreshness';
import { toWorkload } from './toWorkload';
import { withoutSpareEngine } from './withoutSpareEngine';

const SCHEMA_KEPT_MS = 10 * 60_000;

/** Answers from memory; whole objects and schemas from the API server. */
export class DefaultLakehouseReader implements LakehouseReader {
  readonly #index: LakehouseIndex;
  readonly #domains: DomainMap;
  readonly #apis: ReadonlyMap<string, KubeApi>;
  readonly #now: () => number;
  readonly #schemas = new Map<
    string,
    { at: number; schema: Promise<unknown | undefined> }
  >();

  constructor(options: {
    index: LakehouseIndex;
    domains: DomainMap;
    /** By the name of the Kubernetes cluster. */
    apis: ReadonlyMap<string, KubeApi>;
    now?: () => number;
  }) {
    this.#index = options.index;
    this.#domains = options.domains;
    this.#apis = options.apis;
    this.#now = options.now ?? Date.now;
  }

  places(): DomainPlace[] {
    return this.#domains.places();
  }

  place(kubernetesCluster: string, domain: string): DomainPlace | undefined {
    return this.#domains.place(toDomainKey(kubernetesCluster, domain));
  }

  settings(kubernetesCluster: string, domain: string): DomainSettings {
    const entry = this.#index.settings.get(
      kubernetesCluster,
      SETTINGS_NAMESPACE,
      domain,
    );
    return entry?.row.settings ?? EMPTY_SETTINGS;
  }

  capacity(
    kubernetesCluster: string,
    domain: string,
  ): DomainCapacity | undefined {
    const place = this.place(kubernetesCluster, domain);
    return place && this.#index.capacities.of(place);
  }

  workload(
    kubernetesCluster: string,
    namespace: string,
    kind: string,
    name: string,
  ): Workload | undefined {
    const place = this.#domains.placeOf(kubernetesCluster, namespace);
    const entry = this.#index.workloads
      .get(kind)
      ?.get(kubernetesCluster, namespace, name);
    return place && entry
      ? toWorkload(this.#index, entry.row, place)
      : undefined;
  }

  workloads(place: DomainPlace): Workload[] {
    const { kubernetesCluster, namespace } = place;
    const key = toNamespaceKey(kubernetesCluster, namespace);
    return [...this.#index.shelves.of(key)].flatMap(shelf =>
      shelf.rows().map(row => toWorkload(this.#index, row, place)),
    );
  }

  sync(kubernetesCluster: string, path: string): FollowedSync | undefined {
    const where = { path: [toSyncKey(kubernetesCluster, path)] };
    for (const view of this.#index.syncs) {
      const row = view.list({ where }).entries[0]?.row;
      const directory = row?.directories.find(
        one => one.path === toSyncPath(path),
      );
      if (row && directory) {
        const { partly } = directory;
        return { ...toDomainSync(row, directory), ...(partly && { partly }) };
      }
    }
    return undefined;
  }

  freshness(kubernetesCluster?: string): Freshness[] {
    return withoutSpareEngine(this.#index.kube.freshness())
      .filter(
        row =>
          !kubernetesCluster || row.kubernetesCluster === kubernetesCluster,
      )
      .map(toFreshness);
  }

  async readLive(
    kubernetesCluster: string,
    namespace: string,
    kindId: string,
    name: string,
  ): Promise<KubernetesObject | undefined> {
    const kind = this.#index.kind(kindId);
    if (!kind) {
      return undefined;
    }
    const base = kind.group
      ? `/apis/${kind.group}/${kind.version}`
      : `/api/${kind.version}`;
    const path = [base, 'namespaces', namespace, kind.plural, name]
      .map((part, at) => (at === 0 ? part : encodeURIComponent(part)))
      .join('/');
    const object = await this.#apis.get(kubernetesCluster)?.getJson(path);
    return object as KubernetesObject | undefined;
  }

  async schema(
    kubernetesCluster: string,
    kindId: string,
  ): Promise<unknown | undefined> {
    const kind = this.#index.kind(kindId);
    const api = this.#apis.get(kubernetesCluster);
    if (!kind || !api) {
      return undefined;
    }
    const key = `${kubernetesCluster}/${kindId}`;
    const kept = this.#schemas.get(key);
    if (kept && this.#now() - kept.at < SCHEMA_KEPT_MS) {
      return kept.schema;
    }
    const schema = readOpenApiSchema(api, kind);
    this.#schemas.set(key, { at: this.#now(), schema });
    // A failure, and a schema that is not there yet, are not kept.
    schema.then(
      found => !found && this.#schemas.delete(key),
      () => this.#schemas.delete(key),
    );
    return schema;
  }

  onChange(
    callback: (event: { kubernetesCluster: string; domain?: string }) => void,
  ): () => void {
    return this.#index.subscribe(event => {
      if (event.type !== 'freshness') {
        callback(toPlaceOfEvent(event, this.#domains));
      }
    });
  }
}
