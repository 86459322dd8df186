import { Conditions } from '../Conditions';
import { DefaultResourceView } from '../DefaultResourceView';
import { Replica } from '../Replica';
import { ReplicaPart } from '../ReplicaPart';
import { RowTable } from '../RowTable';
import { systemClock } from '../systemClock';
import { WireObject } from '../types';
import { ValuePool } from '../ValuePool';
import { PodRow, pods } from './pods';

const QUIET = { debug: () => {}, info: () => {}, warn: () => {} };

interface Happening {
  version: number;
  type: 'put' | 'delete';
  object: WireObject;
}

/** The pods of one API server, and everything that ever happened to them. */
export class PodHistory {
  readonly happenings: Happening[] = [];
  readonly #objects = new Map<string, WireObject>();
  /** What there was from each change on. */
  readonly #moments: Array<{ version: number; rows: Record<string, PodRow> }> =
    [{ version: 0, rows: {} }];
  #version = 100;

  get version(): number {
    return this.#version;
  }

  /** Something that has nothing to do with pods. */
  somethingElse(): void {
    this.#version += 1;
  }

  put(namespace: string, name: string, phase: string): void {
    this.#version += 1;
    const { metadata, ...rest } = podOf(namespace, name, phase);
    const object = {
      ...rest,
      metadata: { ...metadata, resourceVersion: `${this.#version}` },
    };
    this.#objects.set(`${namespace}/${name}`, object);
    this.#record('put', object);
  }

  remove(namespace: string, name: string): void {
    const object = this.#objects.get(`${namespace}/${name}`);
    if (object && this.#objects.delete(`${namespace}/${name}`)) {
      this.#version += 1;
      this.#record('delete', {
        ...object,
        metadata: { ...object.metadata, resourceVersion: `${this.#version}` },
      });
    }
  }

  objects(namespace: string | undefined): WireObject[] {
    return [...this.#objects.values()].filter(
      ({ metadata }) =>
        namespace === undefined || metadata.namespace === namespace,
    );
  }

  rowsAt(version: number): Record<string, PodRow> {
    return this.#moments.filter(moment => moment.version <= version).pop()!
      .rows;
  }

  /** The version of the last change in these namespaces that is not after `version`. */
  lastChange(
    version: number,
    namespaces: ReadonlyArray<string | undefined>,
  ): number {
    const last = this.happenings
      .filter(
        happening =>
          happening.version <= version &&
          (namespaces.includes(undefined) ||
            namespaces.includes(happening.object.metadata.namespace)),
      )
      .pop();
    return last?.version ?? 0;
  }

  #record(type: Happening['type'], object: WireObject): void {
    this.happenings.push({ version: this.#version, type, object });
    this.#moments.push({
      version: this.#version,
      rows: Object.fromEntries(
        Array.from(this.#objects, ([key, { metadata, status }]) => [
          `west/${key}`,
          { name: metadata.name, ...(status as { phase: string }) },
        ]),
      ),
    });
  }
}

function podOf(namespace: string, name: string, phase: string): WireObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    status: { phase },
  };
}

/** One replica, which is told of a history step by step, as a test says. */
export class SteppedReplica {
  readonly view: DefaultResourceView<PodRow>;
  readonly replica: Replica<PodRow>;
  readonly #history: PodHistory;
  /** What it follows, each on its own; `undefined` is the whole. */
  followed: ReadonlyArray<string | undefined> = [];
  /** Lists under way: the pages that are still to come. */
  readonly #lists = new Map<ReplicaPart, () => void>();

  constructor(
    history: PodHistory,
    options: { namespaces?: readonly string[]; logSize?: number } = {},
  ) {
    const { namespaces, logSize = 8 } = options;
    this.#history = history;
    const table = new RowTable<PodRow>();
    this.view = new DefaultResourceView<PodRow>({
      id: 'pods',
      table,
      conditions: new Conditions(systemClock),
      logger: QUIET,
    });
    this.replica = new Replica<PodRow>({
      kubernetesCluster: 'west',
      definition: pods,
      table,
      values: new ValuePool(),
      clock: systemClock,
      logger: QUIET,
      logSize,
      unreachableAfterMs: 60_000,
      emit: events => this.view.publish(events),
    });
    this.view.addReplica(this.replica);
    this.follow(namespaces);
  }

  /** From now on these namespaces, each on its own; undefined: the whole. */
  follow(namespaces: readonly string[] | undefined): void {
    this.followed = namespaces ?? [undefined];
    if (namespaces) {
      this.replica.readNamespaces(namespaces);
    }
    this.followed
      .filter(namespace => this.part(namespace).position === undefined)
      .forEach(namespace => this.list(namespace));
  }

  part(namespace: string | undefined): ReplicaPart {
    return namespace === undefined
      ? this.replica.whole
      : this.replica.part(namespace);
  }

  rows(): Record<string, PodRow> {
    return Object.fromEntries(
      this.view.list().entries.map(({ key, row }) => [key, row]),
    );
  }

  /** Begins a list: half of what there is now comes at once, the rest with the next step. */
  beginList(namespace?: string): void {
    if (!this.followed.includes(namespace)) {
      return;
    }
    const part = this.part(namespace);
    const objects = this.#history.objects(namespace);
    const resourceVersion = `${this.#history.version}`;
    const half = Math.ceil(objects.length / 2);
    part.apply({ type: 'expired' });
    part.apply({
      ...{ type: 'page', first: true, last: false, resourceVersion },
      objects: objects.slice(0, half),
    });
    this.#lists.set(part, () =>
      part.apply({
        ...{ type: 'page', first: false, last: true, resourceVersion },
        objects: objects.slice(half),
      }),
    );
  }

  list(namespace?: string): void {
    this.beginList(namespace);
    this.#endList(this.part(namespace));
  }

  /** Hears of so many things that happened, or of the end of a list that is under way. */
  hear(count: number, namespace?: string): void {
    if (!this.followed.includes(namespace)) {
      return;
    }
    const part = this.part(namespace);
    if (part.needsList()) {
      this.#endList(part);
      return;
    }
    this.#history.happenings
      .filter(
        ({ version, object }) =>
          version > Number(part.position) &&
          (namespace === undefined || object.metadata.namespace === namespace),
      )
      .slice(0, count)
      .forEach(({ type, object }) => part.apply({ type, object }));
  }

  /** Hears of everything, and that this was all. */
  hearAll(namespace?: string): void {
    if (!this.followed.includes(namespace)) {
      return;
    }
    this.hear(Infinity, namespace);
    this.hear(Infinity, namespace);
    this.part(namespace).apply({
      ...{ type: 'bookmark', resourceVersion: `${this.#history.version}` },
    });
  }

  #endList(part: ReplicaPart): void {
    this.#lists.get(part)?.();
    this.#lists.delete(part);
  }
}
