import type {
  DomainCapacity,
  DomainSettings,
  KubernetesObject,
} from '../types';

/** What a form may choose from in a domain, as it is now. @public */
export interface FormContext {
  settings: DomainSettings;
  capacity?: DomainCapacity;
  /** Epoch ms from which days are counted; now where absent. */
  now?: number;
  /** Ids of the objects beside it, where a manifest holds such. */
  ids?: ObjectIds;
}

/** What objects of a namespace are called by name and by `metadata.uid`. @public */
export interface ObjectIds {
  /** `kind`: id of the kind, e.g. `kubeflow-pipeline`. */
  idOf(kind: string, name: string): string | undefined;
  nameOf(kind: string, id: string): string | undefined;
}

/** A manifest, as a value; namespace and where it came from are added by the backend. @public */
export interface BuiltManifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec: Record<string, unknown>;
}

/**
 * The form of a kind's template: from answers to a manifest and back. Pure.
 * Answers are called as the template calls its parameters.
 * @public
 */
export interface KindForm {
  /** The manifest that answers make. Throws `InputError` that names the field. */
  build(answers: Record<string, unknown>, context: FormContext): BuiltManifest;
  /**
   * Answers that may make a manifest; whether they do is tried by who asks.
   * May throw for what is no such manifest.
   */
  guess(
    manifest: KubernetesObject,
    context: FormContext,
  ): Record<string, unknown>;
}
