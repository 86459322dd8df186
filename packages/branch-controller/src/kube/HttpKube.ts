import pLimit from 'p-limit';
import {
  DEFINITION,
  FINALIZER,
  GROUP,
  PLURAL,
  VERSION,
  type LakeFSBranch,
  type LakeFSBranchStatus,
} from '../object/LakeFSBranch';
import type { Clock } from '../runtime/Clock';
import type { Kube } from './Kube';
import { KubeSession, KubeStatusError } from './KubeSession';

/** Calls at once: what is told is never a flood, and making a branch does not wait for it. */
const AT_ONCE = 4;

/** The API server over HTTP. */
export class HttpKube implements Kube {
  readonly #turn = pLimit(AT_ONCE);
  #told = 0;

  constructor(
    private readonly session: KubeSession,
    private readonly options: {
      clock: Clock;
      identity: string;
      onError(error: unknown): void;
    },
  ) {}

  async read(namespace: string, name: string) {
    return (await this.#orGone(this.#get(pathOf(namespace, name)))) as
      | LakeFSBranch
      | undefined;
  }

  async writeStatus(object: LakeFSBranch, status: LakeFSBranchStatus) {
    const { namespace, name } = object.metadata;
    // A merge leaves what is not named: what is to go is named null.
    const gone = Object.fromEntries(
      Object.keys(object.status ?? {}).map(key => [key, null]),
    );
    return this.#patch(`${pathOf(namespace, name)}/status`, object, {
      status: { ...gone, ...status },
    });
  }

  async setFinalizer(object: LakeFSBranch, wanted: boolean) {
    const { namespace, name, finalizers = [] } = object.metadata;
    const others = finalizers.filter(finalizer => finalizer !== FINALIZER);
    return this.#patch(pathOf(namespace, name), object, {
      metadata: { finalizers: wanted ? [...others, FINALIZER] : others },
    });
  }

  async isGoing(namespace: string): Promise<boolean> {
    const isGoing = async (path: string) => {
      try {
        const found = (await this.#orGone(this.#get(path))) as
          | LakeFSBranch
          | undefined;
        return !found || found.metadata.deletionTimestamp !== undefined;
      } catch (error) {
        // Who may not see it can't say that it stays.
        if (error instanceof KubeStatusError && error.status === 403) {
          this.options.onError(error);
          return true;
        }
        throw error;
      }
    };
    return (
      (await isGoing(`/api/v1/namespaces/${encodeURIComponent(namespace)}`)) ||
      isGoing(
        `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${DEFINITION}`,
      )
    );
  }

  async tell(
    object: LakeFSBranch,
    event: { type: 'Normal' | 'Warning'; reason: string; message: string },
  ): Promise<void> {
    const { namespace, name, uid, resourceVersion } = object.metadata;
    const { clock, identity } = this.options;
    const now = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    this.#told += 1;
    const suffix = (clock.now() * 1_000 + (this.#told % 1_000)).toString(16);
    try {
      await this.#send(
        'POST',
        `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
        {
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { name: `${name}.${suffix}`, namespace },
          involvedObject: {
            apiVersion: object.apiVersion,
            kind: object.kind,
            ...{ namespace, name, uid, resourceVersion },
          },
          type: event.type,
          reason: event.reason,
          message: event.message.slice(0, 1_000),
          firstTimestamp: now,
          lastTimestamp: now,
          count: 1,
          source: { component: 'lakefront-branch-controller' },
          reportingComponent: 'lakefront.dev/branch-controller',
          reportingInstance: identity,
        },
      );
    } catch (error) {
      this.options.onError(error);
    }
  }

  #get(path: string): Promise<unknown> {
    return this.#turn(() => this.session.get(path));
  }

  #send(
    method: 'POST' | 'PATCH',
    path: string,
    body: unknown,
  ): Promise<unknown> {
    return this.#turn(() => this.session.send(method, path, body));
  }

  async #patch(
    path: string,
    object: LakeFSBranch,
    patch: { metadata?: object; status?: object },
  ): Promise<LakeFSBranch | undefined> {
    const { resourceVersion, uid } = object.metadata;
    try {
      return (await this.#orGone(
        this.#send('PATCH', path, {
          ...patch,
          metadata: { ...patch.metadata, resourceVersion, uid },
        }),
      )) as LakeFSBranch | undefined;
    } catch (error) {
      if (error instanceof KubeStatusError && error.status === 409) {
        return undefined;
      }
      throw error;
    }
  }

  async #orGone(answer: Promise<unknown>): Promise<unknown> {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof KubeStatusError && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }
}

function pathOf(namespace: string, name: string): string {
  return `/apis/${GROUP}/${VERSION}/namespaces/${encodeURIComponent(
    namespace,
  )}/${PLURAL}/${encodeURIComponent(name)}`;
}
