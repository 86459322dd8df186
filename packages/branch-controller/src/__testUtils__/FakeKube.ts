import type { Kube } from '../kube/Kube';
import {
  FINALIZER,
  type LakeFSBranch,
  type LakeFSBranchSpec,
  type LakeFSBranchStatus,
} from '../object/LakeFSBranch';

/** Objects, their versions and events, as an API server keeps them. */
export class FakeKube implements Kube {
  readonly objects = new Map<string, LakeFSBranch>();
  readonly events: Array<{ object: string; reason: string; message: string }> =
    [];
  readonly going = new Set<string>();
  private version = 100;

  constructor(private readonly now: () => number) {}

  /** Makes the object, or changes its spec. */
  apply(
    name: string,
    spec: Partial<LakeFSBranchSpec> = {},
    namespace = 'dom-sales',
  ): LakeFSBranch {
    const before = this.objects.get(`${namespace}/${name}`);
    const object: LakeFSBranch = {
      apiVersion: 'lakefront.dev/v1alpha1',
      kind: 'LakeFSBranch',
      metadata: before?.metadata ?? {
        ...{ name, namespace, uid: `uid-${(this.version += 1)}` },
        ...{ resourceVersion: '', generation: 0 },
      },
      spec: {
        ...{ server: 'lake', repository: 'orders-lake', source: 'main' },
        ...{ adopt: 'Never', deletionPolicy: 'Retain' },
        ...before?.spec,
        ...spec,
      },
      ...(before?.status && { status: before.status }),
    };
    return this.put(object, {
      generation: object.metadata.generation + 1,
    });
  }

  get(name: string, namespace = 'dom-sales'): LakeFSBranch {
    const found = this.objects.get(`${namespace}/${name}`);
    if (!found) throw new Error(`There is no ${namespace}/${name}`);
    return found;
  }

  has(name: string, namespace = 'dom-sales'): boolean {
    return this.objects.has(`${namespace}/${name}`);
  }

  /** As `kubectl delete`. */
  remove(name: string, namespace = 'dom-sales'): void {
    const object = this.get(name, namespace);
    if ((object.metadata.finalizers ?? []).length === 0) {
      this.objects.delete(`${namespace}/${name}`);
    } else if (!object.metadata.deletionTimestamp) {
      this.put(object, {
        deletionTimestamp: new Date(this.now()).toISOString(),
      });
    }
  }

  /** As after a Kubernetes cluster was built anew from Git. */
  forgetStatus(name: string): void {
    const { status: _, ...object } = this.get(name);
    this.put(object as LakeFSBranch, { uid: `uid-${(this.version += 1)}` });
  }

  async read(namespace: string, name: string) {
    return this.objects.get(`${namespace}/${name}`);
  }

  async writeStatus(object: LakeFSBranch, status: LakeFSBranchStatus) {
    return this.isCurrent(object)
      ? this.put({ ...this.get(...place(object)), status }, {})
      : undefined;
  }

  async setFinalizer(object: LakeFSBranch, wanted: boolean) {
    if (!this.isCurrent(object)) return undefined;
    const current = this.get(...place(object));
    const finalizers = wanted ? [FINALIZER] : [];
    if (!wanted && current.metadata.deletionTimestamp) {
      this.objects.delete(
        `${object.metadata.namespace}/${object.metadata.name}`,
      );
      return undefined;
    }
    return this.put(current, { finalizers });
  }

  async isGoing(namespace: string) {
    return this.going.has(namespace);
  }

  async tell(
    object: LakeFSBranch,
    { reason, message }: { reason: string; message: string },
  ) {
    this.events.push({ object: object.metadata.name, reason, message });
  }

  private isCurrent(object: LakeFSBranch): boolean {
    const { namespace, name, resourceVersion } = object.metadata;
    const current = this.objects.get(`${namespace}/${name}`);
    return current?.metadata.resourceVersion === resourceVersion;
  }

  private put(
    object: LakeFSBranch,
    metadata: Partial<LakeFSBranch['metadata']>,
  ): LakeFSBranch {
    this.version += 1;
    const stored = {
      ...object,
      metadata: {
        ...object.metadata,
        ...metadata,
        resourceVersion: String(this.version),
      },
    };
    const { namespace, name } = stored.metadata;
    this.objects.set(`${namespace}/${name}`, stored);
    return stored;
  }
}

function place({ metadata }: LakeFSBranch): [string, string] {
  return [metadata.name, metadata.namespace];
}
