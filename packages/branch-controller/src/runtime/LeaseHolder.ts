import { KubeStatusError, type KubeSession } from '../kube/KubeSession';
import type { Clock } from './Clock';

/** So long nobody else takes a Lease that is not renewed. */
const LEASE_S = 15;

export interface LeaseOptions {
  session: KubeSession;
  namespace: string;
  name: string;
  /** Of this process, e.g. the name of its pod. */
  identity: string;
  clock: Clock;
}

interface Lease {
  metadata: { resourceVersion: string };
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    renewTime?: string;
    leaseTransitions?: number;
  };
}

/** One Lease, as one process sees it. */
export class LeaseHolder {
  /** When, by our own clock, the Lease was last seen to change: those of others differ. */
  #seen?: { version: string; at: number };

  constructor(private readonly options: LeaseOptions) {}

  /** Whether this process holds the Lease now. */
  async tryHold(): Promise<boolean> {
    const { clock, identity } = this.options;
    const lease = await this.#read();
    if (!lease) return this.#write(undefined, identity);
    const { holderIdentity, leaseDurationSeconds = LEASE_S } = lease.spec ?? {};
    const version = lease.metadata.resourceVersion;
    if (this.#seen?.version !== version) {
      this.#seen = { version, at: clock.now() };
    }
    const isFree =
      !holderIdentity ||
      holderIdentity === identity ||
      clock.now() - this.#seen.at > leaseDurationSeconds * 1_000;
    return isFree && this.#write(lease, identity);
  }

  /** So that the next one needs not wait. */
  async release(): Promise<void> {
    const lease = await this.#read();
    if (lease?.spec?.holderIdentity === this.options.identity) {
      await this.#write(lease, '');
    }
  }

  async #read(): Promise<Lease | undefined> {
    const { session, namespace, name } = this.options;
    try {
      return (await session.get(`${pathTo(namespace)}/${name}`)) as Lease;
    } catch (error) {
      if (error instanceof KubeStatusError && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  /** False where somebody else was faster. */
  async #write(before: Lease | undefined, holder: string): Promise<boolean> {
    const { session, namespace, name, clock } = this.options;
    const now = new Date(clock.now()).toISOString().replace('Z', '000Z');
    const transitions = before?.spec?.leaseTransitions ?? 0;
    const isNew = before?.spec?.holderIdentity !== holder;
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { ...before?.metadata, name, namespace },
      spec: {
        ...before?.spec,
        holderIdentity: holder,
        leaseDurationSeconds: LEASE_S,
        renewTime: now,
        ...(isNew && {
          acquireTime: now,
          leaseTransitions: before ? transitions + 1 : 0,
        }),
      },
    };
    try {
      await (before
        ? session.send('PUT', `${pathTo(namespace)}/${name}`, lease)
        : session.send('POST', pathTo(namespace), lease));
      return true;
    } catch (error) {
      if (error instanceof KubeStatusError && error.status === 409) {
        return false;
      }
      throw error;
    }
  }
}

function pathTo(namespace: string): string {
  return `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
}
