import type {
  ChangeProblem,
  DomainSettings,
  KubernetesObject,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace } from '../types';

/** What steps may know of the proposal that they are a part of. */
export interface OutsideContext {
  place: DomainPlace;
  settings: DomainSettings;
  /** Epoch ms. */
  now: number;
  /** The object as it was last seen; of nothing that is decided by it. */
  seen?: Workload;
  /** The object as the API server has it now. */
  readLive(): Promise<KubernetesObject | undefined>;
}

/** What an object has to be so that what it stands for comes back. */
export interface Restored {
  /** Nothing where it can't be. */
  object?: KubernetesObject;
  /** What is to be known before it is asked for, a sentence each. */
  notes: string[];
  problems: ChangeProblem[];
}

/**
 * What changes of a kind have to ask where its objects stand for something
 * outside of Git and Kubernetes. None of it writes anything; each says in a
 * problem or a note that it got no answer, and never throws for that.
 */
export interface KindSteps {
  /**
   * The removal of an object is to be undone: `removed` is what its file held.
   * `goneBy`: epoch ms by which it was seen to be gone; undefined: it was not.
   */
  restore(
    removed: KubernetesObject,
    context: OutsideContext & { goneBy?: number },
  ): Promise<Restored>;
  /** A new object, before it is asked for. */
  checkNew(
    object: KubernetesObject,
    context: OutsideContext,
  ): Promise<ChangeProblem[]>;
  /** What goes, or stays, with an object that is removed; one sentence each. */
  removal(object: KubernetesObject, context: OutsideContext): Promise<string[]>;
}

/** By kind id; most kinds have none. */
export type StepsByKind = ReadonlyMap<string, KindSteps>;
