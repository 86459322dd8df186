import { StreamRefusedError } from './errors';
import { ReplicaEvent } from './replicaState';
import { WatchEvent } from './resourceApi';
import { WireObject } from './types';

/** By which a bookmark says that everything there was has been sent. */
const END_ANNOTATION = 'k8s.io/initial-events-end';

export interface InitialEventsOptions {
  /** Objects kept at most before they are applied. */
  batchSize: number;
  apply(event: Extract<ReplicaEvent, { type: 'page' }>): void;
}

/**
 * The first part of a streamed list: objects one by one, with what happens to
 * them meanwhile, until a bookmark says that this was all. Applied in pages, as
 * a list is, so that only the whole of it proves anything gone.
 */
export class InitialEvents {
  readonly #options: InitialEventsOptions;
  #batch: WireObject[] = [];
  #first = true;
  #objects = 0;

  constructor(options: InitialEventsOptions) {
    this.#options = options;
  }

  get objects(): number {
    return this.#objects;
  }

  put(object: WireObject): void {
    this.#objects += 1;
    this.#batch.push(object);
    if (this.#batch.length >= this.#options.batchSize) {
      this.#flush({});
    }
  }

  delete(object: WireObject): void {
    this.#flush({ deleted: [object] });
  }

  /** Ends the list, or throws where the bookmark is that of an ordinary watch. */
  end(object: WatchEvent['object']): void {
    const { metadata } = object as Partial<WireObject>;
    const resourceVersion = metadata?.resourceVersion;
    if (
      metadata?.annotations?.[END_ANNOTATION] !== 'true' ||
      !resourceVersion
    ) {
      throw new StreamRefusedError();
    }
    this.#flush({ last: true, resourceVersion });
  }

  #flush(
    rest: Pick<
      Partial<Extract<ReplicaEvent, { type: 'page' }>>,
      'deleted' | 'last' | 'resourceVersion'
    >,
  ): void {
    const objects = this.#batch;
    const first = this.#first;
    this.#batch = [];
    this.#first = false;
    this.#options.apply({
      type: 'page',
      first,
      last: false,
      resourceVersion: '',
      objects,
      ...rest,
    });
  }
}
