import type {
  KindRegistry,
  WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type {
  ChangeEvent,
  KubeIndex,
  ResourceView,
} from '@lakefront/kube-index';
import { Capacities } from './Capacities';
import { toWorkloadResource } from './definitions';
import type {
  EventRow,
  LimitsRow,
  NamespaceRow,
  NetworkPolicyRow,
  PodRow,
  QuotaRow,
  SettingsRow,
  SyncRow,
  WorkloadRow,
} from './rows';
import { WorkloadShelves } from './WorkloadShelves';

/** Ids of the resources whose rows are syncs. */
export const SYNC_RESOURCES = ['syncs', 'applications'];

/** The watched resources by their names, typed. */
export class LakehouseIndex {
  readonly namespaces: ResourceView<NamespaceRow>;
  readonly quotas: ResourceView<QuotaRow>;
  readonly limits: ResourceView<LimitsRow>;
  readonly networkPolicies: ResourceView<NetworkPolicyRow>;
  readonly pods: ResourceView<PodRow>;
  readonly events: ResourceView<EventRow>;
  readonly settings: ResourceView<SettingsRow>;
  /** By engine: those of Flux, and those of Argo CD. */
  readonly syncs: readonly ResourceView<SyncRow>[];
  /** Kind id to the view of its objects. */
  readonly workloads: ReadonlyMap<string, ResourceView<WorkloadRow>>;
  /** The same objects by namespace and kind, for questions about many of them. */
  readonly shelves: WorkloadShelves;
  readonly capacities: Capacities;

  constructor(readonly kube: KubeIndex, readonly kinds: KindRegistry) {
    this.namespaces = kube.resource('namespaces');
    this.quotas = kube.resource('resourcequotas');
    this.limits = kube.resource('limitranges');
    this.networkPolicies = kube.resource('networkpolicies');
    this.pods = kube.resource('pods');
    this.events = kube.resource('events');
    this.settings = kube.resource('settings');
    this.syncs = SYNC_RESOURCES.map(id => kube.resource<SyncRow>(id));
    this.workloads = new Map(
      kinds
        .all()
        .map(({ id }) => [
          id,
          kube.resource<WorkloadRow>(toWorkloadResource(id)),
        ]),
    );
    this.shelves = new WorkloadShelves(this.workloads);
    this.capacities = new Capacities(this);
  }

  /** Kubernetes clusters of which nobody knows yet who has a domain there. */
  unreadClusters(): string[] {
    return this.kube
      .freshness()
      .filter(row => row.resource === this.namespaces.id && !row.everSynced)
      .map(row => row.kubernetesCluster);
  }

  kind(id: string): WorkloadKind | undefined {
    return this.kinds.byId(id);
  }

  /** Views whose rows decide what a page of workloads shows. */
  workloadViews(kindIds?: readonly string[]): ResourceView<WorkloadRow>[] {
    return [...this.workloads]
      .filter(([id]) => !kindIds?.length || kindIds.includes(id))
      .map(([, view]) => view);
  }

  /** Calls back for every change of every view; returns unsubscribe. */
  subscribe(listener: (event: ChangeEvent<unknown>) => void): () => void {
    const stops = [
      this.namespaces.subscribe(listener),
      this.quotas.subscribe(listener),
      this.limits.subscribe(listener),
      this.networkPolicies.subscribe(listener),
      this.pods.subscribe(listener),
      this.events.subscribe(listener),
      this.settings.subscribe(listener),
      ...this.syncs.map(view => view.subscribe(listener)),
      ...[...this.workloads.values()].map(view => view.subscribe(listener)),
    ];
    return () => stops.forEach(stop => stop());
  }
}
